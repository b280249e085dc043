import type { Servers } from '../servers/servers.js';

/** What one round of one contender came to, after its correctness was checked. */
export interface Figures {
  /** Work done in a second. */
  readonly perSecond: number;
  /** CPU time of all processes that did the work (server programs too, the load generator not), for each piece of work. */
  readonly cpuMicros: number;
  /** Resident memory of the contender's own processes at the end of the round, MiB. */
  readonly memoryMiB: number;
  /** Whatever else the bench wants to show: latencies in ms, sizes, counts. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Somebody who does the work: ours, the stock way, the limit of the machine. */
export interface Contender {
  readonly name: string;
  /** Does one round, checks that it was right, and tells the figures; throws when anything is lost, twice or out of order. */
  round(nth: number): Promise<Figures>;
}

export type RoundOf = Readonly<Record<string, Figures>>;

/** A ratio that the design is judged by. */
export interface Ratio {
  readonly of: (round: RoundOf) => number;
  readonly aim: number;
  readonly floor: number;
  readonly better: 'higher' | 'lower';
}

/** A bench that is open: its contenders take turns, round by round. */
export interface OpenBench {
  readonly contenders: readonly Contender[];
  readonly ratios: Readonly<Record<string, Ratio>>;
  close(): Promise<void>;
}

export interface Conditions {
  readonly servers: Servers;
  /** For correctness alone: seconds, and no figure means anything. */
  readonly small: boolean;
}

export interface Bench {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly work: string;
  readonly unit: string;
  open(conditions: Conditions): Promise<OpenBench>;
}

/** Seconds that do not count at the begin of a round. The first is long: until then compilers at work are most of what would be measured. */
export const warmUpSeconds = (round: number, small: boolean): number => (round === 1 && !small ? 10 : 1);

/** A round that was not right has no figure. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
}

/** Throws unless what was counted is what was done. */
export function mustBe(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Wrong(`${what}: ${found}, expected ${expected}`);
}
