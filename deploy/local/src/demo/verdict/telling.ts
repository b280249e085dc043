import type { Seen } from '../stage/event-log.js';
import { albert, susan } from '../engagement-list/seed-people.js';

const of = (cells: Readonly<Record<string, string>>): string[] => ['cin', 'last_name', 'birth_date', 'phone'].map((field) => cells[field]!);

/** Words and numbers by which a person would be known. */
const persons = new RegExp([...of(albert.cells), ...of(susan.cells), '\\b9\\d{7}[A-Z]\\b', '-555-01\\d\\d'].join('|'));
/** Words by which substance use would be given away. */
const substances = /substance|overdose|opioid|poisoning|T40\.2|sober|42 CFR/i;

export const tellsOfSubstances = (said: string): boolean => substances.test(said);

/** What the data of an event gives away that must not be in a clear topic. The directory is public: it names organizations, not people. */
export function givenAwayBy({ topic, data }: Seen): 'a person' | 'substance use' | undefined {
  if (topic === 'hhp.directory') return undefined;
  const said = JSON.stringify(data);
  return persons.test(said) ? 'a person' : substances.test(said) ? 'substance use' : undefined;
}
