import type { RelaySource } from '@hhp/messaging';
import { type Process, type Turns, processOf } from './turns.js';

type Slot = Awaited<ReturnType<RelaySource['slot']>>;
type Stream = ReturnType<RelaySource['stream']>;
type Take = Parameters<Stream['run']>[0];
export type Row = Parameters<Parameters<Slot['missed']>[0]>[0][number];

interface Connection {
  readonly process: Process;
  readonly take: Take;
  readonly end: (failure?: Error) => void;
  at: number;
  open: boolean;
  paused: boolean;
}

/** The server's memory of commits and its slot, as far as a relay sees them. */
export class SimulatedWal {
  readonly transactions: { readonly rows: readonly Row[]; readonly end: bigint }[] = [];
  slot: { confirmed: bigint } | undefined = { confirmed: 0n };
  private holder: Connection | undefined;
  private cutOff: Connection[] = [];
  private recoverer: Process | undefined;
  private readonly progress = { recovering: false, lastRecordedAt: -Infinity };
  rereads = 0;

  constructor(private readonly turns: Turns) {}

  commit(rows: readonly Row[]): void {
    this.transactions.push({ rows, end: BigInt(this.transactions.length + 1) });
  }

  get relayed(): boolean {
    return this.slot?.confirmed === BigInt(this.transactions.length) && !this.progress.recovering;
  }

  source(process: Process): RelaySource {
    return { slot: async () => this.slotOf(process), stream: () => this.stream(process) };
  }

  private slotOf(process: Process): Slot {
    const { turns, progress } = this;
    return {
      name: 'slot', publication: 'publication', retainedBytes: async () => 0, isBehind: async () => false,
      alone: async (work) => {
        await turns.ask('recovery lock', async () => {
          if (this.recoverer?.alive) throw new Error('Another relay recovers');
          this.recoverer = process;
        });
        try {
          return await work();
        } finally {
          this.recoverer = undefined;
        }
      },
      prepare: () => turns.ask('prepare the slot', async () => {
        if (!this.slot) {
          progress.recovering = true;
          this.slot = { confirmed: BigInt(this.transactions.length) };
        }
        return { behind: progress.recovering };
      }),
      missed: async (take) => {
        this.rereads++;
        const rows = await turns.ask('read the outbox again', async () => this.transactions.flatMap((each) => [...each.rows])
          .filter(({ recordedAt }) => recordedAt.getTime() > progress.lastRecordedAt - 60_000)
          .sort((one, other) => Number(one.position - other.position)));
        for (let at = 0; at < rows.length; at += 3) await take(rows.slice(at, at + 3));
      },
      recovered: () => turns.ask('recovered', async () => { progress.recovering = false; }),
      note: (_end, at) => turns.ask('note', async () => { progress.lastRecordedAt = Math.max(progress.lastRecordedAt, at.getTime()); }),
    };
  }

  private stream(process: Process): Stream {
    let connection: Connection | undefined;
    return {
      run: (take, started) => this.turns.ask('start streaming', async () => {
        if (this.holder?.process.alive || !this.slot) throw new Error('the slot is active, or gone');
        let end: Connection['end'] = () => undefined;
        const ended = new Promise<void>((resolve, reject) => { end = (failure) => { if (failure) reject(failure); else resolve(); }; });
        connection = { process, take, end, at: Number(this.slot.confirmed), open: true, paused: false };
        this.holder = connection;
        started();
        return { ended };
      }).then(({ ended }) => ended),
      confirm: (end) => {
        if (connection?.open && this.slot && end > this.slot.confirmed) this.slot.confirmed = end;
      },
      pause: () => { if (connection) connection.paused = true; },
      resume: () => { if (connection) connection.paused = false; },
      stop: async () => {
        if (this.holder === connection) this.holder = undefined;
        if (connection) connection.open = false;
        connection?.end();
      },
    };
  }

  /** The server ends the connection; the relay hears of it later. */
  cut(): boolean {
    if (!this.holder) return false;
    this.holder.open = false;
    this.cutOff.push(this.holder);
    this.holder = undefined;
    return true;
  }

  lose(): void {
    this.cut();
    this.slot = undefined;
  }

  died(process: Process): void {
    if (this.holder?.process === process) this.holder = undefined;
  }

  deliveries(): { readonly what: string; readonly process: Process; readonly take: () => Promise<void> }[] {
    const { holder } = this;
    const deaf = this.cutOff.filter(({ process }) => process.alive).map((connection) => ({
      what: 'hears that it is cut off', process: connection.process, take: async () => {
        this.cutOff = this.cutOff.filter((each) => each !== connection);
        processOf.run(connection.process, () => { connection.end(new Error('Connection terminated')); });
      },
    }));
    if (!holder?.process.alive || holder.paused || holder.at >= this.transactions.length) return deaf;
    const take = async (): Promise<void> => {
      const { rows, end } = this.transactions[holder.at++]!;
      processOf.run(holder.process, () => { holder.take({ kind: 'transaction', rows, end }); });
    };
    return [...deaf, { what: 'stream a transaction', process: holder.process, take }];
  }
}
