import type { Purpose } from '@hhp/contracts';
import { type Day, isTpo, type Part2Code, part2Codes } from '@hhp/domain-kit';

/** Elements that are words on the form. The others are facts with a value of their own, and are never ticked. */
export const statedCodes = ['patient-name', 'information', 'recipient', 'purpose', 'right-to-revoke', 'expiry', 'redisclosure'] as const satisfies readonly Part2Code[];
export type StatedCode = (typeof statedCodes)[number];

/** What a signed form says of the elements of 42 CFR 2.31 (domain 4.1). */
export interface Part2Form {
  /** The statements that stand on it; `expiry` here says that it has no end. */
  readonly stated: readonly StatedCode[];
  /** Who may disclose, as an opaque id or a code of a class. */
  readonly discloser?: string | undefined;
  readonly signature?: 'paper' | 'electronic' | undefined;
  readonly signedOn?: Day | undefined;
}

/** When a consent ends: on a date, on an event, or never. */
export interface Ending {
  readonly validUntil?: Date | undefined;
  readonly expiryEvent?: string | undefined;
}

/** The elements that the form has, each counted from what it says and not from somebody's word that it is there. */
export function elementsOf(form: Part2Form, { validUntil, expiryEvent }: Ending, purpose: Purpose): Part2Code[] {
  const present: Readonly<Record<Part2Code, boolean>> = {
    'patient-name': form.stated.includes('patient-name'),
    'discloser': form.discloser !== undefined,
    'information': form.stated.includes('information'),
    'recipient': form.stated.includes('recipient'),
    'purpose': form.stated.includes('purpose'),
    'right-to-revoke': form.stated.includes('right-to-revoke'),
    'expiry': validUntil !== undefined || expiryEvent !== undefined || (form.stated.includes('expiry') && isTpo(purpose)),
    'signature': form.signature !== undefined,
    'signed-on': form.signedOn !== undefined,
    'redisclosure': form.stated.includes('redisclosure'),
  };
  return part2Codes.filter((code) => present[code]);
}
