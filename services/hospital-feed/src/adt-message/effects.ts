import type { Tx } from '@hhp/messaging';
import type { MatchKeys } from '../person/match-keys.js';
import { type HeldStay, holdStayOf, recordStep, settle, withMembers } from '../stay/stay.commands.js';
import { type StayRow, holdStaysByKey, matchOne } from '../stay/stays.js';
import type { StayFact } from '../stay/stay.js';
import type { Verdict } from './verdict.js';

/** One stay that a message changes, read and held, with nothing written yet. */
export interface Effect {
  readonly held: HeldStay;
  readonly localKeys: readonly string[];
  readonly step?: { readonly visits: readonly string[]; readonly fact: Omit<StayFact, 'arrival'> };
}

/** The stays that a message changes: the one that it is about, or, when two numbers become one person, those of the retired number. */
export async function effectsOf(tx: Tx, meaning: Verdict['meaning'], facilityId: string, keys: MatchKeys): Promise<Effect[]> {
  if (!meaning) return [];
  const records = (numbers: readonly string[]): string[] => numbers.map((number) => keys.local('record', facilityId, number));
  if (meaning.use === 'stay') {
    const visits = [meaning.visit, ...meaning.priorVisit ? [meaning.priorVisit] : []].map((visit) => keys.local('visit', facilityId, visit));
    const held = await holdStayOf(tx, { visits, clues: keys.clues(meaning.person) });
    return [{ held, localKeys: records(meaning.person.localIds), step: { visits, fact: meaning.fact } }];
  }
  await matchOne(tx);
  const effects: Effect[] = [];
  for (const { person, retired } of meaning.merges) {
    for (const row of await holdStaysByKey(tx, records(retired))) {
      effects.push({ held: await withMembers(tx, row, keys.clues(person)), localKeys: records(person.localIds) });
    }
  }
  return effects;
}

/** Writes what was found, in a transaction that was begun for every plan that it concerns. */
export async function apply(tx: Tx, messageId: string, facilityId: string, { held, localKeys, step }: Effect): Promise<void> {
  if (step) await recordStep(tx, { messageId, facilityId, ...step, localKeys }, held);
  else await settle(tx, held as HeldStay & { row: StayRow }, localKeys);
}
