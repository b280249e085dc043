import { randomUUID } from 'node:crypto';
import type { Topic } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { ConsumerRunner, type RunnerPorts } from './consumer-runner.js';
import { crashPoint } from './crash-point.js';
import { rest } from './rest.js';
import { ParkedKeys } from './parked-keys.js';
import type { ReaderParts } from './reader.js';
import type { Tx } from './tx.js';

export interface Rebuilt {
  readonly reader: string;
  readonly events: number;
  readonly seconds: number;
}

/** A rebuild whose process died is over after this, and the next one may begin. */
const lease = "clock_timestamp() + interval '30 seconds'";
const renewMs = 5_000;
const released = 'rebuild = NULL, rebuilds_until = NULL, rests_until = NULL';

const tooSlow = (): Refused =>
  new Refused('rebuild-too-slow', 'The rebuild did not catch up while the reader was at rest; try again', 'unavailable');
/** All that the live reader has read was read, and keys wait here that do not wait there: what they wait for is on the log no more. */
const incomplete = (): Refused =>
  new Refused('rebuild-incomplete', 'The log no longer holds everything that this reader applied; the reader goes on with what it has', 'conflict', ['reader']);

type Marks = ReadonlyMap<string, number>;
const reached = (marks: Marks, goal: Marks): boolean => [...goal].every(([place, next]) => (marks.get(place) ?? 0) >= next);

/**
 * Makes a projection anew from the log while the live one goes on: shadow tables, a generation of watermarks of its own, then, with the live
 * reader at rest for a moment, the change of places in one transaction.
 */
export class Rebuild {
  private readonly id = randomUUID();

  constructor(private readonly ports: RunnerPorts, private readonly reader: ReaderParts) {
    if (!reader.tables?.length) throw new Refused('reader-not-rebuildable', 'This reader keeps more than what its topics say', 'conflict', ['reader']);
  }

  async run(): Promise<Rebuilt> {
    const began = performance.now();
    const goal = await this.ends();
    const { shadow, generation } = await this.ports.transactions.system([], (tx) => this.begin(tx));
    try {
      const events = await this.fill(shadow, generation, goal);
      crashPoint('rebuild.before-swap');
      await this.ports.transactions.system([], (tx) => this.finish(tx, generation));
      return { reader: this.reader.name, events, seconds: (performance.now() - began) / 1000 };
    } catch (failure) {
      // The live reader goes on at once; the shadow is thrown away by the next rebuild.
      await this.ports.transactions.system([], (tx) => tx.query(`UPDATE reader SET ${released} WHERE name = $1 AND rebuild = $2`, [this.reader.name, this.id]));
      throw failure;
    }
  }

  /** Reads everything into the shadow; at last, with the live reader at rest, what that one had read too. Answers how many records that were. */
  private async fill(shadow: string, generation: number, goal: Marks): Promise<number> {
    const { name } = this.reader;
    // Named once and for all: a statement that has waited for the row's lock is evaluated again, and `current_schema()` is the shadow by then.
    const path = `${shadow}, ${shadow.slice(0, -`__${name}`.length)}`;
    const prepare = async (tx: Tx): Promise<boolean> => {
      // Nothing is lost by a commit that does not wait for the disk: what a crash takes of the shadow it takes with its watermark, and the swap waits.
      const [own] = await tx.query(
        `SELECT set_config('search_path', $1, true), set_config('synchronous_commit', 'off', true) FROM reader WHERE name = $2 AND rebuild = $3 FOR SHARE`,
        [path, name, this.id]);
      return own !== undefined;
    };
    const runner = new ConsumerRunner(this.reader, { identity: { name, generation }, prepare, rebuilds: true }, this.ports);
    const which = `k.reader = '${name}' AND k.generation = ${generation}`;
    const waiting = new ParkedKeys(this.ports.transactions, new Map([[name, this.reader]]), { which, prepare });
    waiting.start();
    try {
      await runner.start(`hhp.${this.ports.service}.${name}.rebuild.${this.id}`);
      await this.until(async () => reached(await this.marks(generation), goal));
      crashPoint('rebuild.midway');
      await this.own("rests_until = clock_timestamp() + interval '30 seconds'");
      const live = await this.marks(generation - 1);
      await this.until(async () => {
        const level = reached(await this.marks(generation), live);
        if (level && !(await this.waitsMore(generation))) return true;
        if (!(await this.rests())) throw level ? incomplete() : tooSlow();
        return false;
      });
    } finally {
      await runner.stop();
      await waiting.stop();
    }
    return [...(await this.marks(generation)).values()].reduce((sum, next) => sum + next, 0);
  }

  /** One rebuild of a reader at a time: two would write into one shadow by one set of watermarks. */
  private async begin(tx: Tx): Promise<{ shadow: string; generation: number }> {
    const { name } = this.reader;
    const [row] = await tx.query<{ generation: number }>(
      `UPDATE reader SET rebuild = $2, rebuilds_until = ${lease} WHERE name = $1 AND coalesce(rebuilds_until < clock_timestamp(), true)
       RETURNING generation`, [name, this.id]);
    if (!row) throw new Refused('rebuild-under-way', 'This reader is being rebuilt', 'conflict', ['reader']);
    const generation = row.generation + 1;
    for (const table of ['reader_watermark', 'reader_version', 'parked_key']) {
      await tx.query(`DELETE FROM ${table} WHERE reader = $1 AND generation = $2`, [name, generation]);
    }
    const [made] = await tx.query<{ shadow: string }>('SELECT begin_rebuild($1) AS shadow', [name]);
    return { shadow: made!.shadow, generation };
  }

  /** The live reader is at rest and behind or level, so nothing it did is missing here; from now on the new tables are the live ones. */
  private async finish(tx: Tx, generation: number): Promise<void> {
    const { name, tables } = this.reader;
    const [row] = await tx.query('SELECT 1 FROM reader WHERE name = $1 AND rebuild = $2 AND rests_until > clock_timestamp() FOR UPDATE', [name, this.id]);
    if (!row) throw tooSlow();
    await tx.query('SELECT finish_rebuild($1, $2::text[])', [name, tables]);
    await tx.query(`UPDATE reader SET generation = $2, ${released} WHERE name = $1`, [name, generation]);
    for (const table of ['reader_watermark', 'reader_version', 'parked_key']) {
      await tx.query(`DELETE FROM ${table} WHERE reader = $1 AND generation < $2`, [name, generation]);
    }
  }

  /** Keeps the rebuild ours, and changes what else is said; one that was taken over after it had slept too long ends here. */
  private async own(change = ''): Promise<void> {
    const [row] = await this.ports.transactions.system([], (tx) => tx.query(
      `UPDATE reader SET rebuilds_until = ${lease}${change ? `, ${change}` : ''} WHERE name = $1 AND rebuild = $2 RETURNING 1`, [this.reader.name, this.id]));
    if (!row) throw new Refused('rebuild-taken-over', 'Another rebuild of this reader has begun meanwhile', 'conflict', ['reader']);
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

  private async rests(): Promise<boolean> {
    const rows = await this.ports.transactions.system([], (tx) => tx.query(
      'SELECT FROM reader WHERE name = $1 AND rebuild = $2 AND rests_until > clock_timestamp()', [this.reader.name, this.id]));
    return rows.length > 0;
  }

  private async until(done: () => Promise<boolean>): Promise<void> {
    for (let owned = performance.now(); !(await done()); await rest(50)) {
      if (performance.now() - owned < renewMs) continue;
      await this.own();
      owned = performance.now();
    }
  }
}
