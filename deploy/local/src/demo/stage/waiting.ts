import { setTimeout as pause } from 'node:timers/promises';
import { Unexpected } from './api.js';

/** Who should have read something: the service and its reader. */
export interface Seer {
  readonly service: string;
  readonly reader: string;
}

/** Something did not come to pass in time. */
export class NeverSeen extends Error {
  override readonly name = 'NeverSeen';
}

/** The longest that a fact may take from one service to another. */
export const limitMs = 15_000;

/** What a service answers while it has not read the fact yet, or not for certain. */
const notYet = [404, 409, 503];

/** Who did not read what. */
export const neverSaw = ({ service, reader }: Seer, what: string): string => `${service}: its reader ${reader} never saw ${what}`;

/**
 * Asks again and again until there is an answer, at most for the limit; then it fails with the complaint. A service that says no because
 * it does not know yet is asked again.
 */
export async function until<T>(complaint: string, ask: () => Promise<T | undefined>): Promise<T> {
  const giveUp = performance.now() + limitMs;
  for (let wait = 5; ; wait = Math.min(wait * 1.5, 200)) {
    let refused = '';
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof Unexpected) || !notYet.includes(error.status)) throw error;
      refused = `; it last said ${error.code || String(error.status)}`;
    }
    if (performance.now() > giveUp) throw new NeverSeen(`${complaint} (waited ${Math.round(limitMs / 1000)} s${refused})`);
    await pause(wait);
  }
}
