import type { EvidenceGrade, FactSource, ReferralFactCorrected } from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';

/** What one source last said. */
export interface Statement {
  readonly value: boolean;
  readonly on?: Day;
  readonly corrected?: true;
}

/** A fact as its sources tell it: it holds when one of them says so, and is disputed when another denies that for the same day or later. */
export interface Fact {
  readonly value: boolean;
  readonly on?: Day;
  readonly evidenceGrade?: EvidenceGrade;
  readonly disputed: boolean;
  readonly said: Readonly<Partial<Record<FactSource, Statement>>>;
}

/** The fact after one more word of this source; what it said before gives way, other sources keep theirs. */
export function said(before: Fact | undefined, source: FactSource, statement: Statement, evidenceGrade?: EvidenceGrade): Fact {
  return factOf({ ...before?.said, [source]: statement }, evidenceGrade);
}

/** The fact after a correction: one that names no source speaks for the staff and replaces all. */
export function corrected(before: Fact | undefined, { value, on, source, evidenceGrade }: ReferralFactCorrected['data']): Fact {
  const day = on ?? (source ? before?.said[source]?.on : before?.on);
  const statement: Statement = { value, ...(day ? { on: day } : {}), corrected: true };
  return factOf(source ? { ...before?.said, [source]: statement } : { staff: statement }, evidenceGrade);
}

function factOf(words: Fact['said'], evidenceGrade: EvidenceGrade | undefined): Fact {
  const statements = Object.values(words);
  const value = statements.some((each) => each.value);
  const on = statements.filter((each) => each.value === value).map((each) => each.on).filter((day) => day !== undefined).sort()[0];
  return { value, ...(on ? { on } : {}), ...(evidenceGrade ? { evidenceGrade } : {}), disputed: isDenied(words, words), said: words };
}

/** Whether some source says yes and another one no, for the same day or later. */
export function isDenied(claims: Fact['said'], denials: Fact['said']): boolean {
  const noes = Object.entries(denials).filter(([, no]) => !no.value);
  return Object.entries(claims).some(([source, yes]) => yes.value && noes.some(([other, no]) => other !== source && isSameOrLater(no, yes)));
}

const isSameOrLater = (no: Statement, yes: Statement): boolean => no.on === undefined || yes.on === undefined || no.on >= yes.on;
