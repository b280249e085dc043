import type { Topic } from '@hhp/contracts';
import type { Headers } from './envelope.js';

/** A record as it goes onto the log. */
export interface Outgoing {
  readonly topic: Topic;
  readonly key: string;
  /** Where the record belongs when its key does not say so. */
  readonly partition: number | null;
  readonly headers: Headers;
  readonly value: string | null;
}

/** A record as it comes from the log. */
export interface Incoming {
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly headers: Headers;
  readonly value: string | null;
  /** When the log took it: milliseconds since 1970. */
  readonly loggedAt: number;
}

/** What a subscriber does with the records of one partition; it resolves when all of them are on durable storage. */
export interface Batch {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: readonly Incoming[];
  /** The offset after the last record of the partition at the moment of reading: what is not yet read. */
  readonly endOffset: number;
  /** Tells the log that the subscriber lives; call it while a batch takes long. */
  readonly alive: () => Promise<void>;
  /** True when the partition was given to somebody else or the subscription ends. */
  readonly over: () => boolean;
  readonly resolved: (offset: number) => void;
}

export interface Subscription {
  close(): Promise<void>;
}

/** The log of facts: Kafka in earnest, an array in a simulation. */
export interface EventLog {
  /** Resolves when every record is stored as safely as the log can. Records of one key keep their order. */
  publish(records: readonly Outgoing[]): Promise<void>;
  /** Reads topics from the beginning or from where the group stands; one batch of a partition at a time. */
  subscribe(group: string, topics: readonly Topic[], take: (batch: Batch) => Promise<void>, failed: (error: Error) => void): Promise<Subscription>;
  /** First and next offset of each partition of a topic. */
  offsets(topic: Topic): Promise<readonly { partition: number; first: number; next: number }[]>;
  close(): Promise<void>;
}
