import type { Topic } from '@hhp/contracts';
import { readEach, type Received } from '@hhp/messaging';
import type { Stage } from './stage.js';
import { NeverSeen, until } from './waiting.js';

/** An event as the demonstration reads it: the data by names. */
export type Seen = Received<{ readonly type: string; readonly data: Readonly<Record<string, unknown>> }>;

/** The longest that a whole topic may take. */
const patienceMs = 30_000;

/** Kafka, read from outside like any other reader would. */
export class EventLog {
  private readonly place: Parameters<typeof readEach>[0];

  constructor({ addresses: { brokers, topicPrefix } }: Pick<Stage, 'addresses'>) {
    this.place = { brokers, topicPrefix };
  }

  /** A topic event by event, from its beginning or since a time, to its present end. */
  async each(topic: Topic, take: (event: Seen) => void, since?: Date): Promise<void> {
    const limit = AbortSignal.timeout(patienceMs);
    const late = new Promise<never>((_, reject) => { limit.addEventListener('abort', () => { reject(new NeverSeen(`Kafka did not give ${topic} to its end`)); }); });
    await Promise.race([readEach(this.place, topic, (event) => { take(event as Seen); }, since), late]);
  }

  /** The events of a topic that fit and came since a time, as soon as there are so many; else the complaint. */
  some(topic: Topic, complaint: string, fits: (event: Seen) => boolean, { since, atLeast }: { since: Date; atLeast: number }): Promise<readonly Seen[]> {
    return until(complaint, async () => {
      const found: Seen[] = [];
      await this.each(topic, (event) => { if (fits(event)) found.push(event); }, since);
      return found.length >= atLeast ? found : undefined;
    });
  }
}

/** Where an event stands: topic, partition, offset. */
export const placeOf = ({ topic, partition, offset }: Pick<Seen, 'topic' | 'partition' | 'offset'>): string => `${topic}/${partition}@${offset}`;
