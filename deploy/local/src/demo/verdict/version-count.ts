import type { Seen } from '../stage/event-log.js';

/** Counts the versions of everything that is told, as it is read: of one thing they come one after the other, without gap and repeat. */
export class VersionCount {
  private readonly last = new Map<string, number>();
  readonly broken: string[] = [];

  take({ topic, tenant, aggregate, version }: Seen): void {
    if (version === 0) return;
    const thing = `${topic} ${tenant} ${aggregate}`;
    const before = this.last.get(thing) ?? 0;
    if (version !== before + 1) this.broken.push(`version ${version} of ${thing} follows ${before}`);
    this.last.set(thing, version);
  }
}
