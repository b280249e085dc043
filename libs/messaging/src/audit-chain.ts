import type { AccessesRecorded, AccessKind, AuditCheckpointed, Purpose } from '@hhp/contracts';
import { appendFile, mkdir } from 'node:fs/promises';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { linkOf, signatureOf, type UnchainedRow } from './audit-format.js';
import { Loop } from './loop.js';
import { appendToOutbox } from './outbox.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

export interface AuditConfig {
  /** 32 bytes, from the configuration: whoever has only the database cannot make a link. */
  readonly key: Buffer;
  /** A folder on other storage; empty: checkpoints go to Kafka alone. */
  readonly checkpointFolder: string;
  /** Milliseconds between two checkpoints of a chain that grows: what is younger may be cut off its end unseen. */
  readonly checkpointMs: number;
}

/** How the chain stands. */
export interface AuditStatus {
  /** Age of the oldest row that is not chained. */
  readonly unchainedSeconds: number;
  /** Whether the last checkpoint lies in the folder that was named for them. */
  readonly checkpointKept: boolean;
}

interface Head {
  readonly position: number;
  readonly hash: Buffer;
  readonly floor: string;
  readonly due: boolean;
  readonly now: Date;
  /** The lowest transaction that was not over, and the first that had not begun. */
  readonly xmin: string;
  readonly xmax: string;
}
/** The highest id that was chained, and what has to be over before no lower one can still come. */
interface Reached { readonly id: string; readonly xmax: bigint; readonly at: number }

const everyMs = 400;
const [mostAtOnce, mostInOneEvent] = [2_000, 200];
/** Between taking its id and its transaction's number a row spends microseconds. */
const settledMs = 1_000;
/** Checkpoints are of no plan. */
const platform = 'platform';

const readHead = `
  SELECT position::float8 AS position, hash, floor::text, clock_timestamp() AS now,
         checkpointed < position AND clock_timestamp() >= checkpointed_at + $1 * interval '1 millisecond' AS due,
         pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, pg_snapshot_xmax(pg_current_snapshot())::text AS xmax
    FROM audit_head`;
const link = 'INSERT INTO audit_link (position, entry, hash) SELECT $1 + nth, entry, hash FROM unnest($2::bigint[], $3::bytea[]) WITH ORDINALITY AS row (entry, hash, nth)';
const move = 'UPDATE audit_head SET position = $1, hash = $2, floor = greatest(floor, $3::bigint)';

/**
 * Chains the rows of the audit that were committed since the last pass, those of all plans at once. Of several processes of a service one does it
 * at a time: the head's row is locked meanwhile. A pass that finds nothing to do writes nothing.
 */
export class AuditChain extends Loop {
  private reached: Reached | undefined;
  private kept = true;
  private readonly key: KeyObject;

  constructor(private readonly service: string, private readonly transactions: Transactions, private readonly config: AuditConfig) {
    super(everyMs, () => this.pass());
    this.key = createSecretKey(config.key);
  }

  async status(): Promise<AuditStatus> {
    const [row] = await this.transactions.system([], (tx) => tx.query<{ seconds: number }>('SELECT audit_waits_seconds() AS seconds'));
    return { unchainedSeconds: row!.seconds, checkpointKept: this.kept };
  }

  private async pass(): Promise<boolean> {
    const { head, rows } = await this.transactions.system([], async (tx) => {
      const found = await this.head(tx, readHead);
      return { head: found, rows: await tx.query<UnchainedRow>('SELECT * FROM audit_unchained($1, $2)', [found.floor, mostAtOnce]) };
    });
    if (rows.length === 0 && !head.due && !this.settled(head)) return false;
    const plans = [...new Set([platform, ...rows.map(({ tenant }) => tenant)])];
    const checkpoint = await this.transactions.system(plans, (tx) => this.chain(tx, head.position, rows));
    if (checkpoint) await this.keep(checkpoint);
    return rows.length === mostAtOnce;
  }

