import { randomUUID } from 'node:crypto';
import { cancelDeadlines, setDeadline } from './deadlines.js';
import { KafkaLog } from './kafka-log.js';
import { appendToOutbox } from './outbox.js';
import { publishEvents, readAll } from './outside.js';
import { Effects, Stage, eventually, voided } from './stage.js';
import type { Tx } from './tx.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
  await stage.start();
});
afterAll(() => stage.close());

const fresh = (): { id: string; member: string } => ({ id: randomUUID(), member: randomUUID() });

describe('what is said in a transaction', () => {
  it('reaches the reader once when it commits, and never when it does not', async () => {
    const [kept, lost] = [fresh(), fresh()];
    const failing = stage.transactions.command(stage.caller('bay'), async (tx) => {
      await tx.query("INSERT INTO thing (tenant, id, version, state) VALUES ('bay', $1, 1, '{}')", [lost.id]);
      await appendToOutbox(tx, [{ event: voided(lost.id, lost.member), version: 1 }]);
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    await stage.step('bay', kept.id, kept.member);
    await eventually(async () => expect(await stage.versions(kept.member)).toEqual([1]));
    expect(await stage.versions(lost.member)).toEqual([]);
  });
  it('comes in the order of versions of each thing, however many write at once', async () => {
    const all = Array.from({ length: 4 }, fresh);
    await Promise.all(Array.from({ length: 160 }, (_, nth) => stage.step('bay', all[nth % 4]!.id, all[nth % 4]!.member)));
    for (const { member } of all) {
      await eventually(async () => expect(await stage.versions(member)).toEqual(Array.from({ length: 40 }, (_, nth) => nth + 1)));
    }
    const said = (await readAll(stage.place, 'hhp.referral')).filter(({ key }) => key === all[0]!.member);
    expect(said.map(({ version }) => version)).toEqual(Array.from({ length: 40 }, (_, nth) => nth + 1));
    expect(said[0]).toMatchObject({ type: 'ReferralVoided', tenant: 'bay', aggregate: all[0]!.id, actor: 'carla' });
  });
});

describe('a reader', () => {
  it('applies a fact once that the log says twice', async () => {
    const [twice, later] = [fresh(), fresh()];
    await stage.publish([{ ...twice, version: 1 }, { ...twice, version: 1 }, { ...twice, version: 2 }, { ...twice, version: 1 }]);
    await stage.publish([{ id: later.id, member: twice.member, version: 1 }]);
    await eventually(async () => expect((await stage.effects(twice.member)).some(({ aggregate }) => aggregate === later.id)).toBe(true));
    expect(await stage.versions(twice.member)).toEqual([1, 2, 1]);
  });
  it('takes in one transaction what several partitions bring at once', async () => {
    const many = Array.from({ length: 120 }, fresh);
    await stage.publish(many.map((each) => ({ ...each, version: 1 })));
    const done = () => stage.query<{ transaction: string }>(
      'SELECT xmin::text AS transaction FROM effect WHERE member = ANY ($1::uuid[])', [many.map(({ member }) => member)]);
    await eventually(async () => expect(await done()).toHaveLength(many.length));
    // They lie in all twelve partitions.
    expect(new Set((await done()).map(({ transaction }) => transaction)).size).toBeLessThan(12);
  });
  it('waits for a version that is missing and then goes on in order', async () => {
    const { id, member } = fresh();
    await stage.publish([{ id, member, version: 1 }, { id, member, version: 3 }, { id, member, version: 4 }]);
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ kind: 'waiting', reason: 'version-gap', events: 2 }]));
    await stage.publish([{ id, member, version: 2 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([1, 2, 3, 4]));
    await eventually(async () => expect(await stage.parked(member)).toEqual([]));
  });
  it('lets a key wait for a fact of another topic, by itself, while others go on', async () => {
    const [waiting, other] = [fresh(), fresh()];
    await stage.query("INSERT INTO switch VALUES ($1, 'wait')", [waiting.member]);
    await stage.publish([{ ...waiting, version: 1 }, { ...other, version: 1 }, { ...waiting, version: 2 }]);
    await eventually(async () => expect(await stage.versions(other.member)).toEqual([1]));
    await eventually(async () => expect(await stage.parked(waiting.member)).toMatchObject([{ kind: 'waiting', reason: 'switch-says-wait', events: 2 }]));
    await stage.query('DELETE FROM switch WHERE key = $1', [waiting.member]);
    await eventually(async () => expect(await stage.versions(waiting.member)).toEqual([1, 2]));
  });
  it('lets keys wait together that are named together, and keeps the others in their one transaction', async () => {
    const [waiting, others] = [Array.from({ length: 60 }, fresh), Array.from({ length: 60 }, fresh)];
    await stage.query("INSERT INTO switch SELECT unnest($1::text[]), 'wait-together'", [waiting.map(({ member }) => member)]);
    await stage.publish([...waiting, ...others].map((each) => ({ ...each, version: 1 })));
    const members = others.map(({ member }) => member);
    const done = () => stage.query<{ transaction: string }>('SELECT xmin::text AS transaction FROM effect WHERE member = ANY ($1::uuid[])', [members]);
    await eventually(async () => expect(await done()).toHaveLength(others.length));
    // A slice or two of each of the twelve partitions, not a transaction for each event.
    expect(new Set((await done()).map(({ transaction }) => transaction)).size).toBeLessThan(others.length / 2);
    for (const { member } of waiting) expect(await stage.parked(member)).toMatchObject([{ kind: 'waiting', reason: 'switch-says-wait-together' }]);
  });
  it('tries again for a moment what is about to come, before its key waits', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO switch VALUES ($1, 'wait-soon')", [member]);
    const before = Effects.tries;
    await stage.publish([{ id, member, version: 1 }]);
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ kind: 'waiting', reason: 'switch-says-wait-soon', events: 1 }]));
    expect(Effects.tries - before).toBeGreaterThanOrEqual(6);
    await stage.query('DELETE FROM switch WHERE key = $1', [member]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([1]));
  });
  it.each([['refuse', 'switched-off'], ['type-error', 'TypeError']])('parks the key of an event that fails for good (%s), with its later events, until it is released', async (what, reason) => {
    const [poison, other] = [fresh(), fresh()];
    await stage.query('INSERT INTO switch VALUES ($1, $2)', [poison.member, what]);
    await stage.publish([{ ...poison, version: 1 }, { ...other, version: 1 }, { ...poison, version: 2 }, { ...other, version: 2 }]);
    await eventually(async () => expect(await stage.versions(other.member)).toEqual([1, 2]));
    await eventually(async () => expect(await stage.parked(poison.member)).toMatchObject([{ kind: 'refused', reason, events: 2 }]));
    await stage.query('DELETE FROM switch WHERE key = $1', [poison.member]);
    await stage.messagings[0]!.release((await stage.parked(poison.member))[0]!.id);
    expect(await stage.versions(poison.member)).toEqual([1, 2]);
    await stage.publish([{ ...poison, version: 3 }]);
    await eventually(async () => expect(await stage.versions(poison.member)).toEqual([1, 2, 3]));
  });
  it('goes on behind events that an operator discards, and never shows a gap for them', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO switch VALUES ($1, 'refuse')", [member]);
    await stage.publish([{ id, member, version: 1 }, { id, member, version: 2 }]);
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ events: 2 }]));
    await stage.messagings[0]!.discard((await stage.parked(member))[0]!.id);
    await stage.query('DELETE FROM switch WHERE key = $1', [member]);
    await stage.publish([{ id, member, version: 3 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([3]));
  });
  it('parks what breaks its contract and names the field, not the value', async () => {
    const { id, member } = fresh();
    const broken = { type: 'ReferralVoided', data: { ...voided(id, member).data, reason: 'Albert Reyes called' } };
    await expect(publishEvents(stage.place, [{ event: broken, tenant: 'bay', version: 1 }])).rejects.toThrow('reason');
    const log = new KafkaLog(stage.place);
    const headers = {
      ce_id: randomUUID(), ce_type: 'ReferralVoided', ce_tenant: 'bay', ce_time: '2019-09-13T16:30:00Z', ce_subject: id, ce_aggregateversion: '1',
    };
    await log.publish([{ topic: 'hhp.referral', key: member, partition: null, headers, value: JSON.stringify(broken.data) }]);
    await log.close();
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ kind: 'refused', reason: 'contract-broken:reason' }]));
  });
});

