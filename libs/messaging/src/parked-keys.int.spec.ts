import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { KafkaLog } from './kafka-log.js';
import { ParkedKeys } from './parked-keys.js';
import { readerParts } from './reader.js';
import { Effects, Stage, eventually } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
  await stage.start();
});
afterAll(() => stage.close());

const fresh = (): { id: string; member: string } => ({ id: randomUUID(), member: randomUUID() });

describe('an event behind a parked key', () => {
  it('is no gap and no loss where an operator discards a repeat, or what came before its time', async () => {
    const [{ id, member }, other, early] = [fresh(), randomUUID(), randomUUID()];
    await stage.publish([{ id, member, version: 1 }, { id, member, version: 2 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([1, 2]));
    await stage.query("INSERT INTO switch VALUES ($1, 'refuse')", [member]);
    await stage.publish([{ id: other, member, version: 1 }, { id, member, version: 1 }, { id: early, member, version: 2 }]);
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ events: 3 }]));
    await stage.messagings[0]!.discard((await stage.parked(member))[0]!.id);
    await stage.query('DELETE FROM switch WHERE key = $1', [member]);
    expect(await stage.parked(member)).toMatchObject([{ kind: 'waiting', reason: 'version-gap', events: 1 }]);
    await stage.publish([{ id, member, version: 3 }, { id: early, member, version: 1 }]);
    const versionsOfThing = async (thing: string): Promise<number[]> =>
      (await stage.effects(member)).filter(({ aggregate }) => aggregate === thing).map(({ version }) => version);
    await eventually(async () => expect(await versionsOfThing(early)).toEqual([1, 2]));
    await eventually(async () => expect(await versionsOfThing(id)).toEqual([1, 2, 3]));
  });
  it('takes effect once when its repeat comes just as its key becomes free', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO switch VALUES ($1, 'refuse')", [member]);
    await stage.publish([{ id, member, version: 1 }]);
    await eventually(async () => expect(await stage.parked(member)).toHaveLength(1));
    const releasing = new pg.Client(stage.adminUrl);
    await releasing.connect();
    await releasing.query(`SET search_path = stage; BEGIN; SELECT FROM parked_key WHERE key = '${member}' FOR UPDATE`);
    await stage.publish([{ id, member, version: 1 }]);
    await eventually(async () => expect(await stage.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM parked_key%'")).toHaveLength(1));
    await releasing.query("INSERT INTO effect (tenant, aggregate, version, member) VALUES ('bay', $1, 1, $2)", [id, member]);
    await releasing.query("INSERT INTO reader_version VALUES ('effects', (SELECT generation FROM reader WHERE name = 'effects'), 'hhp.referral', $1, 1)", [id]);
    await releasing.query("DELETE FROM switch; DELETE FROM parked_key; COMMIT");
    await releasing.end();
    await stage.publish([{ id, member, version: 2 }]);
    await eventually(async () => expect((await stage.versions(member)).at(-1)).toBe(2));
    expect(await stage.versions(member)).toEqual([1, 2]);
  });
  it('finds its turn also when it came after more than a page of later ones', async () => {
    const { id, member } = fresh();
    await stage.publish(Array.from({ length: 60 }, (_, nth) => ({ id, member, version: nth + 2 })));
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ events: 60 }]));
    await stage.publish([{ id, member, version: 1 }]);
    await eventually(async () => expect((await stage.versions(member)).at(-1)).toBe(61));
  });
});

describe('a key that is released too early', () => {
  it('says why it stands still: what refused it, by its code', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO switch VALUES ($1, 'refuse')", [member]);
    await stage.publish([{ id, member, version: 1 }]);
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ reason: 'switched-off' }]));
    const release = async (): Promise<void> => stage.messagings[0]!.release((await stage.parked(member))[0]!.id);
    await expect(release()).rejects.toMatchObject({ code: 'switched-off' });
    expect(await stage.parked(member)).toMatchObject([{ kind: 'refused', reason: 'switched-off' }]);
    await stage.query('DELETE FROM switch WHERE key = $1', [member]);
    await stage.query('UPDATE parked_event SET value = $1', ['{}']);
    await expect(release()).rejects.toMatchObject({ code: 'contract-broken' });
    expect((await stage.parked(member))[0]!.reason).toMatch(/^contract-broken:referralId,/);
    await stage.messagings[0]!.discard((await stage.parked(member))[0]!.id);
  });
});

describe('a rebuild that was taken over', () => {
  it('leaves its waiting keys alone: what it would write might be the live tables', async () => {
    const { id, member } = fresh();
    await stage.publish([{ id, member, version: 2 }]);
    await eventually(async () => expect(await stage.parked(member)).toHaveLength(1));
    await stage.query("UPDATE reader SET rests_until = clock_timestamp() + interval '1 minute'");
    await stage.query(`INSERT INTO reader_version SELECT name, generation, 'hhp.referral', $1, 1 FROM reader`, [id]);
    let asked = 0;
    const deposed = new ParkedKeys(stage.transactions, new Map([['effects', readerParts(new Effects())]]), {
      which: 'true', prepare: async () => ++asked < 0,
    });
    deposed.start();
    await eventually(async () => expect(asked).toBeGreaterThan(1));
    await deposed.stop();
    expect(await stage.versions(member)).toEqual([]);
    await stage.query('UPDATE reader SET rests_until = NULL');
    await eventually(async () => expect(await stage.versions(member)).toEqual([2]));
    await stage.publish([{ id, member, version: 1 }]); // the log has no gap for the rebuilds to come
  });
});

