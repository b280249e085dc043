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

/** What a subscriber is brought of one partition. */
export interface Batch {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: readonly Incoming[];
  /** Tells the log that the subscriber lives, while it keeps the log waiting; rejects when partitions are given out anew. */
  readonly alive: () => Promise<void>;
  /** Everything up to this offset is on durable storage: who reads for the group next may begin behind it. */
  readonly stored: (offset: number) => void;
}

export interface Subscription {
  close(): Promise<void>;
}

/** The log of facts: Kafka in earnest, an array in a simulation. */
export interface EventLog {
  /** Resolves when every record is stored as safely as the log can. Records of one key keep their order. */
  publish(records: readonly Outgoing[]): Promise<void>;
  /** Reads topics from the beginning or from what the group has stored. The next batch of a partition comes when `take` has resolved, stored or not. */
  subscribe(group: string, topics: readonly Topic[], take: (batch: Batch) => Promise<void>, failed: (error: Error) => void): Promise<Subscription>;
  /** First and next offset of each partition of a topic. */
  offsets(topic: Topic): Promise<readonly { partition: number; first: number; next: number }[]>;
  close(): Promise<void>;
}
