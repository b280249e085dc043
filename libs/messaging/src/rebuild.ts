import { randomUUID } from 'node:crypto';
import type { Topic } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { ConsumerRunner, type RunnerPorts } from './consumer-runner.js';
import { rest } from './outbox-relay.js';
import { ParkedKeys } from './parked-keys.js';
import type { ReaderParts } from './reader.js';
import type { Tx } from './tx.js';

export interface Rebuilt {
  readonly reader: string;
  readonly events: number;
  readonly seconds: number;
}

type Marks = ReadonlyMap<string, number>;
const reached = (marks: Marks, goal: Marks): boolean => [...goal].every(([place, next]) => (marks.get(place) ?? 0) >= next);

/**
 * Makes a projection anew from the log while the live one goes on: shadow tables, a generation of watermarks of its own, then, with the live
 * reader at rest for a moment, the change of places in one transaction.
 */
export class Rebuild {
  constructor(private readonly ports: RunnerPorts, private readonly reader: ReaderParts) {
    if (!reader.tables?.length) throw new Refused('reader-not-rebuildable', 'This reader keeps more than what its topics say', 'conflict', ['reader']);
  }

  async run(): Promise<Rebuilt> {
    const { transactions } = this.ports;
    const { name } = this.reader;
    const began = performance.now();
    const goal = await this.ends();
    const { shadow, generation } = await transactions.system([], (tx) => this.begin(tx));
    const prepare = async (tx: Tx): Promise<boolean> => {
      await tx.query("SELECT set_config('search_path', $1 || ', ' || current_schema(), true)", [shadow]);
      return true;
    };
    const runner = new ConsumerRunner(this.reader, { identity: { name, generation }, prepare, rebuilds: true }, this.ports);
    const waiting = new ParkedKeys(transactions, new Map([[name, this.reader]]), { which: `k.reader = '${name}' AND k.generation = ${generation}`, prepare });
    waiting.start();
    try {
      await runner.start(`hhp.${this.ports.service}.${name}.rebuild.${randomUUID()}`);
      await this.until(async () => reached(await this.marks(generation), goal));
      await transactions.system([], (tx) => tx.query(
        "UPDATE reader SET rests_until = clock_timestamp() + interval '30 seconds' WHERE name = $1", [name]));
      const live = await this.marks(generation - 1);
      await this.until(async () => reached(await this.marks(generation), live) && !(await this.waitsMore(generation)));
    } finally {
      await runner.stop();
      await waiting.stop();
    }
    const events = [...(await this.marks(generation)).values()].reduce((sum, next) => sum + next, 0);
    await transactions.system([], (tx) => this.finish(tx, generation));
    return { reader: name, events, seconds: (performance.now() - began) / 1000 };
  }

  private async begin(tx: Tx): Promise<{ shadow: string; generation: number }> {
    const { name } = this.reader;
    const [row] = await tx.query<{ generation: number }>('SELECT generation FROM reader WHERE name = $1 FOR UPDATE', [name]);
    const generation = row!.generation + 1;
    for (const table of ['reader_watermark', 'reader_version', 'parked_key']) {
      await tx.query(`DELETE FROM ${table} WHERE reader = $1 AND generation = $2`, [name, generation]);
    }
    const [made] = await tx.query<{ shadow: string }>('SELECT begin_rebuild($1) AS shadow', [name]);
    return { shadow: made!.shadow, generation };
  }

  /** The live reader is at rest and behind or level, so nothing it did is missing here; from now on the new tables are the live ones. */
  private async finish(tx: Tx, generation: number): Promise<void> {
    const { name, tables } = this.reader;
    const [row] = await tx.query(
      'SELECT 1 FROM reader WHERE name = $1 AND generation = $2 - 1 AND rests_until > clock_timestamp() FOR UPDATE', [name, generation]);
    // The live reader may have begun again, or another rebuild was faster: nothing is lost, the shadow is thrown away by the next one.
    if (!row) throw new Refused('rebuild-too-slow', 'The rebuild did not catch up while the reader was at rest; try again', 'unavailable');
    await tx.query('SELECT finish_rebuild($1, $2::text[])', [name, tables]);
    await tx.query('UPDATE reader SET generation = $2, rests_until = NULL WHERE name = $1', [name, generation]);
    for (const table of ['reader_watermark', 'reader_version', 'parked_key']) {
      await tx.query(`DELETE FROM ${table} WHERE reader = $1 AND generation < $2`, [name, generation]);
    }
  }

  private async ends(): Promise<Marks> {
    const all = await Promise.all(this.reader.topics.map(async (topic) =>
      (await this.ports.log.offsets(topic)).filter(({ first, next }) => next > first).map(({ partition, next }) => [`${topic} ${partition}`, next] as const)));
    return new Map(all.flat());
  }

  private async marks(generation: number): Promise<Marks> {
    const rows = await this.ports.transactions.system([], (tx) => tx.query<{ topic: Topic; partition: number; next_offset: string }>(
      'SELECT topic, partition, next_offset FROM reader_watermark WHERE reader = $1 AND generation = $2', [this.reader.name, generation]));
    return new Map(rows.map((row) => [`${row.topic} ${row.partition}`, Number(row.next_offset)]));
  }

  /** Whether a key waits here that does not wait in the live tables. */
  private async waitsMore(generation: number): Promise<boolean> {
    const rows = await this.ports.transactions.system([], (tx) => tx.query(
      `SELECT 1 FROM parked_key k WHERE k.reader = $1 AND k.generation = $2 AND k.kind = 'waiting' AND NOT EXISTS (
         SELECT FROM parked_key l WHERE l.reader = k.reader AND l.generation = $2 - 1 AND l.topic = k.topic AND l.key = k.key) LIMIT 1`,
      [this.reader.name, generation]));
    return rows.length > 0;
  }

  private async until(done: () => Promise<boolean>): Promise<void> {
    for (const never = new AbortController(); !(await done()); ) await rest(50, never.signal);
  }
}
