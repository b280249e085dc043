import type { NeedCategory } from '@hhp/contracts';

/** What one answer to one question of one instrument means. A risk names the need it may become. */
export type Meaning = 'no-risk' | 'refusal' | 'informational' | { readonly risk: NeedCategory };

/** A question with a list of answers, or one whose answer is free and only informs. */
export type Question =
  | { readonly asks: string; readonly many?: true; readonly answers: Readonly<Record<string, Meaning>> }
  | { readonly asks: string; readonly value: 'integer' | 'decimal' | 'string' };

/**
 * A screening instrument as data. Meanings are keyed by (instrument, question, answer), because the same LOINC question has
 * other answers in another instrument (71802-3 in PRAPARE and in AHC, domain 15.3).
 */
export interface Instrument {
  readonly name: string;
  /** Canonical address of the FHIR Questionnaire, without a version. */
  readonly questionnaire: string;
  /** Groups only hold questions. */
  readonly groups: readonly string[];
  readonly questions: Readonly<Record<string, Question>>;
}

/** One answer as given: the LOINC code of a listed answer, or the value of a free one. */
export interface Given {
  readonly question: string;
  readonly answer: string | number;
}
