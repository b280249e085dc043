import { randomUUID } from 'node:crypto';
import { KafkaLog } from './kafka-log.js';
import { OutboxRelay } from './outbox-relay.js';
import { readAll } from './outside.js';
import { serverSource } from './relay-source.js';
import { rest } from './rest.js';
import { Slot } from './slot.js';
import { Stage, eventually } from './stage.js';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

const versionsIn = async (member: string): Promise<number[]> =>
  (await readAll(stage.place, 'hhp.referral')).filter(({ key }) => key === member).map(({ version }) => version);
const upTo = (last: number): number[] => Array.from({ length: last }, (_, nth) => nth + 1);
const firstOfEach = (versions: number[]): number[] => [...new Set(versions)];
async function steps(id: string, member: string, count: number): Promise<void> {
  for (let step = 0; step < count; step++) await stage.step('bay', id, member);
}

describe('the relay', () => {
  it('says what was committed while no relay ran', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await stage.start();
    await steps(id, member, 5);
    await stage.messagings.pop()!.stop();
    await steps(id, member, 20);
    await stage.start();
    await eventually(async () => expect(firstOfEach(await versionsIn(member))).toEqual(upTo(25)));
    await eventually(async () => expect((await stage.effects(member)).map(({ version }) => version)).toEqual(upTo(25)));
  });
  it('waits while another holds the slot, and takes over when that one is gone', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    const first = await stage.start();
    const second = await stage.start();
    const connected = async (): Promise<boolean[]> => [(await first.status()).relay.connected, (await second.status()).relay.connected].filter(Boolean);
    // Before that, what is said while the slot is made comes by both ways.
    await eventually(async () => expect(await connected()).toHaveLength(1));
    await steps(id, member, 5);
    await eventually(async () => expect(await versionsIn(member)).toEqual(upTo(5)));
    expect(await connected()).toHaveLength(1);
    const holder = (await first.status()).relay.connected ? first : second;
    stage.messagings.splice(stage.messagings.indexOf(holder), 1);
    await holder.stop();
    await steps(id, member, 5);
    await eventually(async () => expect(firstOfEach(await versionsIn(member))).toEqual(upTo(10)));
    await eventually(async () => expect((await stage.effects(member)).map(({ version }) => version)).toEqual(upTo(10)));
  });
  it('loses nothing when the server loses its slot, and readers drop what comes again', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await stage.start();
    await steps(id, member, 5);
    await eventually(async () => expect(await stage.effects(member)).toHaveLength(5));
    await stage.messagings.pop()!.stop();
    await steps(id, member, 5);
    await stage.query("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()");
    await stage.start();
    await steps(id, member, 5);
    await eventually(async () => expect(firstOfEach(await versionsIn(member))).toEqual(upTo(15)));
    await eventually(async () => expect((await stage.effects(member)).map(({ version }) => version)).toEqual(upTo(15)));
  });
  it('lets the server forget WAL also when this service has nothing to say', async () => {
    const messaging = await stage.start();
    const other = async (): Promise<unknown> => stage.query("SELECT pg_logical_emit_message(true, 'other', repeat('x', 2000000))");
    for (let time = 0; time < 5; time++) await other();
    await eventually(async () => {
      await other();
      expect((await messaging.status()).relay.slotBytes).toBeLessThan(8_000_000);
    }, 40_000);
  });
  it('comes back when its connection is cut', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await stage.start();
    await steps(id, member, 3);
    await stage.query("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = current_database() AND active");
    await steps(id, member, 3);
    await eventually(async () => expect(firstOfEach(await versionsIn(member))).toEqual(upTo(6)));
  });
  it('reads again what was committed at one moment, and leaves to the slot what is committed meanwhile', async () => {
    const [id, member, later] = [randomUUID(), randomUUID(), randomUUID()];
    await steps(id, member, 3);
    const slot = await Slot.of(stage.urls.relayUrl);
    await slot.prepare();
    const read: string[] = [];
    await slot.missed(async (rows) => {
      read.push(...rows.map(({ key }) => key));
      if (read.length === 3) await steps(randomUUID(), later, 2);
    });
    expect(read).toEqual([member, member, member]);
  });
  it('recovers alone: a second one comes again later', async () => {
    const [slot, second] = [await Slot.of(stage.urls.relayUrl), await Slot.of(stage.urls.relayUrl)];
    await slot.alone(async () => {
      await expect(second.alone(async () => undefined)).rejects.toThrow('recovers');
    });
    await expect(second.alone(async () => 'then')).resolves.toBe('then');
  });
  it('leaves no hole when it dies between making its slot and reading what was said before', async () => {
    const [id, member] = [randomUUID(), randomUUID()];
    await steps(id, member, 3);
    const slot = await Slot.of(stage.urls.relayUrl);
    await slot.prepare();
    await steps(id, member, 3);
    await stage.start();
    await eventually(async () => expect(firstOfEach(await versionsIn(member))).toEqual(upTo(6)));
  });
  it('gives up when its connection comes back to a server that stands before what it has confirmed', async () => {
    const source = serverSource(stage.urls.relayUrl);
    const given = (end: bigint): Promise<Error> => new Promise((failed) => {
      // One connection in which the server told of this position, then the real server.
      let connections = 0;
      const once = { confirm: () => undefined, pause: () => undefined, resume: () => undefined, stop: () => Promise.resolve() };
      const relay = new OutboxRelay({
        slot: source.slot,
        stream: (slot) => (connections++ > 0 ? source.stream(slot) : { ...once, run: async (take) => { take({ kind: 'keepalive', end }); await rest(50); } }),
      }, new KafkaLog(stage.place), failed);
      relays.push(relay);
      void relay.start();
    });
    const relays: OutboxRelay[] = [];
    const passed = given(1n);
    await eventually(async () => expect((await relays[0]!.status()).connected).toBe(true));
    await relays[0]!.stop();
    await expect(given(2n ** 62n)).resolves.toMatchObject({ message: 'The database went back behind what was relayed' });
    expect(await Promise.race([passed, rest(1).then(() => 'goes on')])).toBe('goes on');
    await relays[1]!.stop();
  });
});
