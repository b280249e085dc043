/** What became of one invariant: how much was looked at, and what broke it. */
export interface Verdict {
  readonly id: string;
  readonly what: string;
  readonly looked: number;
  readonly broken: readonly string[];
}

export class Finding {
  readonly broken: string[] = [];
  looked = 0;

  constructor(private readonly id: string, private readonly what: string) {}

  /** Holds one thing against the invariant. */
  hold(holds: boolean, otherwise: () => string): void {
    this.looked++;
    if (!holds) this.broken.push(otherwise());
  }

  get verdict(): Verdict {
    return { id: this.id, what: this.what, looked: this.looked, broken: this.broken };
  }
}
