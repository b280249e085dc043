import type { StatedCode } from './part2-form.js';

/** A form on which members say yes or no to sharing, for each class of data. */
export interface ConsentFormKind {
  readonly code: string;
  readonly title: string;
  readonly variant: 'authorization' | 'revocation';
  /** Who may use it: members of Medi-Cal alone (AB 133), or anyone. */
  readonly audience: 'medi-cal' | 'anyone';
  /** The statements of 42 CFR 2.31 that are printed on it; the others are filled in. */
  readonly printed: readonly StatedCode[];
  readonly source: string;
  /** `V`: that there is this variant is verified; `K`: what is printed on it is from memory and has to be compared with the form in force. */
  readonly confidence: { readonly variant: 'V'; readonly printed: 'K' };
}

const printed = ['information', 'recipient', 'purpose', 'right-to-revoke', 'redisclosure'] as const;
const known = { source: 'domain 4.1 [W23][W24]', confidence: { variant: 'V', printed: 'K' } } as const;

/** Authorization to Share Confidential Member Information (ASCMI), in its three variants; the list is data. */
export const consentForms: readonly ConsentFormKind[] = [
  { code: 'ascmi-ab-133', title: 'ASCMI, AB 133', variant: 'authorization', audience: 'medi-cal', printed, ...known },
  { code: 'ascmi-non-ab-133', title: 'ASCMI, other than AB 133', variant: 'authorization', audience: 'anyone', printed, ...known },
  { code: 'ascmi-revocation', title: 'ASCMI, revocation', variant: 'revocation', audience: 'anyone', printed: [], ...known },
];

export const formCodes = (variant: ConsentFormKind['variant']): string[] => consentForms.filter((each) => each.variant === variant).map(({ code }) => code);
export const printedOn = (code: string): readonly StatedCode[] => consentForms.find((each) => each.code === code)?.printed ?? [];
