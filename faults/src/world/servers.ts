import { type Kafka, type Postgres, startKafka, startPostgres } from '@hhp/local-stack';
import { setTimeout as pause } from 'node:timers/promises';
import { killTree, lives, signal } from './programs.js';

interface Running { readonly daemon: { readonly pid: number } }
type StartOne<Server> = (again: boolean, begun: (daemon: Running['daemon']) => void) => Promise<Server>;

/** A server that can be killed and started again on its data. */
export class FaultServer<Server extends Running> {
  private running: Server | undefined;
  private begun: number | undefined;

  constructor(private readonly startOne: StartOne<Server>) {}

  get pid(): number {
    return this.begun!;
  }

  /** Leaves nothing behind when we are ended ourselves. */
  abandon(): void {
    signal(this.begun, 'SIGKILL');
  }

  async start(): Promise<Server> {
    const again = this.running !== undefined;
    for (let tries = 1; ; tries++) {
      try {
        return (this.running = await this.startOne(again, ({ pid }) => { this.begun = pid; }));
      } catch (error) {
        if (tries === 3) throw error;
        await pause(500);
      }
    }
  }

  /** Every process of it, at once. */
  async kill(): Promise<void> {
    await killTree(this.pid);
  }

  /** As the server's own signal ends it; waits until it is gone. */
  async end(which: NodeJS.Signals): Promise<void> {
    signal(this.pid, which);
    for (let waited = 0; lives(this.pid) && waited < 20_000; waited += 20) await pause(20);
    await killTree(this.pid);
  }

  /** Its data is thrown away, so it need not end in order. */
  async stop(): Promise<void> {
    if (this.begun !== undefined) await this.kill();
  }
}

export interface ServerPlace { readonly state: string; readonly jars: string; readonly ports: readonly number[]; readonly password: string }

/** PostgreSQL as it ships: it waits for the disk. */
export const postgresOf = ({ state, ports, password }: ServerPlace): FaultServer<Postgres> =>
  new FaultServer((again, begun) => startPostgres({ state, port: ports[0]!, password, again, begun }));

export const kafkaOf = ({ state, ports, jars }: ServerPlace): FaultServer<Kafka> =>
  new FaultServer((again, begun) => startKafka({ state, port: ports[1]!, controllerPort: ports[2]!, advertisedPort: ports[4]!, jars, again, begun }));
