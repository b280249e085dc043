import type { Day } from './calendar.js';

/** The notice that goes with records of substance use, in the wording of its time. */
export interface RedisclosureNotice {
  readonly code: string;
  readonly from: Day;
  readonly text: { readonly en: string; readonly es: string };
  readonly source: string;
  readonly confidence: 'K';
}

/** The short form of 42 CFR 2.32(a); the wording is from memory of the rule and has to be verified. The list is data. */
export const redisclosureNotices: readonly RedisclosureNotice[] = [
  {
    code: '42-CFR-2.32/2018', from: '2018-02-02', source: '42 CFR 2.32(a)(2), 83 FR 239', confidence: 'K',
    text: {
      en: '42 CFR part 2 prohibits unauthorized disclosure of these records.',
      es: 'La norma 42 CFR parte 2 prohíbe la divulgación no autorizada de estos registros.',
    },
  },
  {
    code: '42-CFR-2.32/2024', from: '2024-04-16', source: '42 CFR 2.32(a)(2), 89 FR 12472', confidence: 'K',
    text: {
      en: '42 CFR part 2 prohibits unauthorized use or disclosure of these records.',
      es: 'La norma 42 CFR parte 2 prohíbe el uso o la divulgación no autorizados de estos registros.',
    },
  },
];

/** The notice that has to go with these classes of data on this day; nothing where none has to. */
export function noticeFor(dataClasses: readonly string[], on: Day): RedisclosureNotice | undefined {
  return dataClasses.includes('sud') ? redisclosureNotices.findLast(({ from }) => from <= on) ?? redisclosureNotices[0] : undefined;
}
