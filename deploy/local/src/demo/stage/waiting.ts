import { setTimeout as pause } from 'node:timers/promises';
import { Unexpected } from './api.js';

/** Who should have read what: the service and its reader. */
export interface Seer {
  readonly service: string;
  readonly reader: string;
}

/** Nobody saw it in time. */
export class NeverSeen extends Error {
  override readonly name = 'NeverSeen';
}

/** The longest that a fact may take from one service to another. */
export const limitMs = 15_000;

/** What a service answers while it has not read the fact yet. */
const notYet = [404, 409];

/**
 * Asks again and again until there is an answer, at most for the limit. Who did not answer, and what it waited for, is in the failure.
 * A service that says no because it does not know yet is asked again.
 */
export async function until<T>(what: string, { service, reader }: Seer, ask: () => Promise<T | undefined>, withinMs = limitMs): Promise<T> {
  const giveUp = performance.now() + withinMs;
  for (let wait = 5; ; wait = Math.min(wait * 1.5, 200)) {
    let refused = '';
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof Unexpected) || !notYet.includes(error.status)) throw error;
      refused = ` (it last said ${error.code || String(error.status)})`;
    }
    if (performance.now() > giveUp) throw new NeverSeen(`${service}: its reader ${reader} never saw ${what}, in ${Math.round(withinMs / 1000)} s${refused}`);
    await pause(wait);
  }
}
