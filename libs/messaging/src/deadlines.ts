import type { Tx } from './tx.js';

/** "Remind me at": one row for each kind of reminder about a subject, written in the transaction of the state that needs it. */
export interface Deadline {
  readonly tenant: string;
  /** Whose deadline it is: the name given to `@OnDeadline`. */
  readonly process: string;
  readonly subject: string;
  readonly kind: string;
  readonly dueAt: Date;
}

/** Sets the deadline, or moves it. */
export async function setDeadline(tx: Tx, deadline: Omit<Deadline, 'tenant'>): Promise<void> {
  const { process, subject, kind, dueAt } = deadline;
  await tx.query(
    `INSERT INTO deadline (tenant, process, subject, kind, due_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant, process, subject, kind) DO UPDATE SET due_at = excluded.due_at, tries = 0, not_before = NULL`,
    [tx.tenant, process, subject, kind, dueAt]);
}

/** Nothing is due about this subject any more. */
export async function cancelDeadlines(tx: Tx, process: string, subject: string): Promise<void> {
  await tx.query('DELETE FROM deadline WHERE tenant = $1 AND process = $2 AND subject = $3', [tx.tenant, process, subject]);
}