describe('a key that waits in a rebuild', () => {
  it('still finds its tables when it had to wait for the lock of its reader', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO reader_version SELECT name, generation, 'hhp.referral', $1, 1 FROM reader", [id]);
    await stage.publish([{ id, member, version: 2 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([2]));
    const rebuilding = stage.messagings[0]!.rebuild('effects');
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ kind: 'waiting' }]));
    const renewing = new pg.Client(stage.adminUrl);
    await renewing.connect();
    await renewing.query('BEGIN; UPDATE stage.reader SET rebuilds_until = rebuilds_until');
    await eventually(async () => expect(await stage.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%search_path%'")).not.toEqual([]));
    await renewing.query('COMMIT');
    await renewing.end();
    await stage.publish([{ id, member, version: 1 }]);
    await rebuilding;
    expect(await stage.parked(member)).toEqual([]);
    expect(await stage.versions(member)).toEqual([1, 2]);
  });
  it('ends the rebuild when what it waits for is on the log no more, and the live reader keeps what it has', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO reader_version SELECT name, generation, 'hhp.referral', $1, 1 FROM reader", [id]);
    await stage.publish([{ id, member, version: 2 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([2]));
    const rebuilding = expect(stage.messagings[0]!.rebuild('effects')).rejects.toMatchObject({ code: 'rebuild-incomplete' });
    await eventually(async () => expect(await stage.query('SELECT FROM reader WHERE rests_until > clock_timestamp()')).toHaveLength(1));
    await stage.query("UPDATE reader SET rests_until = clock_timestamp() - interval '1 second'");
    await rebuilding;
    await stage.publish([{ id, member, version: 3 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([2, 3]));
    await stage.publish([{ id, member, version: 1 }]); // the log has no gap for the rebuilds to come
  });
});

describe('what an operator decides', () => {
  it('is refused while a rebuild reads, which would undo it', async () => {
    const { id, member } = fresh();
    await stage.query("INSERT INTO switch VALUES ($1, 'refuse')", [member]);
    await stage.publish([{ id, member, version: 1 }]);
    await eventually(async () => expect(await stage.parked(member)).toHaveLength(1));
    const parked = (await stage.parked(member))[0]!.id;
    await stage.query("UPDATE reader SET rebuild = uuidv7(), rebuilds_until = clock_timestamp() + interval '1 minute'");
    await expect(stage.messagings[0]!.discard(parked)).rejects.toMatchObject({ code: 'rebuild-under-way' });
    await expect(stage.messagings[0]!.release(parked)).rejects.toMatchObject({ code: 'rebuild-under-way' });
    await stage.query("UPDATE reader SET rebuilds_until = clock_timestamp() - interval '1 second'");
    await stage.messagings[0]!.discard(parked);
  });
  it('holds in a rebuild, also for what cannot be read', async () => {
    const { id, member } = fresh();
    const log = new KafkaLog(stage.place);
    const headers = {
      ce_id: randomUUID(), ce_type: 'ReferralVoided', ce_tenant: 'bay', ce_time: '2019-09-13T16:30:00Z', ce_subject: id, ce_aggregateversion: '1',
    };
    await log.publish([{ topic: 'hhp.referral', key: member, partition: null, headers, value: '{' }]);
    await log.close();
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ reason: 'data-unreadable' }]));
    await stage.messagings[0]!.discard((await stage.parked(member))[0]!.id);
    await stage.publish([{ id, member, version: 2 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([2]));
    await stage.messagings[0]!.rebuild('effects');
    expect(await stage.parked(member)).toEqual([]);
    expect(await stage.versions(member)).toEqual([2]);
  });
  it('holds in a rebuild also for the copies that came later, and for what stands behind a key there', async () => {
    const [{ id, member }, other] = [fresh(), randomUUID()];
    await stage.query("INSERT INTO switch VALUES ($1, 'refuse')", [member]);
    await stage.publish([{ id: other, member, version: 1 }]);
    await eventually(async () => expect(await stage.parked(member)).toHaveLength(1));
    // From outside, and shuffled: in a rebuild the third stands behind a gap, and the second behind the third.
    await stage.publish([{ id, member, version: 1 }, { id, member, version: 3 }, { id, member, version: 2 }]);
    await eventually(async () => expect(await stage.parked(member)).toMatchObject([{ events: 4 }]));
    await stage.messagings[0]!.discard((await stage.parked(member))[0]!.id);
    await stage.query('DELETE FROM switch WHERE key = $1', [member]);
    await stage.publish([{ id, member, version: 2 }, { id, member, version: 3 }, { id, member, version: 4 }]);
    await eventually(async () => expect(await stage.versions(member)).toEqual([4]));
    await stage.messagings[0]!.rebuild('effects');
    expect(await stage.parked(member)).toEqual([]);
    expect(await stage.versions(member)).toEqual([4]);
  });
});
