import type { Topic } from '@hhp/contracts';

/** A row that waits in the transaction until it ends; the relay puts it on the wire as it stands. */
export interface OutboxRow {
  readonly tenant: string;
  readonly topic: Topic;
  readonly key: string;
  readonly partition: number | null;
  readonly headers: string;
  readonly value: string | null;
}
