import type { Topic } from '@hhp/contracts';
import { Refused, notFound } from '@hhp/domain-kit';
import { applyEffects } from './apply-effects.js';
import { crashPoint } from './crash-point.js';
import { isTransient } from './database.js';
import type { Incoming } from './log.js';
import { Loop } from './loop.js';
import { NotYet, type ReaderParts, StillRefused, reasonOf } from './reader.js';
import { type Known, type SlicePlan, placeOf, planSlice } from './slice.js';
import { type ReaderIdentity, discardedAmong, knownFor, recordsBehind, saveVersions } from './slice-store.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

/** A key of a reader that stands still, as an operator sees it: ids and reasons, no data. */
export interface ParkedKey {
  readonly id: string;
  readonly reader: string;
  readonly topic: string;
  readonly key: string;
  /** `waiting` is tried again by itself; `refused` waits for a person. */
  readonly kind: 'waiting' | 'refused';
  readonly reason: string;
  readonly since: Date;
  readonly tries: number;
  readonly events: number;
}

const keyById = 'SELECT id, reader, generation, topic, key, tries FROM parked_key WHERE id = $1';
const tickMs = 50;
const atOnce = 20;
interface Row { readonly id: string; readonly reader: string; readonly generation: number; readonly topic: Topic; readonly key: string; readonly tries: number }

/** Whose waiting keys are tried: those of the live readers, or those of a rebuild in its own tables. */
export interface KeyScope {
  /** SQL that names the keys, over `parked_key k`. */
  readonly which: string;
  /** The first thing in each transaction; false when these tables are no longer theirs who try. */
  readonly prepare: (tx: Tx) => Promise<boolean>;
}
const live: KeyScope = {
  which: 'EXISTS (SELECT FROM reader r WHERE r.name = k.reader AND r.generation = k.generation AND coalesce(r.rests_until < clock_timestamp(), true))',
  prepare: async () => true,
};

/** Keys that stand still: tries those again that wait for a fact, and does what an operator says with the refused ones. */
export class ParkedKeys extends Loop {
  constructor(
    private readonly transactions: Transactions, private readonly readers: ReadonlyMap<string, ReaderParts>, private readonly scope: KeyScope = live,
  ) {
    super(tickMs, (stopping) => this.tryWaiting(stopping));
  }

  list(): Promise<ParkedKey[]> {
    return this.transactions.system([], (tx) => tx.query<ParkedKey>(
      `SELECT k.id, k.reader, k.topic, k.key, k.kind, k.reason, k.since, k.tries,
              (SELECT count(*)::integer FROM parked_event e WHERE e.parked_key = k.id) AS events
         FROM parked_key k JOIN reader r ON r.name = k.reader AND r.generation = k.generation ORDER BY k.since LIMIT 1000`));
  }

  /** Tries the key again, all its events in order; what still fails stays parked with the new reason. */
  async release(id: string): Promise<void> {
    const row = await this.transactions.system([], (tx) => toDecide(tx, id));
    while (await this.next(row, 'release'));
  }

  /**
   * Gives up the events behind the key: their versions count as seen, their effects never come, neither in a rebuild nor from another copy. What
   * came before its time stays, and waits for what is missing.
   */
  async discard(id: string): Promise<void> {
    await this.transactions.system([], async (tx) => {
      const row = await toDecide(tx, id);
      const reader = this.readers.get(row.reader);
      if (!reader) throw notFound('reader');
      const records = await recordsBehind(tx, id, row.topic, row.key, 100_000);
      const { versions } = await knownFor(tx, identityOf(row), row.topic, records);
      const { seen, changed } = inTurn(records, versions, reader);
      saveVersions(tx, identityOf(row), row.topic, changed);
      await tx.query(
        `WITH seen AS (SELECT * FROM unnest($4::int[], $5::bigint[], $6::text[], $7::int[]) AS s (partition, record_offset, aggregate, version)),
              gone AS (DELETE FROM parked_event WHERE parked_key = $1 AND (partition, record_offset) IN (SELECT partition, record_offset FROM seen))
         INSERT INTO discarded_event (reader, topic, partition, record_offset, aggregate, version) SELECT $2, $3, seen.* FROM seen WHERE version IS NOT NULL
         ON CONFLICT DO NOTHING`,
        [id, row.reader, row.topic, seen.map(({ record }) => record.partition), seen.map(({ record }) => record.offset),
          seen.map(({ aggregate }) => aggregate), seen.map(({ version }) => version)]);
      if (seen.length === records.length) await tx.query('DELETE FROM parked_key WHERE id = $1', [id]);
      else await tx.query("UPDATE parked_key SET kind = 'waiting', reason = 'version-gap', next_try_at = clock_timestamp() WHERE id = $1", [id]);
    });
  }

  private async tryWaiting(stopping: AbortSignal): Promise<boolean> {
    const due = await this.due();
    for (const row of due) {
      let more = true;
      while (more && !stopping.aborted) more = await this.next(row, 'tick').catch(() => false);
    }
    return due.length === atOnce;
  }

  private due(): Promise<Row[]> {
    return this.transactions.system([], (tx) => tx.query<Row>(
      `SELECT k.id, k.reader, k.generation, k.topic, k.key, k.tries FROM parked_key k
        WHERE ${this.scope.which} AND k.kind = 'waiting' AND k.next_try_at <= clock_timestamp() ORDER BY k.next_try_at LIMIT $1`, [atOnce]));
  }