describe('a rebuild', () => {
  it('makes the same rows from the log while the live reader goes on', async () => {
    const live = fresh();
    await stage.publish([{ ...live, version: 1 }]);
    await eventually(async () => expect(await stage.versions(live.member)).toEqual([1]));
    const rows = (): Promise<object[]> => stage.query('SELECT tenant, aggregate, version, member FROM effect ORDER BY member, aggregate, version');
    const before = await rows();
    await stage.query('DELETE FROM effect WHERE member = $1', [live.member]);
    const rebuilt = await stage.messagings[0]!.rebuild('effects');
    expect(rebuilt.events).toBeGreaterThanOrEqual(before.length);
    expect(await rows()).toEqual(before);
    await stage.publish([{ ...live, version: 2 }]);
    await eventually(async () => expect(await stage.versions(live.member)).toEqual([1, 2]));
  });
});

describe('two rebuilds at once', () => {
  it('are one: the other is refused, and the live reader goes on', async () => {
    const live = fresh();
    await stage.publish([{ ...live, version: 1 }]);
    await eventually(async () => expect(await stage.versions(live.member)).toEqual([1]));
    const answers = await Promise.allSettled([stage.messagings[0]!.rebuild('effects'), stage.messagings[0]!.rebuild('effects')]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'rebuild-under-way' } });
    await stage.publish([{ ...live, version: 2 }]);
    await eventually(async () => expect(await stage.versions(live.member)).toEqual([1, 2]), 5_000);
  });
  it('a rebuild that fails leaves the live reader at work, and the way free for the next', async () => {
    const live = fresh();
    await stage.query("CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$");
    await stage.query('CREATE TRIGGER fails BEFORE UPDATE ON reader FOR EACH ROW WHEN (NEW.generation > OLD.generation) EXECUTE FUNCTION fails()');
    await expect(stage.messagings[0]!.rebuild('effects')).rejects.toThrow('no');
    await stage.query('DROP FUNCTION fails CASCADE');
    await stage.publish([{ ...live, version: 1 }]);
    await eventually(async () => expect(await stage.versions(live.member)).toEqual([1]), 5_000);
    await stage.messagings[0]!.rebuild('effects');
    expect(await stage.versions(live.member)).toEqual([1]);
  });
});

