/** How large a run is. */
export interface Size {
  readonly name: string;
  readonly kills: number;
  readonly membersOfPlan: number;
  /** Commands per second that the client aims at. */
  readonly rate: number;
  /** Mean pause between two faults. */
  readonly breathMs: number;
  readonly restSeconds: number;
  /** For how long there is work before anything breaks. */
  readonly warmUpMs: number;
  /** How often recovery is measured, each kind of death by itself. */
  readonly trials: number;
  /** Records of the one backlog. */
  readonly backlog: number;
}

const sizes: Readonly<Record<string, Size>> = {
  smoke: { name: 'smoke', kills: 50, membersOfPlan: 120, rate: 300, breathMs: 800, restSeconds: 60, warmUpMs: 1_500, trials: 0, backlog: 0 },
  standard: { name: 'standard', kills: 300, membersOfPlan: 200, rate: 300, breathMs: 2_000, restSeconds: 180, warmUpMs: 1_500, trials: 30, backlog: 1_000_000 },
  full: { name: 'full', kills: 1_000, membersOfPlan: 200, rate: 300, breathMs: 2_000, restSeconds: 240, warmUpMs: 1_500, trials: 30, backlog: 1_000_000 },
};

export interface Options { readonly size: Size; readonly seed: number; readonly report: string | undefined; readonly earlier: string | undefined }

/** `--size smoke|standard|full [--seed N] [--kills N] [--trials N] [--rate N] [--warm-up MS] [--backlog N] [--earlier COMMIT] [--report FILE]`. */
export function optionsOf(args: readonly string[]): Options {
  const of = (name: string): string | undefined => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? undefined : args[at + 1];
  };
  const size = sizes[of('size') ?? 'smoke'];
  if (!size) throw new Error(`--size is one of ${Object.keys(sizes).join(', ')}`);
  const seed = Number(of('seed') ?? Math.floor(Math.random() * 1_000_000));
  if (!Number.isSafeInteger(seed)) throw new Error('--seed is a whole number');
  const number = (name: string, otherwise: number): number => Number(of(name) ?? otherwise);
  const wanted = {
    ...size, kills: number('kills', size.kills), trials: number('trials', size.trials), backlog: number('backlog', size.backlog), rate: number('rate', size.rate),
    warmUpMs: number('warm-up', size.warmUpMs),
  };
  return { size: wanted, seed, report: of('report'), earlier: of('earlier') };
}
