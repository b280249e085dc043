import { randomUUID } from 'node:crypto';
import { Refused } from '@hhp/domain-kit';
import type { Caller } from './caller.js';
import type { Asked } from './command-group.js';
import { Stage } from './stage.js';
import type { Tx } from './tx.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.close());

interface Step { readonly id: string; readonly member: string; readonly spoils?: 'refused' | 'broken' }

/** Steps of many things at once; one that is refused is left out, one that is broken breaks what shares its transaction. */
async function steps(_tx: Tx, asked: readonly Asked<Step>[]): Promise<({ id: string; shared: number } | Refused)[]> {
  const taken = asked.filter(({ request }) => request.spoils !== 'refused');
  for (const { request, tx: by } of taken) {
    if (request.spoils) throw new Error('broken');
    by.concerns(request.member);
    await stage.stepIn(by, request.id, request.member);
  }
  return asked.map(({ request: { id, spoils } }) => (spoils ? new Refused('spoilt', 'No', 'conflict') : { id, shared: asked.length }));
}

const grouped = (): ((caller: Caller, step: Step) => Promise<{ id: string; shared: number }>) => stage.transactions.grouped(steps);
const aStep = (more: Partial<Step> = {}): Step => ({ id: randomUUID(), member: randomUUID(), ...more });
const keyed = (more: Partial<Caller> = {}, key: string = randomUUID(), fingerprint = 'same'): Caller =>
  stage.caller('bay', { idempotency: { key, fingerprint }, ...more });
const saidAbout = (member: string): Promise<{ actor: string }[]> =>
  stage.query("SELECT headers::json->>'ce_actor' AS actor FROM outbox WHERE key = $1", [member]);

describe('commands that come together', () => {
  it('share transactions, and each is answered, said and recorded in the name of whoever asked', async () => {
    const [take, all] = [grouped(), Array.from({ length: 50 }, () => aStep())];
    const answers = await Promise.all(all.map((step, nth) => take(keyed({ actor: `actor-${nth}` }), step)));
    expect(answers.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(Math.min(...answers.map(({ shared }) => shared))).toBeGreaterThan(10);
    const recorded = await stage.query<{ actor: string; member: string }>(
      "SELECT actor, member_ids[1] AS member FROM audit_entry WHERE kind = 'change' AND member_ids && $1::uuid[]", [all.map(({ member }) => member)]);
    expect(new Map(recorded.map(({ actor, member }) => [member, actor]))).toEqual(new Map(all.map(({ member }, nth) => [member, `actor-${nth}`])));
    expect(await Promise.all(all.map(({ member }) => saidAbout(member)))).toEqual(all.map((_, nth) => [{ actor: `actor-${nth}` }]));
  });
  it('lose none when all are about one thing', async () => {
    const [take, one] = [grouped(), aStep()];
    await Promise.all(Array.from({ length: 40 }, () => take(keyed(), one)));
    expect(await stage.query('SELECT version, state FROM thing WHERE id = $1', [one.id])).toEqual([{ version: 40, state: { count: 40 } }]);
  });
  it.each(['refused', 'broken'] as const)('fail alone when one is %s', async (spoils) => {
    const [take, good] = [grouped(), [aStep(), aStep(), aStep()]];
    const bad = aStep({ spoils });
    const outcomes = await Promise.allSettled([...good, bad, aStep()].map((step) => take(keyed(), step)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect([await saidAbout(bad.member), ...await Promise.all(good.map(({ member }) => saidAbout(member)))].map((said) => said.length)).toEqual([0, 1, 1, 1]);
  });
  it('with one key have one effect and one answer, now and later; with another content they are refused', async () => {
    const [take, step, key] = [grouped(), aStep(), randomUUID()];
    const answers = await Promise.all([1, 2, 3].map(() => take(keyed({}, key), step)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await take(keyed({}, key), step)).toEqual(answers[0]);
    await expect(take(keyed({}, key, 'other'), step)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await saidAbout(step.member)).toHaveLength(1);
  });
  it('of different plans never share one', async () => {
    const [take, mine, theirs] = [grouped(), aStep(), aStep()];
    const [here, there] = await Promise.all([take(keyed(), mine), take(stage.caller('valley'), theirs)]);
    expect([here.shared, there.shared]).toEqual([1, 1]);
    expect(await stage.query('SELECT tenant FROM thing WHERE id = $1 OR id = $2 ORDER BY tenant', [mine.id, theirs.id]))
      .toEqual([{ tenant: 'bay' }, { tenant: 'valley' }]);
  });
});
