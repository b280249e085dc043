import { asFastAsAnswered } from '../load/load.js';
import { type Contender, type Figures, Wrong, mustBe } from '../run/bench.js';
import { cpuMicros, memoryMiB } from '../run/processes.js';
import type { OwnDatabase } from '../servers/database.js';
import { readTopic, untilRecords } from '../servers/kafka.js';
import type { Program } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { coordinator, needCommands } from './commands.js';

/** A program that accepts the commands, and the tables in which each accepted one leaves exactly one row. */
export interface Accepting {
  readonly name: string;
  readonly program: Program;
  readonly database: OwnDatabase;
  readonly members: readonly string[];
  readonly tables: readonly string[];
  readonly topic: string;
  /** The outbox in the order of its rows: `key` and `id` of each event. */
  readonly saidSql: string;
}

export interface Pace {
  readonly connections: number;
  /** Of a round, by its number. */
  readonly warmUpSeconds: (round: number) => number;
  readonly seconds: number;
}

/** A round: a warm-up that does not count, then as many commands as get through; what they left behind is counted, in Kafka too. */
export function acceptor(servers: Servers, one: Accepting, pace: Pace): Contender {
  const { program, database, topic, tables } = one;
  return { name: one.name, round: async (nth): Promise<Figures> => {
    const load = { url: program.url, connections: pace.connections, next: needCommands(one.members, await servers.issuer.tokenFor(coordinator)) };
    await asFastAsAnswered(load, pace.warmUpSeconds(nth));
    const before = await countsOf(database, tables);
    await untilRecords(servers.brokers, topic, before[0]!, 60_000);
    const pids = [program.pid, servers.postgresPid, servers.kafkaPid];
    const cpu = cpuMicros(pids);
    const { done, seconds, p50, p99 } = await asFastAsAnswered(load, pace.seconds);
    const memory = memoryMiB([program.pid]);
    await untilRecords(servers.brokers, topic, before[0]! + done, 60_000);
    const spent = cpuMicros(pids) - cpu;
    const after = await countsOf(database, tables);
    tables.forEach((table, nth) => { mustBe(`${one.name}: rows in ${table}`, after[nth]! - before[nth]!, done); });
    return { perSecond: done / seconds, cpuMicros: spent / done, memoryMiB: memory, more: { p50Ms: p50, p99Ms: p99 } };
  } };
}

/** What a command leaves: what the audit says is of nobody's command. */
const countedOf: Readonly<Record<string, string>> = { audit_entry: "kind = 'change'", outbox: "topic NOT LIKE 'hhp.audit%'" };
const countsOf = (database: OwnDatabase, tables: readonly string[]): Promise<number[]> => 
  Promise.all(tables.map((table) => database.count(table, countedOf[table] ?? 'true')));

/** Every event of the outbox is in Kafka once, and those of one member in their order. */
export async function mustBeRelayed({ brokers }: Servers, { name, database, topic, saidSql }: Accepting): Promise<void> {
  const said = await database.query<{ key: string; id: string }>(saidSql);
  const inKafka = new Map<string, string[]>();
  const expected = new Map<string, string[]>();
  for (const { key, id } of said) add(expected, key, id);
  await readTopic(brokers, topic, said.length, ({ key, headers }) => { add(inKafka, key, headers['ce_id'] ?? ''); });
  for (const [key, ids] of expected) {
    if (String(inKafka.get(key)) !== String(ids)) throw new Wrong(`${name}: the events of a member are not in Kafka as they were said`);
  }
}

function add(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}