  /** Takes the next event behind the key that fits, in a transaction of its own. False when the key is free or stands still again. */
  private async next(row: Row, why: 'tick' | 'release'): Promise<boolean> {
    const reader = this.readers.get(row.reader);
    if (!reader) return false;
    try {
      return await this.step(row, reader);
    } catch (failure) {
      if (isTransient(failure)) throw failure;
      const kind = failure instanceof NotYet ? 'waiting' : 'refused';
      await this.stillParked(row, kind, reasonOf(failure));
      if (why === 'release' && kind === 'refused') throw failure;
      return false;
    }
  }

  private async step(row: Row, reader: ReaderParts): Promise<boolean> {
    const tenants = await this.transactions.system([], async (tx) =>
      [...new Set((await recordsBehind(tx, row.id, row.topic, row.key, 50)).flatMap(({ headers }) => headers['ce_tenant'] ?? []))]);
    return this.transactions.system(tenants, async (tx) => {
      if (!(await this.scope.prepare(tx)) || !(await lockKey(tx, row.id))) return false;
      const [first] = await recordsBehind(tx, row.id, row.topic, row.key, 1);
      if (!first) {
        await tx.query('DELETE FROM parked_key WHERE id = $1', [row.id]);
        return false;
      }
      const { record, versions } = await this.turnOf(tx, row, reader) ?? { record: first, versions: new Map<string, number>() };
      // A rebuild puts behind a key what was discarded long ago, and may leave it there when it becomes the live one.
      const plan = alone(record, versions, reader, await discardedAmong(tx, identityOf(row), row.topic, [record]));
      const [aside] = plan.aside;
      if (aside) throw aside.kind === 'waiting' ? new NotYet(aside.reason) : new StillRefused(aside.reason);
      await applyEffects(tx, reader, plan.effects);
      saveVersions(tx, identityOf(row), row.topic, plan.versions);
      crashPoint('reader.on-release');
      await tx.query('DELETE FROM parked_event WHERE parked_key = $1 AND partition = $2 AND record_offset = $3', [row.id, record.partition, record.offset]);
      return true;
    });
  }

  /** The event whose turn it is, looked for among the oldest and, where none of those fits, among all. */
  private async turnOf(tx: Tx, row: Row, reader: ReaderParts): Promise<{ record: Incoming; versions: Known['versions'] } | undefined> {
    for (const many of [50, 100_000]) {
      const records = await recordsBehind(tx, row.id, row.topic, row.key, many);
      const { versions } = await knownFor(tx, identityOf(row), row.topic, records);
      const record = fitting(records, versions, reader);
      if (record) return { record, versions };
      if (records.length < many) return undefined;
    }
    return undefined;
  }

  private stillParked({ id }: Row, kind: ParkedKey['kind'], reason: string): Promise<unknown> {
    return this.transactions.system([], (tx) => tx.query(
      `UPDATE parked_key SET kind = $2, reason = $3, tries = tries + 1,
              next_try_at = clock_timestamp() + least(50 * power(1.5, least(tries, 20)), 5000) * interval '1 ms' WHERE id = $1`, [id, kind, reason]));
  }
}

const identityOf = ({ reader, generation }: Row): ReaderIdentity => ({ name: reader, generation });

async function lockKey(tx: Tx, id: string): Promise<Row | undefined> {
  const [row] = await tx.query<Row>(`${keyById} FOR UPDATE`, [id]);
  return row;
}

/** The key, locked, for what an operator decides: not while a rebuild reads, which would undo it; one that slept past its lease has lost it. */
async function toDecide(tx: Tx, id: string): Promise<Row> {
  const [found] = await tx.query<Row>(keyById, [id]);
  if (!found) throw notFound('parked key');
  const [free] = await tx.query(
    `UPDATE reader SET rebuild = NULL, rebuilds_until = NULL WHERE name = $1 AND coalesce(rebuilds_until < clock_timestamp(), true) RETURNING 1`,
    [found.reader]);
  if (!free) throw new Refused('rebuild-under-way', 'This reader is being rebuilt; decide when that is done', 'conflict', ['reader']);
  const row = await lockKey(tx, id);
  if (!row) throw notFound('parked key');
  return row;
}

const alone = (record: Incoming, versions: Known['versions'], reader: ReaderParts, discarded?: ReadonlySet<string>): SlicePlan =>
  planSlice([record], { next: new Map(), versions, parked: new Set(), ...(discarded ? { discarded } : {}) }, reader);
const isEarly = ({ aside: [aside] }: SlicePlan): boolean => aside?.reason === 'version-gap';

/** The oldest whose turn it is: what came shuffled is put in order here, and nothing overtakes an event that fails. */
const fitting = (records: readonly Incoming[], versions: Known['versions'], reader: ReaderParts): Incoming | undefined =>
  records.find((record) => !isEarly(alone(record, versions, reader)));

/** What is given up, and the version that counts as seen by it: 0 where it has none, null for a repeat, which needs no remembering. */
interface GivenUp { readonly record: Incoming; readonly aggregate: string; readonly version: number | null }

/** Everything whose turn comes when what is before it is given up, and repeats; with the versions that count as seen then. */
function inTurn(records: readonly Incoming[], known: Known['versions'], reader: ReaderParts): { seen: GivenUp[]; changed: Map<string, number> } {
  const [versions, changed] = [new Map(known), new Map<string, number>()];
  const seen = new Map<Incoming, GivenUp>();
  for (let before = -1; seen.size !== before;) {
    before = seen.size;
    for (const record of records) {
      if (seen.has(record)) continue;
      const plan = alone(record, versions, reader, new Set([placeOf(record)]));
      if (isEarly(plan)) continue;
      const [counted] = plan.versions;
      const [aggregate, version] = counted ?? ['', 0];
      seen.set(record, { record, aggregate, version: plan.duplicates > 0 ? null : version });
      if (!counted) continue;
      versions.set(aggregate, version);
      changed.set(aggregate, version);
    }
  }
  return { seen: [...seen.values()], changed };
}
