import { rest } from './rest.js';

/** So long at the most does bulk work wait: while Kafka is away it goes on, only slower. */
const longestMs = 1_000;

/**
 * What this process committed and its relay has not handed to Kafka yet, as numbers of events. Relay and transactions share one thread:
 * bulk work that goes on at once would hold its next transaction open while the thread is busy sending what the last one said, and put
 * the events of everybody else behind its own.
 */
export class Unsent {
  private relaying = false;
  private said = 0;
  private sent = 0;
  private waiting: { readonly upTo: number; readonly done: () => void }[] = [];

  /** A relay of this process begins or ends; what another process relays costs nothing here and is not waited for. */
  relays(relaying: boolean): void {
    [this.relaying, this.said, this.sent] = [relaying, 0, 0];
    this.wake();
  }

  /** So many events were committed. */
  add(events: number): void {
    if (this.relaying) this.said += events;
  }

  /** So many are in Kafka; those of other processes among them are not this one's. */
  take(events: number): void {
    this.sent = Math.min(this.sent + events, this.said);
    this.wake();
  }

  /** Resolves when Kafka has what was said until now, or after a second. */
  async gone(): Promise<void> {
    const upTo = this.said;
    if (!this.relaying || this.sent >= upTo) return;
    const stop = new AbortController();
    await Promise.race([new Promise<void>((done) => { this.waiting.push({ upTo, done }); }), rest(longestMs, stop.signal)]);
    stop.abort();
  }

  private wake(): void {
    const over = this.waiting.filter(({ upTo }) => !this.relaying || this.sent >= upTo);
    this.waiting = this.waiting.filter((each) => !over.includes(each));
    for (const { done } of over) done();
  }
}
