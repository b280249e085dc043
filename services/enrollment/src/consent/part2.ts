import type { Purpose } from '@hhp/contracts';

/** An element of a written consent under 42 CFR 2.31(a) as amended in 2024; its wording is not yet confirmed (domain 4.1, K). */
export interface Part2Element {
  readonly number: number;
  readonly code: string;
  readonly meaning: string;
  /** Always, or only where the purpose is treatment, payment or operations. */
  readonly required: 'always' | 'for-tpo';
}

export const part2Elements: readonly Part2Element[] = [
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
];
export const part2Codes: readonly string[] = part2Elements.map(({ code }) => code);

const tpo: readonly Purpose[] = ['treatment', 'payment', 'operations'];

/** Whether the form has every element that this purpose requires, so that records of substance use may go under it. */
export function part2Complete(present: readonly string[], purpose: Purpose): boolean {
  return part2Elements.filter(({ required }) => required === 'always' || tpo.includes(purpose)).every(({ code }) => present.includes(code));
}
