import type { Evidence } from './evidence.js';

/** Something that the demonstration shows, and what of it is not so; nothing when it is true. */
export interface Claim {
  readonly says: string;
  readonly wrong: (evidence: Evidence) => Promise<readonly string[]> | readonly string[];
}

/** A complaint when two things differ that should be the same. */
export const differs = (what: string, found: unknown, wanted: unknown): readonly string[] =>
  (JSON.stringify(found) === JSON.stringify(wanted) ? [] : [`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`]);

/** At most so many complaints of one kind are worth reading. */
export const some = (complaints: readonly string[], most = 5): readonly string[] =>
  (complaints.length <= most ? complaints : [...complaints.slice(0, most), `… and ${complaints.length - most} more`]);
