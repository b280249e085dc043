import { eventually } from '@hhp/testing';
import { OtherServices, Scene } from '../scene.js';

let scene: Scene;
let others: OtherServices;
beforeAll(async () => {
  scene = await Scene.open({ CONSENT_LEASE_MS: '60000' });
  ({ others } = scene);
}, 120_000);
beforeEach(() => { scene.begin(); });
afterEach(() => others.stopBeating());
afterAll(() => scene.close());

const addressesOf = async (about: Parameters<Scene['rows']>[0]) => (await scene.mailsAbout(about)).map((sent) => (sent.to as { text: string }).text).sort();

describe('the reminder to the care team (002-110)', () => {
  it('is held while nobody says where the coordinator is written to', async () => {
    const about = others.aStory();
    await others.say(about.drafted, about.due('member', 'member-promise'));
    await scene.untilFirstIs(about, 'held');
    expect(await scene.saidAbout(about, 'MessageHeld')).toMatchObject([{ data: { template: 'coordinator-reminder', reason: 'no-address' } }]);
  });
  it('goes to the coordinator and then the supervisor, without a word about the member', async () => {
    const about = others.aStory();
    const administrator = await scene.running.token('plan-administrator', { tenant: OtherServices.plan });
    const contacts = { 'coordinator-1': { email: 'carla@plan.example', supervisor: 'supervisor-1' }, 'supervisor-1': { email: 'sam@plan.example' } };
    for (const [actor, body] of Object.entries(contacts)) {
      expect((await scene.running.request('PUT', `/staff-contacts/${actor}`, { as: administrator, body })).status).toBe(200);
    }
    await others.say(about.drafted, about.due('member', 'member-promise'), about.escalated);
    await eventually(async () => { expect(await addressesOf(about)).toEqual(['carla@plan.example', 'sam@plan.example']); });
    for (const sent of await scene.mailsAbout(about)) expect(`${sent.subject}${sent.text}`).not.toMatch(/Albert|415|Food/);
  });
});

describe('a referral that is said before what it speaks of is known', () => {
  it('waits for the person and the organization, and then invites once', async () => {
    const about = others.aStory();
    await others.say(about.drafted, about.granted, about.sent);
    await eventually(async () => {
      expect(await scene.running.query('SELECT reason FROM parked_key WHERE key = $1', [about.memberId])).toEqual([{ reason: 'profile-unknown' }]);
    });
    await others.say(about.keyIssued, about.profileSealed);
    await eventually(async () => {
      expect(await scene.running.query('SELECT reason FROM parked_key WHERE key = $1', [about.memberId])).toEqual([{ reason: 'recipient-unknown' }]);
    });
    await others.say(about.organizationListed, about.serviceListed);
    await scene.untilFirstIs(about, 'sent');
    expect(await addressesOf(about)).toEqual(['desk@foodbank.example']);
  });
});

describe('what is remembered of other services', () => {
  it.each([
    ['known-profiles', 'SELECT * FROM known_profile JOIN known_key USING (tenant, member_id) ORDER BY member_id'],
    ['known-recipients', 'SELECT * FROM known_organization LEFT JOIN known_service USING (organization_id) ORDER BY organization_id'],
    ['known-consents', 'SELECT * FROM known_consent ORDER BY consent_id'],
  ])('is the same after the reader %s has made it anew', async (reader, rows) => {
    const forgotten = others.aStory();
    await scene.invited(forgotten);
    await scene.invited(others.aStory());
    await scene.forget(forgotten.memberId);
    const before = await scene.running.query(rows);
    const rebuilt = await scene.running.request('POST', `/operations/readers/${reader}/rebuild`, { as: await scene.running.token('operator') });
    expect([rebuilt.status, before.length > 0]).toEqual([200, true]);
    expect(await scene.running.query(rows)).toEqual(before);
    await scene.invited(others.aStory());
  });
});
