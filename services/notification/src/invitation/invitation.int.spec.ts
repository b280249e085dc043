import { eventually } from '@hhp/testing';
import { type OtherServices, Scene } from '../scene.js';

let scene: Scene;
let others: OtherServices;
beforeAll(async () => {
  // A busy machine may be late with the heartbeats; what stale knowledge stops, the specs of the messages show by the same gate.
  scene = await Scene.open({ CONSENT_LEASE_MS: '60000' });
  ({ others } = scene);
}, 120_000);
beforeEach(() => { scene.begin(); });
afterEach(() => others.stopBeating());
afterAll(() => scene.close());

const look = (path: string) => fetch(`${scene.running.url}${path}`);
const post = (path: string, answer: Record<string, string>) => fetch(`${scene.running.url}${path}`, { method: 'POST', body: new URLSearchParams(answer) });
const audited = (route: string) => scene.running.query('SELECT kind, code, member_ids FROM audit_entry WHERE route = $1 ORDER BY id', [route]);

describe("the organization's page", () => {
  it('is not used up by a mail scanner that follows the link ten times; each look is in the audit', async () => {
    const about = others.aStory();
    const link = await scene.invited(about);
    for (let scan = 0; scan < 10; scan++) {
      const answer = await look(link);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('Albert Reyes');
    }
    expect(await audited('GET /r/:token')).toEqual(Array.from({ length: 10 }, () => ({ kind: 'read', code: null, member_ids: [about.memberId] })));
    expect(await scene.saidAbout(about, 'PartnerAnswered')).toEqual([]);
    expect((await post(link, { answer: 'accept' })).status).toBe(200);
  });
  it('takes each kind of answer once, shows the same for the same, and is then used up', async () => {
    const about = others.aStory();
    const link = await scene.invited(about);
    for (const answer of ['acknowledge', 'acknowledge', 'accept', 'accept', 'acknowledge']) {
      expect([answer, (await post(link, { answer, expectedStartOn: '', reason: '' })).status]).toEqual([answer, 200]);
    }
    expect((await post(link, { answer: 'decline', reason: 'no_capacity' })).status).toBe(409);
    expect((await scene.saidAbout(about, 'PartnerAnswered')).map(({ data, version }) => [data['answer'], version]))
      .toEqual([['acknowledge', 1], ['accept', 2]]);
    const [used, unknown] = await Promise.all([look(link), look(`/r/${'x'.repeat(43)}`)]);
    expect([used.status, await used.text()]).toEqual([404, await unknown.text()]);
    expect((await audited('GET /r/:token')).slice(-2)).toEqual(Array.from({ length: 2 }, () => ({ kind: 'refusal', code: 'link-closed', member_ids: [] })));
  });
  it('says one answer when twenty are pressed at once', async () => {
    const about = others.aStory();
    const link = await scene.invited(about);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) =>
      post(link, at % 2 ? { answer: 'accept' } : { answer: 'decline', reason: 'no_capacity' })));
    expect(answers.map((each) => each.status).filter((status) => status === 200)).toHaveLength(10);
    expect(await scene.saidAbout(about, 'PartnerAnswered')).toHaveLength(1);
  });
  it('asks again for a missing reason, in Spanish where that is wanted', async () => {
    const link = await scene.invited(others.aStory());
    const answer = await post(`${link}?lang=es`, { answer: 'decline' });
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Elija, por favor, por qué no pueden ayudar.')]);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
  it('closes with the consent, and after its days', async () => {
    const [about, other] = [others.aStory(), others.aStory()];
    const [link, otherLink] = [await scene.invited(about), await scene.invited(other)];
    await others.say(about.revoked);
    await eventually(async () => { expect((await look(link)).status).toBe(404); });
    expect((await post(link, { answer: 'accept' })).status).toBe(404);
    expect(await scene.saidAbout(about, 'PartnerAnswered')).toEqual([]);
    scene.running.advance(15 * 86_400_000);
    expect((await look(otherLink)).status).toBe(404);
  });
  it('closes when the question was answered elsewhere, and stays the same for who answered by it', async () => {
    const [about, other] = [others.aStory(), others.aStory()];
    const [link, otherLink] = [await scene.invited(about), await scene.invited(other)];
    expect((await post(otherLink, { answer: 'accept' })).status).toBe(200);
    await others.say(about.accepted, other.accepted);
    await eventually(async () => { expect((await look(link)).status).toBe(404); });
    expect((await post(link, { answer: 'accept' })).status).toBe(404);
    expect((await post(otherLink, { answer: 'accept' })).status).toBe(200);
    expect([await scene.saidAbout(about, 'PartnerAnswered'), await scene.saidAbout(other, 'PartnerAnswered')]).toMatchObject([[], [{ version: 1 }]]);
  });
});
