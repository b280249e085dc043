import { startServers } from '../servers/servers.js';
import type { Bench, Figures, OpenBench, Ratio } from './bench.js';
import { type Machine, machineFacts } from './machine.js';
import { type Spread, rounded, spreadOf } from './spread.js';

export interface RatioResult extends Spread, Pick<Ratio, 'aim' | 'floor' | 'better'> {}

/** What `bench/results/<name>.json` says. */
export interface Result {
  readonly bench: string;
  readonly work: string;
  readonly unit: string;
  readonly small: boolean;
  readonly measuredOn: string;
  readonly machine: Machine;
  readonly contenders: Readonly<Record<string, { readonly [figure: string]: Spread }>>;
  readonly ratios: Readonly<Record<string, RatioResult>>;
  readonly rounds: readonly Readonly<Record<string, Figures>>[];
}

interface Options {
  readonly small: boolean;
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** Runs a bench: the contenders take turns, so that whatever else the machine does meets them all alike. */
export async function runBench(bench: Bench, options: Options): Promise<Result> {
  const servers = await startServers();
  try {
    const machine = await machineFacts(servers.adminUrl);
    const open = await bench.open({ servers, small: options.small });
    const rounds = await allRounds(open, options);
    await open.close();
    return {
      bench: bench.name, work: bench.work, unit: bench.unit, small: options.small, measuredOn: new Date().toISOString().slice(0, 10), machine,
      contenders: spreads(open, rounds), ratios: ratiosOf(open, rounds), rounds,
    };
  } finally {
    await servers.stop();
  }
}

type Rounds = Record<string, Figures>[];

async function allRounds({ contenders }: OpenBench, { rounds: count, say }: Options): Promise<Rounds> {
  const rounds: Rounds = [];
  for (let nth = 1; nth <= count; nth++) {
    const round: Record<string, Figures> = {};
    for (const contender of contenders) {
      const began = performance.now();
      const figures = await contender.round(nth);
      round[contender.name] = roundedFigures(figures);
      say(`round ${nth}  ${contender.name.padEnd(28)} ${told(round[contender.name]!)}  (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    }
    rounds.push(round);
  }
  return rounds;
}

function roundedFigures({ more = {}, ...figures }: Figures): Figures {
  const all = (values: object): Record<string, number> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value as number)]));
  return { ...all(figures), more: all(more) } as unknown as Figures;
}

const told = ({ perSecond, cpuMicros, memoryMiB, more = {} }: Figures): string =>
  [`${perSecond}/s`, `${cpuMicros} µs CPU`, `${memoryMiB} MiB`, ...Object.entries(more).map(([name, value]) => `${name} ${value}`)].join('  ');

function spreads({ contenders }: OpenBench, rounds: Rounds): Result['contenders'] {
  return Object.fromEntries(contenders.map(({ name }) => {
    const figures = rounds.map((round) => round[name]!);
    const fields = ['perSecond', 'cpuMicros', 'memoryMiB'] as const;
    const more = Object.keys(figures[0]?.more ?? {});
    return [name, {
      ...Object.fromEntries(fields.map((field) => [field, spreadOf(figures.map((each) => each[field]))])),
      ...Object.fromEntries(more.map((field) => [field, spreadOf(figures.map((each) => each.more![field]!))])),
    }];
  }));
}

function ratiosOf({ ratios }: OpenBench, rounds: Rounds): Result['ratios'] {
  return Object.fromEntries(Object.entries(ratios).map(([what, { of, aim, floor, better }]) => [what, { ...spreadOf(rounds.map(of)), aim, floor, better }]));
}
