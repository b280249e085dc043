import type { Effect } from './slice.js';
import type { ReaderParts } from './reader.js';
import type { Tx } from './tx.js';

/**
 * Hands the effects of a slice to the reader's methods: each method gets all that it wants in one call. Where a deletion stands among
 * events, what came before it is handed out first, so that nothing comes back to life.
 */
export async function applyEffects(tx: Tx, reader: ReaderParts, effects: readonly Effect[]): Promise<void> {
  for (const part of partsBetweenDeletions(effects)) {
    const events = part.flatMap((each) => (each.kind === 'event' ? [each] : []));
    for (const { definitions, call } of reader.handlers) {
      const theirs = events.filter(({ event }) => definitions.some(({ type }) => type === event.type)).map(({ event }) => event);
      if (theirs.length > 0) await call(tx, theirs);
    }
    const deleted = part.flatMap((each) => (each.kind === 'tombstone' ? [each.tombstone] : []));
    for (const { topic, call } of reader.tombstones) {
      const theirs = deleted.filter((each) => each.topic === topic);
      if (theirs.length > 0) await call(tx, theirs);
    }
  }
}

function partsBetweenDeletions(effects: readonly Effect[]): Effect[][] {
  const parts: Effect[][] = [];
  let before: Effect['kind'] | undefined;
  for (const effect of effects) {
    if (before === undefined || (before === 'tombstone' && effect.kind === 'event')) parts.push([]);
    parts.at(-1)!.push(effect);
    before = effect.kind;
  }
  return parts;
}

