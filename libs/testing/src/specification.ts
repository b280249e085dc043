import { Refused } from '@hhp/domain-kit';
import { deepStrictEqual, fail } from 'node:assert/strict';

/** What a decision came to. */
export interface Outcome<Event> {
  then(...expected: Event[]): void;
  thenRefused(code: string): void;
  /** It was said before, or there is nothing to it: no event, no refusal. */
  thenNothingHappens(): void;
}
export type Given<State, Event> = (...events: readonly Event[]) => { when(decide: (state: State) => readonly Event[]): Outcome<Event> };

/** Given these events, when this is decided, then these events follow: the rules of a core as sentences. */
export function specificationOf<State, Event>(initial: State, evolve: (state: State, event: Event) => State): Given<State, Event> {
  return (...events) => ({
    when: (decide) => {
      const outcome = decided(() => decide(events.reduce(evolve, initial)));
      return {
        then: (...expected) => { deepStrictEqual(outcome, { events: expected }); },
        thenRefused: (code) => {
          deepStrictEqual('refused' in outcome ? outcome.refused : fail(`It was not refused but came to ${JSON.stringify(outcome)}`), code);
        },
        thenNothingHappens: () => { deepStrictEqual(outcome, { events: [] }); },
      };
    },
  });
}

/** A refusal is an outcome; any other error is a mistake of the core and fails the test as it is. */
function decided<Event>(decide: () => readonly Event[]): { readonly events: readonly Event[] } | { readonly refused: string } {
  try {
    return { events: [...decide()] };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.code };
    throw error;
  }
}