  private async chain(tx: Tx, seen: number, rows: readonly UnchainedRow[]): Promise<AuditCheckpointed | undefined> {
    const head = await this.head(tx, `${readHead} FOR UPDATE`);
    // Another process has chained them since they were read.
    if (head.position !== seen) return undefined;
    const hashes: Buffer[] = [];
    rows.forEach((row, nth) => {
      hashes.push(linkOf(this.key, hashes.at(-1) ?? head.hash, { service: this.service, position: head.position + nth + 1 }, row));
    });
    const [position, hash] = [head.position + rows.length, hashes.at(-1) ?? head.hash];
    if (rows.length > 0) tx.write(link, [head.position, rows.map(({ id }) => id), hashes]);
    tx.write(move, [position, hash, this.floor(head, rows)]);
    await this.tell(tx, head.position, rows);
    return head.due ? this.checkpoint(tx.forTenant(platform), position, hash) : undefined;
  }

  /** The rows as facts, plan by plan: whoever reads one plan's facts is told of no other's. */
  private async tell(tx: Tx, from: number, rows: readonly UnchainedRow[]): Promise<void> {
    const placed = rows.map((row, nth) => ({ tenant: row.tenant, access: accessOf(row, from + nth + 1) }));
    for (const tenant of new Set(rows.map((row) => row.tenant))) {
      const own = placed.filter((each) => each.tenant === tenant);
      for (let at = 0; at < own.length; at += mostInOneEvent) {
        const accesses = own.slice(at, at + mostInOneEvent).map(({ access }) => access);
        const event: AccessesRecorded = { type: 'AccessesRecorded', data: { service: this.service, accesses } };
        await appendToOutbox(tx.forTenant(tenant), [{ event }]);
      }
    }
  }

  private async head(tx: Tx, sql: string): Promise<Head> {
    const [head] = await tx.query<Head>(sql, [this.config.checkpointMs]);
    return head!;
  }

  /** Everything up to here is chained or was never committed: whoever could still bring a lower id is over. */
  private floor(head: Head, rows: readonly UnchainedRow[]): string {
    const reached = this.settled(head) ? this.reached!.id : head.floor;
    const last = rows.at(-1)?.id;
    if (this.settled(head) || !this.reached) {
      this.reached = last === undefined ? undefined : { id: last, xmax: BigInt(head.xmax), at: head.now.getTime() };
    }
    return reached;
  }

  private settled({ xmin, now }: Head): boolean {
    return this.reached !== undefined && BigInt(xmin) >= this.reached.xmax && now.getTime() >= this.reached.at + settledMs;
  }

  private async checkpoint(tx: Tx, count: number, hash: Buffer): Promise<AuditCheckpointed> {
    const said = { service: this.service, count, lastHash: hash.toString('hex'), checkpointedAt: tx.now.toISOString() };
    const event: AuditCheckpointed = { type: 'AuditCheckpointed', data: { ...said, signature: signatureOf(this.key, said) } };
    await appendToOutbox(tx, [{ event }]);
    tx.write('UPDATE audit_head SET checkpointed = $1, checkpointed_at = clock_timestamp()', [count]);
    return event;
  }

  /** One more line of the service's file. That it cannot be written is a metric; the checkpoint is in Kafka all the same. */
  private async keep({ data }: AuditCheckpointed): Promise<void> {
    const { checkpointFolder: folder } = this.config;
    if (folder === '') return;
    this.kept = await mkdir(folder, { recursive: true }).then(() => appendFile(join(folder, `${this.service}.jsonl`), `${JSON.stringify(data)}\n`)).then(() => true, () => false);
  }
}

const accessOf = (row: UnchainedRow, position: number): AccessesRecorded['data']['accesses'][number] => ({
  position, at: row.at, actor: row.actor, role: row.role, ...(row.organization === null ? {} : { organization: row.organization }),
  ...(row.on_behalf_of === null ? {} : { onBehalfOf: row.on_behalf_of }), purpose: row.purpose as Purpose, route: row.route, kind: row.kind as AccessKind,
  ...(row.code === null ? {} : { code: row.code }), memberIds: row.member_ids, correlationId: row.correlation_id,
});
