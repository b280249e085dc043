import type pg from 'pg';
import type { LogRecord } from '../model/facts.js';
import { Ledger, Violation } from '../model/ledger.js';
import { factOf } from './names.js';
import type { Statement } from './sessions.js';
import { type Incoming, places } from './simulated-log.js';
import type { Row, SimulatedWal } from './simulated-wal.js';
import { type Change, Twin } from './twin.js';

const placeNames = places.map(({ topic, partition }) => `${topic} ${partition}`);
const placeOf = (topic: unknown, partition: unknown): number => placeNames.indexOf(`${String(topic)} ${String(partition)}`);
type Seen = 'died' | 'commit-lost' | 'duplicate' | 'released' | 'discarded' | 'swapped' | 'discard-refused' | 'deadline' | 'waited-for-lock' | 'compared'
  | 'shared' | 'unacknowledged' | 'publish-failed' | 'in-part' | 'cut' | 'slot-lost' | 'reread' | 'copied' | 'reassigned' | 'time-jumped' | 'repeated';
export type Bitten = Map<Seen, number>;

/** Sees every transaction that the server has committed, and holds it against the ledger and against the model's reader. */
export class Observer {
  readonly ledger = new Ledger();
  readonly log: LogRecord[][] = places.map(() => []);
  readonly bitten: Bitten = new Map();
  generation = 1;
  /** What events said when they were committed, by their ids: nobody can read it any more where it was spoilt on the way. */
  private readonly values = new Map<string, string>();
  private readonly twins = new Map<number, Twin>();
  private readonly ids = new Map<string, number>();
  private readonly seen = new Set<string>();

  constructor(private readonly admin: pg.Client, private readonly wal: SimulatedWal, private readonly note: (what: () => string) => void) {
    this.twins.set(1, new Twin(1, this.log, false));
  }

  bite(what: Seen, times = 1): void {
    this.bitten.set(what, (this.bitten.get(what) ?? 0) + times);
  }

  get live(): Twin {
    return this.twins.get(this.generation)!;
  }

  logged(record: Incoming, place: number, from: 'relay' | 'outside'): void {
    const id = record.headers['ce_id']!;
    const fact = factOf(this.ids.get(id)!, { ...record, value: this.values.get(id)! });
    const known = { partition: place, offset: record.offset, fact };
    this.log[place]!.push(known);
    this.note(() => `    logged at ${place}/${record.offset} by ${from}: ${fact.aggregate}.v${fact.version} ${fact.kind}`);
    this.ledger.logs(known, from);
  }

  /** After each commit, before whoever committed knows. */
  async committed(statements: readonly Statement[]): Promise<void> {
    if (statements.some(({ text }) => text.includes('INSERT INTO outbox'))) await this.said();
    const kept = statements.filter(({ text }) => text.includes('INSERT INTO idempotency_key'));
    for (const key of kept.flatMap(({ values }) => values[3] as string[])) this.ledger.obeys(key);
    const took = new Set<string>();
    for (const { text, values } of statements) if (text.includes('INSERT INTO effect')) took.add(`${placeOf(values[0], values[1])}/${Number(values[2])}`);
    const begun = statements.find(({ text }) => text.includes('begin_rebuild'));
    if (begun) this.begin(Number(statements.find(({ text }) => text.includes('DELETE FROM reader_watermark'))!.values[1]));
    const swapped = statements.find(({ text }) => text.includes('UPDATE reader SET generation'));
    if (swapped) this.swap(Number(swapped.values[1]));
    const generation = generationOf(statements);
    if (generation !== undefined) await this.read(statements, generation, took);
    if (statements.some(({ text }) => text.startsWith('DELETE FROM parked_key WHERE id'))) await this.freed();
  }

  /** A key behind which nothing is left is no longer parked; its statements do not say of which generation it was. */
  private async freed(): Promise<void> {
    for (const [generation, twin] of this.twins) if (generation >= this.generation) await twin.compare(this.admin, placeNames);
  }

