import { setTimeout as pause } from 'node:timers/promises';
import { ensureTopics } from '@hhp/messaging';

const attempts = 5;
const pauseMs = 300;

/** Declares the topics. A broker on a busy machine may not know for a moment what was just created; asked again it does. */
export async function declareTopics(brokers: string, options: { prefix: string; partitions?: number }): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await ensureTopics(brokers.split(','), options);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await pause(pauseMs);
    }
  }
}
