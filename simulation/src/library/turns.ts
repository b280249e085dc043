import { AsyncLocalStorage } from 'node:async_hooks';
import type { Chance } from '../chance.js';

/** A process of the service; what it does is known by its asynchronous context, and when it has died nothing of it goes on. */
export interface Process {
  readonly name: string;
  alive: boolean;
}
export const processOf = new AsyncLocalStorage<Process>();

interface Turn {
  readonly process: Process | undefined;
  readonly what: string;
  readonly take: () => Promise<void>;
}
interface Timer {
  readonly process: Process;
  readonly at: number;
  readonly fire: () => void;
}

const real = { setTimeout, clearTimeout, setImmediate };
export const realRest = (millis: number): Promise<void> => new Promise((resolve) => { real.setTimeout(resolve, millis); });

/** Who may go on, and when: everything that leaves a process (a statement, a publish, a timer) waits here for its turn. */
export class Turns {
  now = 0;
  trace: string[] | undefined;
  private waiting: Turn[] = [];
  private atWork = 0;
  private readonly timers = new Set<Timer>();

  constructor(readonly chance: Chance) {}

  note(what: () => string): void {
    this.trace?.push(`${String(this.now).padStart(6)} ms  ${what()}`);
  }

  /** Waits for its turn and does it; never answers a process that died meanwhile. */
  ask<Answer>(what: string, work: () => Promise<Answer>): Promise<Answer> {
    const process = processOf.getStore();
    return new Promise<Answer>((resolve, reject) => {
      const take = async (): Promise<void> => {
        try {
          const answer = await work();
          if (process?.alive !== false) resolve(answer);
        } catch (failure) {
          if (process?.alive !== false) reject(failure as Error);
        }
      };
      if (process?.alive !== false) this.waiting.push({ process, what, take });
    });
  }

  /** Everything that could go on now. */
  ready(): readonly Turn[] {
    this.waiting = this.waiting.filter(({ process }) => process?.alive !== false);
    const due = [...this.timers].filter(({ at }) => at <= this.now).map((timer): Turn => ({
      process: timer.process, what: 'wakes', take: async () => { this.timers.delete(timer); timer.fire(); },
    }));
    return [...this.waiting, ...due];
  }

  async take(turn: Turn): Promise<void> {
    this.waiting = this.waiting.filter((each) => each !== turn);
    await turn.take();
    await this.drained();
  }

  /** What takes real time and is no step of the schedule: nothing is decided before it is done. */
  async outside<Answer>(work: Promise<Answer>): Promise<Answer> {
    this.atWork++;
    try {
      return await work;
    } finally {
      this.atWork--;
    }
  }

  /** Until whoever was answered has asked for the next thing. */
  async drained(): Promise<void> {
    do for (let time = 0; time < 2; time++) await new Promise((next) => { real.setImmediate(next); });
    while (this.atWork > 0);
  }

  /** The moment of the next timer, if there is one within minutes: housekeeping rests for hours. */
  next(): number | undefined {
    const at = [...this.timers].filter(({ process, at: due }) => process.alive && due < this.now + 600_000).map((timer) => timer.at);
    return at.length === 0 ? undefined : Math.min(...at);
  }

  /** Timers and clocks of processes are virtual from here on; what belongs to no process keeps the real ones. */
  install(): () => void {
    const [now, date] = [performance.now.bind(performance), Date.now];
    const set = (fire: () => void, millis = 0): unknown => {
      const process = processOf.getStore();
      if (!process) return real.setTimeout(fire, millis);
      const timer = { process, at: this.now + millis, fire: () => { processOf.run(process, fire); }, unref: () => timer };
      this.timers.add(timer);
      return timer;
    };
    globalThis.setTimeout = set as typeof setTimeout;
    const clear = (timer: unknown): void => { if (!this.timers.delete(timer as Timer)) real.clearTimeout(timer as NodeJS.Timeout); };
    globalThis.clearTimeout = clear as typeof clearTimeout;
    performance.now = () => (processOf.getStore() ? this.now : now());
    Date.now = () => (processOf.getStore() ? this.now : date());
    return () => {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Object.assign(performance, { now });
      Date.now = date;
    };
  }
}
