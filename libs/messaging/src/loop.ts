import { rest } from './rest.js';

/** Work that is done again and again until it is stopped: at once while there is more of it, else after a rest. */
export class Loop {
  private stopping = new AbortController();
  private running: Promise<void> | undefined;

  /** `work` answers whether more waits; when it fails, it is tried again after the rest. */
  constructor(private readonly restMs: number, private readonly work: (stopping: AbortSignal) => Promise<boolean>) {}

  start(): void {
    this.stopping = new AbortController();
    this.running = this.run(this.stopping.signal);
  }

  /** Ends when what is in hand is finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const more = await this.work(stopping).catch(() => false);
      if (!more) await rest(this.restMs, stopping);
    }
  }
}
