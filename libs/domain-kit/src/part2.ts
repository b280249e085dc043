/** An element of a written consent under 42 CFR 2.31(a) as amended in 2024; its wording is not yet confirmed (domain 4.1, K). */
export interface Part2Element {
  readonly number: number;
  readonly code: string;
  readonly meaning: string;
  /** Always, or only where the purpose is treatment, payment or operations. */
  readonly required: 'always' | 'for-tpo';
}

/** The elements as data: what the law adds or takes away is a line here. */
export const part2Elements = [
  { number: 1, code: 'patient-name', meaning: "The patient's name", required: 'always' },
  { number: 2, code: 'discloser', meaning: 'Who may disclose', required: 'always' },
  { number: 3, code: 'information', meaning: 'Which information, described meaningfully', required: 'always' },
  { number: 4, code: 'recipient', meaning: 'The recipient, by name or class', required: 'always' },
  { number: 5, code: 'purpose', meaning: 'The purpose', required: 'always' },
  { number: 6, code: 'right-to-revoke', meaning: 'The right to revoke in writing, and how', required: 'always' },
  { number: 7, code: 'expiry', meaning: 'When it ends: a date, event or condition; none is allowed for treatment, payment, operations', required: 'always' },
  { number: 8, code: 'signature', meaning: "The patient's signature, on paper or electronic", required: 'always' },
  { number: 9, code: 'signed-on', meaning: 'The date signed', required: 'always' },
  { number: 10, code: 'redisclosure', meaning: 'That the recipient may redisclose, and what follows from refusing to sign', required: 'for-tpo' },
] as const satisfies readonly Part2Element[];
export type Part2Code = (typeof part2Elements)[number]['code'];
export const part2Codes: readonly Part2Code[] = part2Elements.map(({ code }) => code);

/** Treatment, payment and operations (TPO). */
export const isTpo = (purpose: string): boolean => ['treatment', 'payment', 'operations'].includes(purpose);

/** What the form lacks for this purpose; only if that is nothing may records of substance use go under it. */
export function missingPart2(present: readonly string[], purpose: string): Part2Code[] {
  return part2Elements.filter(({ required }) => required === 'always' || isTpo(purpose)).map(({ code }) => code).filter((code) => !present.includes(code));
}
