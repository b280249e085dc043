/** What came of asking for one thing more. */
export interface Reach {
  readonly exceeded: boolean;
  /** Seconds until the count begins anew. */
  readonly retryAfter: number;
  /** Nobody was told of it in this window yet. */
  readonly first: boolean;
}
interface Window { readonly until: number; readonly seen: Set<string>; told: boolean }

/**
 * Counts how many different things somebody asks for in a window of time. What was asked for already may be asked for again: it tells nothing
 * new. Kept in memory and bounded in both directions; whoever has not asked for longest is forgotten first.
 */
export class Breadth {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly most: number, private readonly windowMs: number, private readonly mostAskers = 10_000) {}

  ask(who: string, what: string, now: number): Reach {
    const window = this.windowOf(who, now);
    const exceeded = !window.seen.has(what) && window.seen.size >= this.most;
    if (!exceeded) window.seen.add(what);
    const first = exceeded && !window.told;
    window.told ||= exceeded;
    return { exceeded, first, retryAfter: Math.ceil((window.until - now) / 1_000) };
  }

  private windowOf(who: string, now: number): Window {
    const known = this.windows.get(who);
    const window = known && known.until > now ? known : { until: now + this.windowMs, seen: new Set<string>(), told: false };
    this.windows.delete(who);
    this.windows.set(who, window);
    if (this.windows.size > this.mostAskers) this.windows.delete(this.windows.keys().next().value!);
    return window;
  }
}
