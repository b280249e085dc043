import type { Topic } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { applyEffects } from './apply-effects.js';
import { isTransient } from './database.js';
import type { Incoming } from './log.js';
import { Loop } from './loop.js';
import { NotYet, type ReaderParts } from './reader.js';
import { type Known, planSlice } from './slice.js';
import { type ReaderIdentity, knownFor, recordsBehind, saveVersions } from './slice-store.js';
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
  readonly prepare: (tx: Tx) => Promise<unknown>;
}
const live: KeyScope = {
  which: 'EXISTS (SELECT FROM reader r WHERE r.name = k.reader AND r.generation = k.generation AND coalesce(r.rests_until < clock_timestamp(), true))',
  prepare: async () => undefined,
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
    const [row] = await this.transactions.system([], (tx) => tx.query<Row>(keyById, [id]));
    if (!row) throw notFound('parked key');
    while (await this.next(row, 'release'));
  }

  /** Gives up the events behind the key: their versions count as seen, their effects never come. */
  async discard(id: string): Promise<void> {
    const found = await this.transactions.system([], async (tx) => {
      const row = await lockKey(tx, id);
      if (!row) return false;
      const records = await recordsBehind(tx, id, row.topic, row.key, 100_000);
      saveVersions(tx, identityOf(row), row.topic, new Map(records.flatMap(({ headers }) =>
        (headers['ce_subject'] && headers['ce_aggregateversion'] ? [[headers['ce_subject'], Number(headers['ce_aggregateversion'])] as const] : []))));
      await tx.query(
        `INSERT INTO discarded_event (reader, topic, partition, record_offset) SELECT $2, $3, partition, record_offset FROM parked_event WHERE parked_key = $1
         ON CONFLICT DO NOTHING`, [id, row.reader, row.topic]);
      await tx.query('DELETE FROM parked_key WHERE id = $1', [id]);
      return true;
    });
    if (!found) throw notFound('parked key');
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
      await this.stillParked(row, kind, failure instanceof NotYet ? failure.reason : (failure as Error).constructor.name);
      if (why === 'release' && kind === 'refused') throw failure;
      return false;
    }
  }

  private async step(row: Row, reader: ReaderParts): Promise<boolean> {
    const tenants = await this.transactions.system([], async (tx) =>
      [...new Set((await recordsBehind(tx, row.id, row.topic, row.key, 50)).flatMap(({ headers }) => headers['ce_tenant'] ?? []))]);
    return this.transactions.system(tenants, async (tx) => {
      await this.scope.prepare(tx);
      if (!(await lockKey(tx, row.id))) return false;
      const records = await recordsBehind(tx, row.id, row.topic, row.key, 50);
      if (records.length === 0) {
        await tx.query('DELETE FROM parked_key WHERE id = $1', [row.id]);
        return false;
      }
      const { versions } = await knownFor(tx, identityOf(row), row.topic, records);
      const record = fitting(records, versions, reader);
      const plan = planSlice([record], { nextOffset: record.offset, versions, parked: new Set() }, reader);
      const [aside] = plan.aside;
      if (aside) throw aside.kind === 'waiting' ? new NotYet(aside.reason) : new StillRefused(aside.reason);
      await applyEffects(tx, reader, plan.effects);
      saveVersions(tx, identityOf(row), row.topic, plan.versions);
      await tx.query('DELETE FROM parked_event WHERE parked_key = $1 AND partition = $2 AND record_offset = $3', [row.id, record.partition, record.offset]);
      return true;
    });
  }

  private stillParked({ id }: Row, kind: ParkedKey['kind'], reason: string): Promise<unknown> {
    return this.transactions.system([], (tx) => tx.query(
      `UPDATE parked_key SET kind = $2, reason = $3, tries = tries + 1,
              next_try_at = clock_timestamp() + least(50 * power(1.5, least(tries, 20)), 5000) * interval '1 ms' WHERE id = $1`, [id, kind, reason]));
  }
}

class StillRefused extends Error {}

const identityOf = ({ reader, generation }: Row): ReaderIdentity => ({ name: reader, generation });

async function lockKey(tx: Tx, id: string): Promise<Row | undefined> {
  const [row] = await tx.query<Row>(`${keyById} FOR UPDATE`, [id]);
  return row;
}

/** The oldest whose turn it is: what came shuffled is put in order here, and nothing overtakes an event that fails. */
function fitting(records: readonly Incoming[], versions: Known['versions'], reader: ReaderParts): Incoming {
  const early = (record: Incoming): boolean =>
    planSlice([record], { nextOffset: record.offset, versions, parked: new Set() }, reader).aside[0]?.reason === 'version-gap';
  return records.find((record) => !early(record)) ?? records[0]!;
}
