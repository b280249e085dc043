/** How much is done at once: so many pieces of work, each of as many of the waiting items as `next` says, from the first on. */
export interface GatheringLimits<Item> {
  readonly atOnce: number;
  readonly next: (waiting: readonly Item[]) => number;
  /** Whether there is enough for a piece of work beside one that is under way; less waits for company. */
  readonly enough: (waiting: readonly Item[]) => boolean;
}

/** Items that come in one turn of the program, or while others are at work, are worked on together, by work that never fails. */
export class Gathering<Item> {
  private readonly waiting: Item[] = [];
  private running = 0;
  private called = false;

  constructor(private readonly work: (items: readonly Item[]) => Promise<void>, private readonly limits: GatheringLimits<Item>) {}

  get length(): number {
    return this.waiting.length;
  }

  add(item: Item): void {
    this.waiting.push(item);
    if (this.called) return;
    this.called = true;
    setImmediate(() => {
      this.called = false;
      this.call();
    });
  }

  private call(): void {
    while (this.waiting.length > 0 && (this.running === 0 || (this.running < this.limits.atOnce && this.limits.enough(this.waiting)))) {
      const items = this.waiting.splice(0, this.limits.next(this.waiting));
      this.running++;
      void this.work(items).finally(() => {
        this.running--;
        this.call();
      });
    }
  }
}
