import type { Observer } from './observer.js';
import { type Library, serviceOn } from './service.js';
import type { Sessions } from './sessions.js';
import type { SimulatedLog } from './simulated-log.js';
import type { SimulatedWal } from './simulated-wal.js';
import { type Process, type Turns, processOf } from './turns.js';

/** Everything of one schedule that its people, its processes and its faults act upon. */
export interface Field {
  readonly turns: Turns;
  readonly log: SimulatedLog;
  readonly wal: SimulatedWal;
  readonly observer: Observer;
  readonly sessions: Sessions;
  readonly library: Library;
}
export interface Running {
  readonly process: Process;
  readonly messaging: InstanceType<Library['Messaging']>;
  readonly transactions: InstanceType<Library['Transactions']>;
  readonly died: Promise<void>;
  readonly die: () => void;
}

/** Two processes of one service, each with all that a service runs in the background. */
export class Processes {
  readonly execute: ReturnType<typeof serviceOn>['execute'];
  private readonly parts: ReturnType<typeof serviceOn>['parts'];
  private readonly failed: number[] = [];
  private readonly running: (Running | undefined)[] = [undefined, undefined];

  constructor(private readonly field: Field) {
    ({ parts: this.parts, execute: this.execute } = serviceOn(field.library));
  }

  startAll(): void {
    for (const [nth, each] of this.running.entries()) if (!each) this.start(nth);
  }

  private start(nth: number): void {
    const { library, log, wal, sessions, turns: { chance } } = this.field;
    const process: Process = { name: nth === 0 ? 'one' : 'two', alive: true };
    let die: () => void = () => undefined;
    const died = new Promise<void>((resolve) => { die = resolve; });
    const random = { bytes: (count: number) => Uint8Array.from({ length: count }, () => chance.below(256)) };
    processOf.run(process, () => {
      const database = sessions.database();
      const transactions = new library.Transactions(database, { service: 'stage', clockOffset: () => 0, random });
      const messaging = new library.Messaging({
        service: 'stage', database, relayUrl: '', brokers: [], topicPrefix: '', transactions, log: log.port(process), source: wal.source(process),
      });
      this.running[nth] = { process, messaging, transactions, died, die };
      messaging.start(this.parts).catch(() => { this.failed.push(nth); });
    });
  }

  /** Whoever could not start ends, and is started again. */
  async startFailed(): Promise<void> {
    for (const nth of this.failed.splice(0)) {
      await this.kill(nth);
      this.start(nth);
    }
  }

  async kill(nth: number): Promise<void> {
    const dead = this.running[nth];
    if (!dead) return;
    this.field.turns.note(() => `process ${dead.process.name} dies`);
    dead.process.alive = false;
    this.running[nth] = undefined;
    this.field.wal.died(dead.process);
    this.field.log.died(dead.process);
    await this.field.sessions.abandon(dead.process);
    dead.die();
  }

  async killAll(): Promise<void> {
    for (const nth of this.running.keys()) await this.kill(nth);
  }

  some(): Running | undefined {
    const alive = this.running.filter((each) => each !== undefined);
    return alive[this.field.turns.chance.below(alive.length || 1)];
  }
}
