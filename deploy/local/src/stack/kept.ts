import { setTimeout as pause } from 'node:timers/promises';
import type { Daemon } from '../daemon.js';

/** A program that is to run as long as the stack does. */
export interface Wanted {
  readonly name: string;
  /** Resolves when it is ready to serve. `again` is told after a crash. `begun` is called as soon as the program exists. */
  readonly start: (again: boolean, begun: (daemon: Daemon) => void) => Promise<unknown>;
  readonly stopSignal: NodeJS.Signals;
}

const firstAttempts = 3;
const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** Who ran so long is not caught in a circle of crashes: the next pause is short again. */
const steadyMs = 30_000;
/** Kafka writes every log to the disk before it ends, which a busy disk draws out; who is killed instead needs a recovery. */
const patienceMs = 60_000;

/** Keeps one program running: after a crash it is started again, each time after a longer pause. */
export class Kept {
  private daemon: Daemon | undefined;
  private readonly stopped = new AbortController();
  private starting: Promise<void> | undefined;
  private watching: Promise<void> | undefined;

  constructor(
    private readonly wanted: Wanted, private readonly begun: (daemon: Daemon) => void, private readonly tell: (what: string) => void,
    private readonly longestMs = longestPauseMs,
  ) {}

  get name(): string {
    return this.wanted.name;
  }

  get pid(): number | undefined {
    return this.daemon?.running ? this.daemon.pid : undefined;
  }

  /** The first start, which is tried a few times; it fails with the reason. */
  async start(): Promise<void> {
    this.starting = this.startPatiently();
    await this.starting;
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.daemon?.stop(this.wanted.stopSignal, patienceMs);
    await this.starting?.catch(() => undefined);
    await this.watching;
  }

  private async startPatiently(): Promise<void> {
    for (let attempt = 1, wait = firstPauseMs; ; attempt++, wait *= 2) {
      try {
        await this.startOnce(attempt > 1);
        return;
      } catch (error) {
        if (this.stopped.signal.aborted || attempt === firstAttempts) throw error;
        await this.daemon?.stop(this.wanted.stopSignal, patienceMs);
        await pause(wait, undefined, { signal: this.stopped.signal });
      }
    }
  }

  private async startOnce(again: boolean): Promise<void> {
    await this.wanted.start(again, (daemon) => {
      this.daemon = daemon;
      this.begun(daemon);
      if (this.stopped.signal.aborted) void daemon.stop(this.wanted.stopSignal, patienceMs);
    });
  }

  private async watch(): Promise<void> {
    for (let wait = firstPauseMs; ; wait = Math.min(wait * 2, this.longestMs)) {
      const since = Date.now();
      const how = await this.daemon!.exited;
      if (Date.now() - since > steadyMs) wait = firstPauseMs;
      if (this.stopped.signal.aborted) return;
      this.tell(`${this.name} ended (${how}); it is started again in ${wait / 1000} s`);
      await pause(wait, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      if (this.stopped.signal.aborted) return;
      await this.startOnce(true).then(() => { this.tell(`${this.name} is back`); }, () => undefined);
    }
  }
}
