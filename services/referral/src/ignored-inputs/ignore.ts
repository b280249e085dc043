import type { Received, Tx } from '@hhp/messaging';

/** Keeps an event that no longer fits, with the reason: nothing that reaches the process disappears without a trace. */
export async function ignore(tx: Tx, said: Received<{ type: string }>, reason: string): Promise<void> {
  await tx.query(
    'INSERT INTO ignored_input (tenant, event_id, type, subject, reason, ignored_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING',
    [said.tenant, said.id, said.type, said.aggregate, reason, tx.now]);
}
