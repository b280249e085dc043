import type { Purpose, Topic } from '@hhp/contracts';
import type { Caller } from './caller.js';

/** A row that waits in the transaction until it ends; the relay puts it on the wire as it stands. */
export interface OutboxRow {
  readonly tenant: string;
  readonly topic: Topic;
  readonly key: string;
  readonly partition: number | null;
  readonly headers: string;
  readonly value: string | null;
  /** When something left with it: who let it leave, what for, and the disclosure's id. The audit has a row for each. */
  readonly disclosure?: { readonly by: Caller; readonly purpose: Purpose; readonly id: string } | undefined;
}
