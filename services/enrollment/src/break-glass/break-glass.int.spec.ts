import { randomUUID } from 'node:crypto';
import type { Answer } from '@hhp/testing';
import { aScene, plan, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

type Got = Answer & { readonly body: { readonly code?: string; readonly until?: string; readonly grants?: { readonly grantId: string }[] } };
const as = async (role: string, method: string, path: string, body?: object, more: { actor?: string; tenant?: string } = {}): Promise<Got> =>
  await scene.running.request(method, path, { as: await scene.running.token(role, { tenant: plan, ...more }), ...(body ? { body } : {}) }) as Got;
const why = { reason: 'emergency-treatment', explanation: 'Found unconscious, the clinic asks for the medication.' };
const waiting = (more = {}): Promise<string[]> => listed('?reviewed=false', more);
const listed = async (query: string, more = {}): Promise<string[]> =>
  (await as('plan-administrator', 'GET', `/emergency-grants${query}`, undefined, more)).body.grants!.map(({ grantId }) => grantId);

describe('breaking the glass', () => {
  it('gives an hour with one member of the own plan, says so at once as a fact without the words, and waits for review', async () => {
    const [memberId, grantId] = [await scene.member(), randomUUID()];
    const path = `/members/${memberId}/emergency-grants/${grantId}`;
    const { status, body } = await as('care-coordinator', 'PUT', path, why, { actor: 'ben' });
    expect([status, body.until]).toEqual([200, expect.stringContaining('T')]);
    expect((await as('care-coordinator', 'PUT', path, why, { actor: 'ben' })).body.until).toBe(body.until);
    const said = (await scene.running.said('BreakGlassOpened')).filter((each) => each.key === grantId);
    expect(said.map(({ data }) => data)).toEqual([{ grantId, memberId, openedBy: 'ben', reason: why.reason, openedAt: expect.anything(), until: body.until }]);
    expect(Date.parse(body.until!) - Date.parse(String(said[0]!.data['openedAt']))).toBe(3_600_000);
    expect(JSON.stringify(said)).not.toContain('unconscious');
    expect(await waiting()).toContain(grantId);
    expect(await waiting({ tenant: 'bay-view' })).toEqual([]);
  });
  it('does nothing across plans, and nothing without a reason in words', async () => {
    const memberId = await scene.member();
    const path = `/members/${memberId}/emergency-grants/${randomUUID()}`;
    expect((await as('care-coordinator', 'PUT', path, why, { tenant: 'bay-view' })).status).toBe(404);
    expect((await as('care-coordinator', 'PUT', path, { ...why, explanation: 'x' })).status).toBe(400);
    expect((await as('analyst', 'PUT', path, why)).status).toBe(403);
    expect((await scene.running.said('BreakGlassOpened')).filter((each) => each.data['memberId'] === memberId)).toEqual([]);
  });
  it('is reviewed once, by somebody else, and leaves the queue', async () => {
    const [memberId, grantId] = [await scene.member(), randomUUID()];
    await as('cb-cme-supervisor', 'PUT', `/members/${memberId}/emergency-grants/${grantId}`, why, { actor: 'petra' });
    const review = (outcome: string, actor: string) => as('plan-administrator', 'POST', `/emergency-grants/${grantId}/review`, { outcome, note: 'Asked the clinic.' }, { actor });
    expect((await review('justified', 'petra')).body.code).toBe('own-grant');
    expect((await review('not-justified', 'olga')).status).toBe(201);
    expect((await review('justified', 'olga')).status).toBe(409);
    expect(await waiting()).not.toContain(grantId);
    expect((await scene.running.said('BreakGlassReviewed')).at(-1)!.data).toMatchObject({ grantId, memberId, outcome: 'not-justified', reviewedBy: 'olga' });
    expect(await scene.running.query("SELECT kind FROM audit_entry WHERE member_ids = ARRAY[$1::uuid] AND route LIKE '%emergency%' AND kind = 'change' ORDER BY id", [memberId]))
      .toHaveLength(2);
  });
  it('is listed by whether it was reviewed, what waits before what did not, and in one list when nobody asks which', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    for (const grantId of [first, second]) {
      scene.running.advance(1_000);
      await as('care-coordinator', 'PUT', `/members/${await scene.member()}/emergency-grants/${grantId}`, why, { actor: 'ben' });
    }
    await as('plan-administrator', 'POST', `/emergency-grants/${first}/review`, { outcome: 'justified' }, { actor: 'olga' });
    const of = async (query: string): Promise<string[]> => (await listed(query)).filter((each) => each === first || each === second);
    expect([await of('?reviewed=false'), await of('?reviewed=true'), await of('')]).toEqual([[second], [first], [second, first]]);
    for (const none of ['', '0', 'no', 'True']) {
      expect((await as('plan-administrator', 'GET', `/emergency-grants?reviewed=${none}`)).body.code).toBe('request-invalid');
    }
  });
});
