import { addDays } from '@hhp/domain-kit';
import type { Chance } from './chance.js';
import type { DemoCounty } from './counties.js';
import { firstNames, languages, lastNames } from './names.js';

/** The cells of a row by their columns. */
export type Cells = Readonly<Record<string, string>>;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A Medi-Cal number of the right form that nobody else of the list has. */
export const cinOf = (nth: number): string => `9${String(2_000_001 + nth * 97)}${letters[nth % 26]!}`;

/** Who the person is: nobody, made up. */
export function personOf(nth: number, chance: Chance, county: DemoCounty): Cells {
  const sex = chance.of(['F', 'M'] as const);
  return {
    cin: cinOf(nth), last_name: chance.of(lastNames), first_name: chance.of(firstNames[sex]), birth_date: addDays('1938-01-01', chance.below(60 * 365)), sex,
    language: chance.weighted(languages), phone: `${county.dials}-555-01${String(chance.below(100)).padStart(2, '0')}`,
  };
}
