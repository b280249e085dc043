import type { Topic } from '@hhp/contracts';
import { readAll, type Received } from '@hhp/messaging';
import type { Stage } from './stage.js';
import { until } from './waiting.js';

/** An event as the demonstration reads it: the data by names. */
export type Seen = Received<{ readonly type: string; readonly data: Readonly<Record<string, unknown>> }>;

/** Kafka, read from outside like any other reader would. */
export class EventLog {
  private readonly place: Parameters<typeof readAll>[0];

  constructor({ addresses: { brokers, topicPrefix } }: Pick<Stage, 'addresses'>) {
    this.place = { brokers, topicPrefix };
  }

  /** A topic from its beginning to its present end. */
  async all(topic: Topic): Promise<readonly Seen[]> {
    return await readAll(this.place, topic) as Seen[];
  }

  /** The events of a topic that fit, as soon as there are so many; else the complaint. */
  async some(topic: Topic, complaint: string, fits: (event: Seen) => boolean, atLeast = 1): Promise<readonly Seen[]> {
    return until(complaint, async () => {
      const found = (await this.all(topic)).filter(fits);
      return found.length >= atLeast ? found : undefined;
    });
  }
}

/** Where an event stands: topic, partition, offset. */
export const placeOf = ({ topic, partition, offset }: Pick<Seen, 'topic' | 'partition' | 'offset'>): string => `${topic}/${partition}@${offset}`;