describe('a table that has grown', () => {
  it('is looked at by the planner within seconds, and not again before it has doubled', async () => {
    const known = async (): Promise<{ rows: number; pages: number }> => (await stage.query<{ rows: number; pages: number }>(
      "SELECT reltuples::integer AS rows, relpages AS pages FROM pg_class WHERE oid = 'stage.rung'::regclass"))[0]!;
    const add = (rows: number) => stage.query('INSERT INTO rung (subject) SELECT repeat($1, 100) FROM generate_series(1, $2::integer)', ['x', rows]);
    await add(600);
    await eventually(async () => expect((await known()).rows).toBeGreaterThanOrEqual(600));
    const { pages } = await known();
    await add(100);
    await stage.query('SELECT keep_statistics()');
    expect((await known()).pages).toBe(pages);
  });
});

describe('a deadline', () => {
  const rung = async (subject: string): Promise<number> => (await stage.query('SELECT 1 FROM rung WHERE subject = $1', [subject])).length;
  const set = (subject: string, inMs: number): Promise<void> => stage.transactions.system(['bay'], (tx) =>
    setDeadline(tx, { process: 'bell', subject, kind: 'ring', dueAt: new Date(tx.now.getTime() + inMs) }));
  it('is taken once when it is due, by one of several processes', async () => {
    const second = await stage.start([]);
    await Promise.all(Array.from({ length: 20 }, (_, nth) => set(`due-${nth}`, 100)));
    await eventually(async () => expect(await rung('due-19')).toBe(1));
    await new Promise((later) => { setTimeout(later, 600); });
    expect((await stage.query("SELECT 1 FROM rung WHERE subject LIKE 'due-%'")).length).toBe(20);
    stage.messagings.splice(stage.messagings.indexOf(second), 1);
    await second.stop();
  });
  it('does not come when it was cancelled, and comes again when it was moved', async () => {
    await set('cancelled', 100);
    await stage.transactions.system(['bay'], (tx) => cancelDeadlines(tx, 'bell', 'cancelled'));
    await set('moved', 3_600_000);
    await set('moved', 100);
    await eventually(async () => expect(await rung('moved')).toBe(1));
    expect(await rung('cancelled')).toBe(0);
  });
  it('that fails stays, and holds up no other', async () => {
    await set('broken-1', 50);
    await set('after-broken', 100);
    await eventually(async () => expect(await rung('after-broken')).toBe(1));
    expect(await stage.query("SELECT tries FROM deadline WHERE subject = 'broken-1'")).toMatchObject([{ tries: expect.any(Number) }]);
  });
  it('waits for a request that has its thing in hand, and that request never waits for the deadline', async () => {
    const { id, member } = fresh();
    await stage.step('bay', id, member);
    const remind = (tx: Tx, inMs: number): Promise<void> =>
      setDeadline(tx, { process: 'thing', subject: id, kind: 'next', dueAt: new Date(tx.now.getTime() + inMs) });
    await stage.transactions.system(['bay'], async (tx) => {
      await tx.query('SELECT FROM thing WHERE id = $1 FOR UPDATE', [id]);
      await stage.transactions.system(['bay'], (before) => remind(before, 0));
      await eventually(async () => {
        expect(await stage.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).toHaveLength(1);
      });
      // Shorter than the server's search for deadlocks: whoever waits here at all is found out.
      await tx.query("SELECT set_config('lock_timeout', '300ms', true)");
      await remind(tx, 3_600_000);
    });
    await stage.transactions.system(['bay'], (tx) => setDeadline(tx, { process: 'bell', subject: `after ${id}`, kind: 'ring', dueAt: tx.now }));
    await eventually(async () => expect(await rung(`after ${id}`)).toBe(1));
    expect(await rung(id)).toBe(0);
    await stage.transactions.system(['bay'], (tx) => remind(tx, 0));
    await eventually(async () => expect(await rung(id)).toBe(1));
  });
});
