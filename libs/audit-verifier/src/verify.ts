import { createHmac, timingSafeEqual } from 'node:crypto';

/** The columns of `audit_entry` in the order in which they are sealed (docs/audit.md). */
export const columns = [
  'id', 'at', 'tenant', 'actor', 'role', 'organization', 'on_behalf_of', 'purpose', 'route', 'request_id', 'correlation_id', 'kind', 'code', 'member_ids',
] as const;
export type AuditedRow = Readonly<Record<(typeof columns)[number], string | readonly string[] | null>>;

/** A link with the row that it names. Either may be missing where somebody has been at work. */
export interface AuditRecord {
  readonly position: string | null;
  readonly entry: string | null;
  readonly hash: string | null;
  readonly row: AuditedRow | null;
}
export interface SignedCheckpoint {
  readonly service: string;
  readonly count: number;
  readonly lastHash: string;
  readonly checkpointedAt: string;
  readonly signature: string;
}

/** What is wrong, and where: a position of the chain or the id of a row. */
export interface Fault {
  readonly kind: 'altered' | 'row-missing' | 'position-missing' | 'not-chained' | 'cut-off' | 'other-chain' | 'checkpoint-forged';
  readonly position: string | null;
  readonly row: string | null;
}
export interface Verdict {
  readonly service: string;
  readonly rows: number;
  /** Rows that a checkpoint vouches for; what comes after them could be cut off unseen. */
  readonly vouched: number;
  /** Rows of the last moments that the writer has not come to. */
  readonly unchained: number;
  readonly faults: readonly Fault[];
}

export interface VerifyOptions {
  readonly service: string;
  readonly key: Buffer;
  readonly checkpoints: readonly SignedCheckpoint[];
  /** When the records were read; a row that was not chained then may be as young as `graceMs`. */
  readonly asOf: Date;
  readonly graceMs?: number;
}

const start = Buffer.alloc(32);

/** Follows the chain from its first row and holds it against the checkpoints. Every fault is found, not only the first. */
export async function verifyAudit(records: Iterable<AuditRecord> | AsyncIterable<AuditRecord>, options: VerifyOptions): Promise<Verdict> {
  const chain = new Following(options);
  for await (const record of records) chain.take(record);
  return chain.verdict();
}

class Following {
  private readonly faults: Fault[] = [];
  private readonly promised = new Map<number, SignedCheckpoint[]>();
  private position = 0;
  private before: Buffer = start;
  private unchained = 0;
  private vouched = 0;

  constructor(private readonly options: VerifyOptions) {
    for (const checkpoint of options.checkpoints) {
      if (checkpoint.service !== options.service) continue;
      if (!isSigned(options.key, checkpoint)) this.faults.push({ kind: 'checkpoint-forged', position: String(checkpoint.count), row: null });
      else this.promised.set(checkpoint.count, [...(this.promised.get(checkpoint.count) ?? []), checkpoint]);
    }
  }

  take({ position, entry, hash, row }: AuditRecord): void {
    if (position === null || hash === null) {
      if (row) this.takeUnchained(row);
      return;
    }
    if (position !== String(this.position + 1)) this.faults.push({ kind: 'position-missing', position: String(this.position + 1), row: null });
    if (!row || row.id !== entry) this.faults.push({ kind: 'row-missing', position, row: entry });
    else if (hash !== sealOf(this.options, this.before, position, row)) this.faults.push({ kind: 'altered', position, row: entry });
    this.position = Number(position);
    this.before = Buffer.from(hash, 'hex');
    for (const { lastHash } of this.promised.get(this.position) ?? []) {
      if (lastHash === hash) this.vouched = this.position;
      else this.faults.push({ kind: 'other-chain', position, row: entry });
    }
    this.promised.delete(this.position);
  }

  verdict(): Verdict {
    for (const count of this.promised.keys()) this.faults.push({ kind: count > this.position ? 'cut-off' : 'position-missing', position: String(count), row: null });
    const { position: rows, vouched, unchained, faults } = this;
    return { service: this.options.service, rows, vouched, unchained, faults };
  }

  private takeUnchained(row: AuditedRow): void {
    this.unchained++;
    const age = this.options.asOf.getTime() - Date.parse(String(row.at));
    const grace = this.options.graceMs ?? 5_000;
    if (!(Math.abs(age) <= grace)) this.faults.push({ kind: 'not-chained', position: null, row: String(row.id) });
  }
}

function sealOf({ key, service }: VerifyOptions, before: Buffer, position: string, row: AuditedRow): string {
  const sealed = JSON.stringify(['hhp-audit-1', service, position, ...columns.map((column) => row[column])]);
  return createHmac('sha256', key).update(Buffer.concat([before, Buffer.from(sealed)])).digest('hex');
}

function isSigned(key: Buffer, { service, count, lastHash, checkpointedAt, signature }: SignedCheckpoint): boolean {
  const text = JSON.stringify(['hhp-audit-checkpoint-1', service, String(count), lastHash, checkpointedAt]);
  const right = createHmac('sha256', key).update(text).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}