  private async said(): Promise<void> {
    const { rows } = await this.admin.query<{ position: string; recorded_at: Date; topic: Row['topic']; key: string; headers: string; value: string }>(
      'SELECT position, recorded_at, topic, key, headers, value FROM outbox ORDER BY position');
    const fresh = rows.filter(({ position }) => !this.seen.has(position));
    for (const { position, headers, ...row } of fresh) {
      this.seen.add(position);
      const read = JSON.parse(headers) as Record<string, string>;
      this.ids.set(read['ce_id']!, Number(position));
      this.values.set(read['ce_id']!, row.value);
      const fact = factOf(Number(position), { ...row, headers: read });
      this.note(() => `    committed: ${fact.aggregate}.v${fact.version} ${fact.kind} (${position})`);
      this.ledger.commits({ position: Number(position), recordedAt: 0, fact });
      if (fact.kind === 'reminded') this.bite('deadline');
    }
    this.wal.commit(fresh.map(({ position, recorded_at: recordedAt, topic, key, headers, value }) =>
      ({ position: BigInt(position), recordedAt, topic, key, partition: null, headers, value })));
  }

  private begin(generation: number): void {
    this.ledger.clears(generation);
    this.twins.set(generation, new Twin(generation, this.log, true, this.live.discards));
  }

  private swap(generation: number): void {
    this.bite('swapped');
    this.generation = generation;
  }

  private async read(statements: readonly Statement[], generation: number, took: ReadonlySet<string>): Promise<void> {
    const twin = this.twins.get(generation);
    if (!twin) throw new Violation('twin', `something was done in generation ${generation}, which does not exist`);
    const changes = changesOf(statements, this.log);
    if (changes.length === 0 && took.size === 0) return;
    for (const place of took) {
      const [partition, offset] = place.split('/').map(Number) as [number, number];
      this.ledger.effects(generation, { record: this.log[partition]![offset]! }, generation === this.generation);
      this.note(() => `    effective in generation ${generation}: ${place}`);
    }
    for (const change of changes) {
      if (change.kind === 'discarded') this.givenUp(statements);
      if (change.kind === 'discarded' || change.kind === 'released') this.bite(change.kind);
      twin.follow(change, took);
    }
    this.bite('compared');
    if (changes.filter(({ kind }) => kind === 'slice').length > 1) this.bite('shared');
    await twin.compare(this.admin, placeNames);
  }

  private givenUp(statements: readonly Statement[]): void {
    const { values } = statements.find(({ text }) => text.includes('INSERT INTO discarded_event'))!;
    const [, , topic, partitions, offsets] = values as [string, string, string, number[], number[]];
    for (const [nth, offset] of offsets.entries()) this.ledger.discards(this.log[placeOf(topic, partitions[nth])]![offset]!, this.generation);
  }

  /** At the end: nothing is missing in the ledger, and the table of effects is what was seen. */
  async reckon(): Promise<void> {
    const { rows } = await this.admin.query<{ topic: string; partition: number; record_offset: string }>(
      'SELECT topic, partition, record_offset FROM effect ORDER BY nth');
    this.ledger.reckon(rows.map((row) => ({ record: this.log[placeOf(row.topic, row.partition)]![Number(row.record_offset)]! })));
    this.bite('duplicate', this.live.duplicates);
  }
}

function generationOf(statements: readonly Statement[]): number | undefined {
  const found = statements.find(({ text }) => /FROM (reader_watermark|reader_version|parked_key) WHERE reader = \$1 AND generation = \$2/.test(text));
  return found ? Number(found.values[1]) : undefined;
}

/** What a transaction did to the reader's tables, told by its statements. */
function changesOf(statements: readonly Statement[], log: readonly (readonly LogRecord[])[]): Change[] {
  const changes: Change[] = [];
  const discards = statements.find(({ text }) => text.includes('INSERT INTO discarded_event'));
  if (discards) {
    const [, , topic, partitions, offsets] = discards.values as [string, string, string, number[], number[]];
    return offsets.length === 0 ? [] : [{ kind: 'discarded', key: log[placeOf(topic, partitions[0])]![offsets[0]!]!.fact.key }];
  }
  for (const { text, values } of statements) {
    if (text.includes('UPDATE reader_watermark')) {
      const [, , topic, partitions, next] = values as [string, string, string, number[], number[]];
      for (const [nth, partition] of partitions.entries()) changes.push({ kind: 'slice', place: placeOf(topic, partition), next: next[nth]! });
    }
    if (text.includes('DELETE FROM parked_event')) {
      const [, partition, offset] = values as [string, number, number];
      const known = statements.find(({ text: each }) => each.includes('FROM reader_version'))!;
      changes.push({ kind: 'released', place: placeOf(known.values[2], partition), offset });
    }
  }
  return changes;
}
