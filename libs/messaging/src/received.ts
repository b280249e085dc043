import type { Topic } from '@hhp/contracts';

/** Where an event stands and what its envelope says. */
export interface Envelope {
  /** `ce_id`, UUIDv7. */
  readonly id: string;
  /** Who said it: `/hhp/<service>`. */
  readonly source: string;
  /** The plan organization, or the owner of facts that are shared (`directory`). */
  readonly tenant: string;
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  /** The thing whose versions are counted (`ce_subject`); empty for events that belong to none. */
  readonly aggregate: string;
  /** Version of the aggregate; 0 for events that belong to none. */
  readonly version: number;
  /** When the fact was recorded, ISO 8601. */
  readonly time: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly labels: readonly string[];
}

type Fact = { readonly type: string; readonly data: object };

/** An event as a reader gets it: checked against its contract, with its envelope. */
export type Received<E extends { readonly type: string } = Fact> = E extends unknown ? E & Envelope : never;

/** The key of a compacted topic whose value was deleted: forget it. */
export interface Tombstone {
  readonly topic: Topic;
  readonly key: string;
  readonly partition: number;
  readonly offset: number;
}
