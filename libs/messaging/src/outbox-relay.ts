import type { Topic } from '@hhp/contracts';
import { crashPoint } from './crash-point.js';
import type { Headers } from './envelope.js';
import type { EventLog, Outgoing } from './log.js';
import type { RelaySlot, RelaySource } from './relay-source.js';
import { rest } from './rest.js';
import { Unsent } from './unsent.js';
import type { StreamedRow, WalMessage } from './wal-stream.js';

/** Rows that wait in memory at the most; beyond, the server waits instead. */
const enough = 20_000;
const mostAtOnce = 2_000;
const noteEveryMs = 1_000;
/** From one publish to the next. What comes alone goes at once; what comes in a stream goes in company, as a publish costs as much as many records. */
const paceMs = 5;
/** While a server is away. */
const longestPauseMs = 500;

export interface RelayStatus {
  readonly connected: boolean;
  readonly lagSeconds: number;
  readonly slotBytes: number;
}

/**
 * From the outbox to the log, in the order of commits, each at least once. The replication slot is the cursor and admits one holder, so a
 * second relay waits. A position is confirmed only when the log has everything before it.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private waiting: WalMessage[] = [];
  private waitingRows = 0;
  private wake: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private slot: RelaySlot | undefined;
  private stream: ReturnType<RelaySource['stream']> | undefined;
  private connectedSince: number | undefined;
  private down = Date.now();
  private noted = 0;
  private published = 0;
  private confirmed = 0n;

  constructor(
    private readonly source: RelaySource, private readonly log: EventLog, private readonly failed: (error: Error) => void = () => undefined,
    private readonly unsent = new Unsent(),
  ) {}

  async start(): Promise<void> {
    this.slot = await this.source.slot();
    this.running = this.keepRunning(this.slot);
  }

  /** Publishes what was taken, confirms it and leaves. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  async status(): Promise<RelayStatus> {
    const slotBytes = await this.slot?.retainedBytes().catch(() => Number.NaN) ?? Number.NaN;
    const oldest = this.waiting.find((each) => each.kind === 'transaction' && each.rows.length > 0);
    const since = oldest?.kind === 'transaction' ? oldest.rows[0]!.recordedAt.getTime() : Date.now();
    const lag = this.connectedSince === undefined ? Date.now() - this.down : Date.now() - since;
    return { connected: this.connectedSince !== undefined, lagSeconds: Math.max(0, lag / 1000), slotBytes };
  }

  private async keepRunning(slot: RelaySlot): Promise<void> {
    for (let pause = 100; !this.stopping.signal.aborted; pause = Math.min(pause * 2, longestPauseMs)) {
      // What would be said now would take versions that were given before: the next process finds out what is missing, and says so.
      if (await slot.isBehind(this.confirmed).catch(() => false)) return this.failed(new Error('The database went back behind what was relayed'));
      try {
        await slot.alone(async () => {
          const { behind } = await slot.prepare();
          if (!behind) return;
          await slot.missed((rows) => this.publish(rows).then(() => { crashPoint('relay.slot-reread'); }));
          await slot.recovered();
        });
        await this.relayFrom(slot);
        pause = 100;
      } catch {
        // The server went away, or another relay holds the slot: wait and try again. Lag and readiness tell how long that lasts.
      }
      if (!this.stopping.signal.aborted) await rest(pause, this.stopping.signal);
    }
  }

  /** One connection, until it ends. */
  private async relayFrom(slot: RelaySlot): Promise<void> {
    const stream = this.source.stream(slot);
    [this.stream, this.waiting, this.waitingRows] = [stream, [], 0];
    let ended = false;
    const streaming = stream.run((message) => { this.take(message); }, () => { this.begun(); })
      .finally(() => { ended = true; this.wake(); });
    streaming.catch(() => undefined);
    try {
      while (!ended) {
        if (this.waiting.length > 0) {
          await this.company();
          await this.publishWaiting(slot, stream);
        } else if (this.stopping.signal.aborted) break;
        else await new Promise<void>((woken) => { this.wake = woken; });
      }
    } finally {
      if (this.connectedSince !== undefined) this.down = Date.now();
      this.connectedSince = undefined;
      this.unsent.relays(false);
      await stream.stop();
      await streaming.catch(() => undefined);
    }
  }

  private begun(): void {
    this.connectedSince = Date.now();
    this.unsent.relays(true);
  }

  private take(message: WalMessage): void {
    this.waiting.push(message);
    if (message.kind === 'transaction') this.waitingRows += message.rows.length;
    if (this.waitingRows > enough) this.stream?.pause();
    this.wake();
  }

  private async company(): Promise<void> {
    const left = this.published + paceMs - performance.now();
    if (left > 0 && this.waitingRows < mostAtOnce) await rest(left, this.stopping.signal);
    this.published = performance.now();
  }

  private async publishWaiting(slot: RelaySlot, stream: ReturnType<RelaySource['stream']>): Promise<void> {
    let count = 0;
    let rows: StreamedRow[] = [];
    for (const message of this.waiting) {
      if (rows.length >= mostAtOnce) break;
      if (message.kind === 'transaction') rows = rows.concat(message.rows);
      count++;
    }
    const end = this.waiting[count - 1]!.end;
    crashPoint('relay.after-receive');
    if (rows.length > 0) await this.publish(rows);
    this.unsent.take(rows.length);
    crashPoint('relay.after-acknowledgement-before-confirm');
    this.waiting.splice(0, count);
    this.waitingRows -= rows.length;
    if (this.waitingRows < enough / 4) stream.resume();
    stream.confirm(end);
    this.confirmed = end;
    crashPoint('relay.after-confirm');
    const last = rows.at(-1);
    if (last && Date.now() - this.noted > noteEveryMs) {
      this.noted = Date.now();
      await slot.note(end, last.recordedAt);
    }
  }

  /** Until the log has them: what was read from the slot is never skipped. */
  private async publish(rows: readonly StreamedRow[]): Promise<void> {
    const records = rows.map(outgoing);
    for (let pause = 100; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        return await this.log.publish(records);
      } catch (failure) {
        if (this.stopping.signal.aborted) throw failure;
        await rest(pause, this.stopping.signal);
      }
    }
  }
}

function outgoing({ topic, key, partition, headers, value }: StreamedRow): Outgoing {
  return { topic: topic as Topic, key, partition, headers: JSON.parse(headers) as Headers, value };
}
