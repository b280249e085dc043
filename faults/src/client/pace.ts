const [fewest, most] = [16, 160];
/** Answers sooner than this let more people work at once, later ones fewer. */
const [brisk, slow] = [700, 2_000];

/** How many people work at once: as many as the machine answers briskly. A slow machine is not buried, and a quick one not spared. */
export class Pace {
  private allowed = 32;
  private working = 0;

  constructor(private readonly rate: number) {}

  get people(): number {
    return most;
  }

  /** Whether one more may begin now. */
  begin(): boolean {
    if (this.working >= Math.floor(this.allowed)) return false;
    this.working++;
    return true;
  }

  end(tookMs: number, known: boolean): void {
    this.working--;
    // What got no answer tells of a service that is down, not of one that is slow.
    if (known && tookMs < brisk) this.allowed = Math.min(most, this.allowed + 4 / this.allowed);
    if (tookMs > slow) this.allowed = Math.max(fewest, this.allowed - 1);
  }

  /** After this long the same person asks again, so that all of them together keep the rate: a half more or less, as `chance` says. */
  breathMs(tookMs: number, chance: number): number {
    return Math.max(5, (this.allowed / this.rate) * 1_000 * (0.5 + chance) - tookMs);
  }
}
