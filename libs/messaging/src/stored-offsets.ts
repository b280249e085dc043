import type { Consumer } from 'kafkajs';
import { Loop } from './loop.js';
import { rest } from './rest.js';

const everyMs = 1_000;

/**
 * Tells Kafka once a second how far a group has come, and no further than what is on durable storage. The client's own way would tell what it has
 * handed out, at the end of every batch of every partition. What is told late is read again, and recognised.
 */
export class StoredOffsets {
  private readonly telling = new Loop(everyMs, async () => {
    await this.tell();
    return false;
  });
  private untold = new Map<string, { topic: string; partition: number; offset: string }>();

  constructor(private readonly consumer: Consumer) {}

  /** Everything of the partition up to this offset is stored. */
  note(topic: string, partition: number, offset: number): void {
    this.untold.set(`${topic} ${partition}`, { topic, partition, offset: String(offset + 1) });
  }

  forget(): void {
    this.untold.clear();
  }

  start(): void {
    this.telling.start();
  }

  /** Tells what is left, if Kafka listens. */
  async stop(): Promise<void> {
    await Promise.race([this.telling.stop().then(() => this.tell()), rest(everyMs)]);
  }

  private async tell(): Promise<void> {
    const told = this.untold;
    if (told.size === 0) return;
    this.untold = new Map();
    await this.consumer.commitOffsets([...told.values()]).catch(() => { this.untold = new Map([...told, ...this.untold]); });
  }
}
