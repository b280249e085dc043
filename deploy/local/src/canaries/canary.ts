import { randomBytes, randomInt } from 'node:crypto';

/** A member of whom nothing is like anybody else's: every field that tells of a person is a token that nothing else could bring about. */
export interface Canary {
  /** What enrolment is told, by the columns of an engagement list. */
  readonly cells: Readonly<Record<string, string>>;
  /** What people write about the member, and hospitals. */
  readonly words: Readonly<Record<'note' | 'goal' | 'summary' | 'preference' | 'recordNumber' | 'visit' | 'diagnosis' | 'question', string>>;
}

const letters = 'bcdfghjkmnpqrstvwxz';
const word = (): string => `Q${Array.from(randomBytes(18), (byte) => letters[byte % letters.length]).join('')}`;
const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

export function aCanary(): Canary {
  const born = `19${30 + randomInt(40)}-${String(1 + randomInt(12)).padStart(2, '0')}-${String(1 + randomInt(28)).padStart(2, '0')}`;
  return {
    cells: {
      cin: `9${digits(7)}${'ABCDEFGHJKMNPSTVWXY'[randomInt(19)]!}`, last_name: word(), first_name: word(), birth_date: born, sex: 'F', language: 'en',
      phone: `415${digits(9)}`, email: `${word()}@${word()}.example`.toLowerCase(), address: `${word()} Street`, plan_contract_code: 'GG-SF', county_code: '06075',
      population: 'SPA1', conditions: 'SUD:2019-01-15;DM:2018-11-08', acuity: 'R2b:1;R2c:2', homeless_indicator: 'N', chronic_homeless_indicator: 'N',
      exclusion_code: 'NONE',
    },
    words: {
      note: word(), goal: word(), summary: word(), preference: word(), recordNumber: word(), visit: word(), diagnosis: word(), question: word(),
    },
  };
}

const identity = ['cin', 'last_name', 'first_name', 'phone', 'email', 'address'] as const;

/** What says who the member is, and is in the profile. */
export const identityOf = ({ cells }: Canary): string[] => identity.map((field) => cells[field]!);
/** A date of birth is no rare text; it is looked for as people and as HL7 write it. */
export const birthOf = ({ cells }: Canary): string => cells['birth_date']!;
export const tokensOf = (canary: Canary): string[] => [...identityOf(canary), ...Object.values(canary.words)];
