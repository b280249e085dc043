import type { ConsentGranted } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import { randomUUID } from 'node:crypto';
import { Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

const revoked = ({ data: { memberId, consentId } }: ConsentGranted) =>
  ({ type: 'ConsentRevoked', data: { memberId, consentId, revokedAt: Stage.thursday, inForceAt: Stage.thursday } });
const sends = (referralId: string) => stage.post(`/referrals/${referralId}/send`, { channel: 'email' });
/** A referral that was sent without its consent and waits for it. */
async function waiting(...wish: Parameters<Stage['drafted']>) {
  const subject = await stage.drafted({ ...wish[0], consented: false });
  expect((await sends(subject.referralId)).body).toMatchObject({ state: 'awaiting_consent', next: { step: 'obtain-consent', actor: 'team' } });
  return subject;
}
/** The reader by which the gate judges is behind the one that follows consents: it rests, as it does for a moment in a rebuild. */
const rests = (until: string) => stage.running.query(`UPDATE reader SET rests_until = ${until} WHERE name = 'known-consents'`);
const lookTime = 11_000;
const lookOf = async (referralId: string) => (await stage.running.query<{ due_at: Date }>(
  "SELECT due_at FROM deadline WHERE process = 'consent-look' AND subject = $1", [referralId])).map(({ due_at }) => due_at);

describe('a referral without the consent that it needs', () => {
  it('waits, becomes ready when the consent comes, and is sent by a person (002-71)', async () => {
    const { referralId, memberId } = await waiting();
    const consent = stage.consent(memberId);
    await stage.consents(consent);
    await stage.untilIn('ready', referralId);
    expect((await sends(referralId)).body).toMatchObject({ state: 'sent' });
    const said = await stage.saidOf(referralId);
    expect(said.map(({ type }) => type)).toEqual([
      'ReferralDrafted', 'ReferralAwaitingConsent', 'ReferralConsentConfirmed', 'ReferralReady', 'ReferralSent',
    ]);
    expect(said.at(-1)!.data).toMatchObject({ consentId: consent.data.consentId, dataClasses: ['general'] });
  });
  it('is not helped by one for another organization, purpose, time or less data', async () => {
    const { referralId, memberId } = await waiting({ dataClasses: ['general', 'housing'] });
    const enough = { dataClasses: ['general', 'housing'] } as const;
    for (const short of [
      { ...enough, recipientOrganizationId: randomUUID() }, { ...enough, purpose: 'treatment' }, { ...enough, validUntil: '2019-09-01T00:00:00Z' },
      { ...enough, validFrom: '2019-10-01T00:00:00Z' }, { dataClasses: ['general'] },
    ] as const) await stage.say(stage.consent(memberId, short));
    const right = stage.consent(memberId, enough);
    await stage.consents(right);
    await stage.untilIn('ready', referralId);
    expect((await stage.saidOf(referralId)).filter(({ type }) => type === 'ReferralReady')).toMatchObject([{ data: { consentId: right.data.consentId } }]);
  });
  it('says substance use to nobody whom no complete consent names for it', async () => {
    const { referralId, memberId } = await waiting({ dataClasses: ['general', 'sud'] });
    await stage.say(stage.consent(memberId), stage.consent(memberId, { dataClasses: ['general', 'sud'] }));
    const complete = stage.consent(memberId, { dataClasses: ['general', 'sud'], part2Complete: true });
    await stage.consents(complete);
    await stage.untilIn('ready', referralId);
    expect((await stage.saidOf(referralId)).at(-1)!.data).toMatchObject({ consentId: complete.data.consentId });
  });
  it('becomes ready once when the consent is said twice', async () => {
    const [first, later] = [await waiting(), await waiting()];
    const said = await stage.say(stage.consent(first.memberId));
    await stage.running.publish(said);
    await stage.consents(stage.consent(first.memberId));
    await stage.consents(stage.consent(later.memberId));
    await stage.untilIn('ready', later.referralId);
    await stage.untilIn('ready', first.referralId);
    expect((await stage.typesOf(first.referralId)).filter((type) => type === 'ReferralConsentConfirmed')).toHaveLength(1);
  });
});

describe('a consent that is taken back', () => {
  it('before the sending holds the referral, whoever presses', async () => {
    const { referralId, memberId } = await waiting();
    const consent = stage.consent(memberId);
    await stage.consents(consent);
    await stage.untilIn('ready', referralId);
    await stage.say(revoked(consent));
    await stage.untilIn('awaiting_consent', referralId);
    await stage.hasRead('known-consents', consent.data.consentId, 2);
    expect((await sends(referralId)).body).toMatchObject({ state: 'awaiting_consent' });
    expect(await stage.typesOf(referralId)).not.toContain('ReferralSent');
  });
  it('after the sending is a task of the team, told once, and closes the referral to the organization until there is a new one', async () => {
    const { referralId, memberId } = await stage.drafted({ consented: false });
    const staff = await stage.token('cbo-staff', { organization: stage.organizationId });
    const looks = async () => (await stage.ask('GET', `/referrals/${referralId}`, undefined, staff)).status;
    const listed = async () => JSON.stringify((await stage.ask('GET', '/referrals', undefined, staff)).body).includes(referralId);
    expect([await looks(), await listed()]).toEqual([404, false]);
    const consent = stage.consent(memberId);
    await stage.consents(consent);
    await sends(referralId);
    expect([await looks(), await listed()]).toEqual([200, true]);
    await stage.say(revoked(consent));
    await eventually(async () => { expect(await stage.typesOf(referralId)).toContain('FollowUpDue'); });
    expect((await stage.saidOf(referralId)).at(-1)!.data).toMatchObject({ ask: 'team', step: 'consent-withdrawn' });
    expect([await looks(), await listed()]).toEqual([404, false]);
    expect((await stage.ask('POST', `/referrals/${referralId}/acceptance`, {}, staff)).status).toBe(404);
    await stage.say(stage.consent(memberId));
    await eventually(async () => { expect(await looks()).toBe(200); });
    expect((await stage.typesOf(referralId)).slice(-2)).toEqual(['FollowUpDue', 'ReferralConsentConfirmed']);
  });
  it('in the same breath in which it was given makes nothing ready', async () => {
    const { referralId, memberId } = await waiting();
    const consent = stage.consent(memberId);
    await stage.say(consent, revoked(consent));
    await stage.hasRead('consent-changes', consent.data.consentId, 2);
    expect(await stage.stateOf(referralId)).toBe('awaiting_consent');
  });
  it('holds nothing where another consent covers the same', async () => {
    const { referralId, memberId } = await waiting();
    const [first, second] = [stage.consent(memberId), stage.consent(memberId)];
    await stage.consents(first);
    await stage.untilIn('ready', referralId);
    await stage.consents(second);
    await stage.say(revoked(first));
    await stage.untilIn('awaiting_consent', referralId);
    stage.running.advance(lookTime);
    await stage.untilIn('ready', referralId);
  });
  it('by a later no is taken back too', async () => {
    const { referralId, memberId } = await waiting();
    await stage.consents(stage.consent(memberId));
    await stage.untilIn('ready', referralId);
    const { validFrom: _from, form: _form, part2Complete: _complete, grantedAt: _at, ...asked } = stage.consent(memberId).data;
    await stage.say({ type: 'ConsentDeclined', data: { ...asked, declinedAt: '2019-09-12T16:00:00Z' } });
    await stage.hasRead('consent-changes', asked.consentId);
    stage.running.advance(lookTime);
    await stage.untilIn('awaiting_consent', referralId);
  });
});

describe('a consent that runs out', () => {
  it('after the sending is a task of the team and closes the referral to the organization', async () => {
    const { referralId, memberId } = await stage.drafted({ consented: false });
    await stage.consents(stage.consent(memberId, { validUntil: '2019-09-20T07:00:00Z' }));
    await sends(referralId);
    const staff = await stage.token('cbo-staff', { organization: stage.organizationId });
    const looks = async () => (await stage.ask('GET', `/referrals/${referralId}`, undefined, staff)).status;
    stage.running.advance(lookTime);
    await eventually(async () => { expect(await lookOf(referralId)).toEqual([new Date('2019-09-20T07:00:00Z')]); });
    expect(await looks()).toBe(200);
    stage.running.at('2019-09-20T07:00:01Z');
    await eventually(async () => { expect(await looks()).toBe(404); }, { within: 20_000 });
    const told = async () => (await stage.saidOf(referralId)).filter(({ data }) => data['step'] === 'consent-withdrawn');
    await eventually(async () => { expect(await told()).toHaveLength(1); }, { within: 20_000 });
    stage.running.at(Stage.thursday);
  });
});

describe('a consent for a class of organizations', () => {
  const isOf = async (version: number, ...recipientClasses: string[]): Promise<void> => {
    const { organizationId } = stage;
    await stage.say({ type: 'OrganizationListed', data: { organizationId, name: 'Food Bank', source: 'hsds', recipientClasses, listedAt: Stage.thursday } });
    await stage.hasRead('known-consents', organizationId, version);
  };
  const forClass = (memberId: string, recipientClass: string) => stage.consent(memberId, { recipientOrganizationId: undefined, recipientClass });
  it('counts for those that the directory says are of it, as long as it says so, and for no other', async () => {
    await isOf(2, 'food-bank');
    const { referralId, memberId } = await waiting();
    await stage.consents(forClass(memberId, 'shelter'));
    stage.running.advance(lookTime);
    await eventually(async () => { expect(await lookOf(referralId)).toEqual([]); });
    expect(await stage.stateOf(referralId)).toBe('awaiting_consent');
    await stage.consents(forClass(memberId, 'food-bank'));
    await eventually(async () => { expect(await lookOf(referralId)).toHaveLength(1); });
    stage.running.advance(lookTime);
    await stage.untilIn('ready', referralId);
    expect((await sends(referralId)).body).toMatchObject({ state: 'sent' });
    const staff = await stage.token('cbo-staff', { organization: stage.organizationId });
    const looks = async () => (await stage.ask('GET', `/referrals/${referralId}`, undefined, staff)).status;
    expect(await looks()).toBe(200);
    await isOf(3);
    expect(await looks()).toBe(404);
  });
});

describe('an organization that serves several plans', () => {
  const looks = async (referralId: string): Promise<number> =>
    (await stage.ask('GET', `/referrals/${referralId}`, undefined, await stage.token('cbo-staff', { organization: stage.organizationId }))).status;
  const listed = async (): Promise<string> =>
    JSON.stringify((await stage.ask('GET', '/referrals', undefined, await stage.token('cbo-staff', { organization: stage.organizationId }))).body);
  it('sees of each what was addressed to it, as long as the consent allows it at that moment', async () => {
    const [ours, ending] = [await stage.sent(), await stage.drafted({ consented: false })];
    const theirs = await (await stage.ofPlan('bay-view')).sent();
    await stage.consents(stage.consent(ending.memberId, { validUntil: '2019-09-12T20:00:00Z' }));
    await sends(ending.referralId);
    for (const { referralId } of [ours, theirs, ending]) {
      expect(await looks(referralId)).toBe(200);
      expect(await listed()).toContain(referralId);
    }
    // Nobody looks again at the consent that runs out: it is the look of the organization that asks.
    await stage.running.query("DELETE FROM deadline WHERE process = 'consent-look' AND subject = $1", [ending.referralId]);
    stage.running.at('2019-09-12T20:00:01Z');
    expect([await looks(ending.referralId), (await listed()).includes(ending.referralId)]).toEqual([404, false]);
    expect([await looks(ours.referralId), await looks(theirs.referralId)]).toEqual([200, 200]);
    stage.running.at(Stage.thursday);
  });
});

describe('two readers that hear of a consent in another order', () => {
  it('leave no referral waiting for a consent that is there', async () => {
    const { referralId, memberId } = await stage.drafted({ consented: false });
    await rests("clock_timestamp() + interval '1 hour'");
    const consent = stage.consent(memberId);
    await stage.say(consent);
    await stage.hasRead('consent-changes', consent.data.consentId);
    expect((await sends(referralId)).body).toMatchObject({ state: 'awaiting_consent' });
    await rests('NULL');
    await stage.hasRead('known-consents', consent.data.consentId);
    stage.running.advance(lookTime);
    await stage.untilIn('ready', referralId);
  });
  it('leave no referral sent under a consent that was gone without telling the team', async () => {
    const { referralId, memberId } = await stage.drafted({ consented: false });
    const consent = stage.consent(memberId);
    await stage.consents(consent);
    await rests("clock_timestamp() + interval '1 hour'");
    await stage.say(revoked(consent));
    await stage.hasRead('consent-changes', consent.data.consentId, 2);
    expect((await sends(referralId)).body).toMatchObject({ state: 'sent' });
    await rests('NULL');
    await stage.hasRead('known-consents', consent.data.consentId, 2);
    stage.running.advance(lookTime);
    await eventually(async () => { expect((await stage.saidOf(referralId)).at(-1)!.data).toMatchObject({ step: 'consent-withdrawn' }); }, { within: 20_000 });
  });
});

describe('while nobody knows whether consents were taken back', () => {
  it('nothing is sent and nothing is shown to an organization, and all goes on when the heartbeats come again', async () => {
    const [{ referralId }, sent] = [await stage.drafted(), await stage.sent()];
    const staff = await stage.token('cbo-staff', { organization: stage.organizationId });
    const refusal = { status: 503, body: { code: 'consents-not-current' } };
    await stage.stopBeating();
    const looks = () => stage.ask('GET', `/referrals/${sent.referralId}`, undefined, staff);
    await eventually(async () => { expect(await looks()).toMatchObject(refusal); }, { within: 20_000 });
    expect(await sends(referralId)).toMatchObject(refusal);
    expect(await stage.typesOf(referralId)).toEqual(['ReferralDrafted']);
    stage.startBeating();
    await eventually(async () => { expect(await sends(referralId)).toMatchObject({ status: 202, body: { state: 'sent' } }); }, { within: 20_000 });
  });
});
