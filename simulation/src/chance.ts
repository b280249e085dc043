/** Where every choice of a schedule comes from: a number of at least 0 and below `bound`; 0 is the choice without a fault. */
export interface Chance {
  below(bound: number): number;
}

/** The same seed, the same choices; keeps them, so that a failing schedule can be made smaller. */
export class SeededChance implements Chance {
  readonly drawn: number[] = [];

  constructor(private state: number) {}

  below(bound: number): number {
    // mulberry32: 32 bits of state, good enough to choose among a handful and quick.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const choice = ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
    this.drawn.push(choice);
    return choice;
  }
}

/** Choices that were made before, perhaps fewer of them; after the last one everything goes well. */
export class RecordedChance implements Chance {
  private used = 0;

  constructor(private readonly choices: readonly number[]) {}

  below(bound: number): number {
    return (this.choices[this.used++] ?? 0) % bound;
  }
}

/** The seed of the nth schedule of a run: any of them is replayed by itself. */
export function seedOf(run: number, nth: number): number {
  let mixed = (Math.imul(run, 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export const seedName = (seed: number): string => seed.toString(16).padStart(8, '0');
