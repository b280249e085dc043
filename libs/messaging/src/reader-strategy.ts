import type { CustomTransportStrategy } from '@nestjs/microservices';
import { Server } from '@nestjs/microservices';
import type { Messaging } from './messaging.js';

/**
 * Reading as a transport of Nest: `app.connectMicroservice({ strategy })` starts it with the application and ends it before. Nest's own
 * Kafka transport acknowledges what no handler wanted and repeats poison for ever, so it is not used (ADR 0005).
 */
export class ReaderStrategy extends Server implements CustomTransportStrategy {
  constructor(private readonly messaging: Messaging, private readonly parts: () => Parameters<Messaging['start']>[0]) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.messaging.start(this.parts()).then(() => { callback(); }, callback);
  }

  async close(): Promise<void> {
    await this.messaging.stop();
  }

  on(): never {
    throw new Error('The readers have no events of their own');
  }

  unwrap<T>(): T {
    return this.messaging as T;
  }
}

export const readerStrategy = (messaging: Messaging, parts: () => Parameters<Messaging['start']>[0]): ReaderStrategy => new ReaderStrategy(messaging, parts);
