import { missingPart2 } from './part2.js';

/** What a member said about sharing, as the events of enrolment carry it: a yes with its period, or a no. */
interface ConsentWord {
  readonly memberId: string;
  readonly consentId: string;
  readonly recipientOrganizationId?: string | undefined;
  readonly recipientClass?: string | undefined;
  readonly dataClasses: readonly string[];
  readonly purpose: string;
}
export interface GrantedConsent extends ConsentWord {
  readonly grantedAt: string;
  readonly validFrom: string;
  readonly validUntil?: string | undefined;
  /** All required elements of a 42 CFR Part 2 consent were there when it was recorded (domain 4.1). */
  readonly part2Complete: boolean;
  /** The elements themselves: whoever discloses counts them again. Unknown of a consent that was said before they travelled. */
  readonly part2Elements?: readonly string[] | undefined;
  readonly revokedAt?: string | undefined;
}
export interface DeclinedConsent extends ConsentWord {
  readonly declinedAt: string;
}
export type Consent = GrantedConsent | DeclinedConsent;

/** May these classes of data about this member go to this organization for this purpose? */
export interface DisclosureQuestion {
  readonly memberId: string;
  readonly organizationId: string;
  /** Classes of recipients to which the organization belongs. */
  readonly organizationClasses?: readonly string[];
  readonly dataClasses: readonly string[];
  readonly purpose: string;
}

/** Why nothing may leave, from the furthest to the nearest to a yes. */
export const disclosureRefusals = [
  'no-consent', 'consent-declined', 'consent-revoked', 'consent-expired', 'consent-not-yet-valid', 'consent-does-not-cover', 'part2-incomplete',
] as const;
export type DisclosureRefusal = (typeof disclosureRefusals)[number];
export type DisclosureAnswer = { readonly allowed: true; readonly consentId: string } | { readonly allowed: false; readonly reason: DisclosureRefusal };

/** One consent has to allow all that is asked; several that allow a part each do not add up. Silence is a no. */
export function mayDisclose(consents: readonly Consent[], question: DisclosureQuestion, now: Date): DisclosureAnswer {
  const about = consents.filter((consent) => isAbout(consent, question));
  const refusals: DisclosureRefusal[] = ['no-consent'];
  for (const consent of about) {
    const refusal = whyNot(consent, about, question, now);
    if (refusal === undefined) return { allowed: true, consentId: consent.consentId };
    refusals.push(refusal);
  }
  return { allowed: false, reason: disclosureRefusals.findLast((each) => refusals.includes(each))! };
}

/** The member's word about this recipient, by name or by a class that it belongs to. */
function isAbout(consent: Consent, { memberId, organizationId, organizationClasses = [] }: DisclosureQuestion): boolean {
  if (consent.memberId !== memberId) return false;
  if (consent.recipientOrganizationId !== undefined) return consent.recipientOrganizationId === organizationId;
  return consent.recipientClass !== undefined && organizationClasses.includes(consent.recipientClass);
}

function whyNot(consent: Consent, about: readonly Consent[], question: DisclosureQuestion, now: Date): DisclosureRefusal | undefined {
  if (!('grantedAt' in consent)) return concerns(consent, question) ? 'consent-declined' : 'no-consent';
  if (consent.revokedAt !== undefined) return 'consent-revoked';
  if (about.some((later) => overrides(later, consent, question))) return 'consent-declined';
  if (consent.validUntil !== undefined && new Date(consent.validUntil) <= now) return 'consent-expired';
  if (new Date(consent.validFrom) > now) return 'consent-not-yet-valid';
  if (!covers(consent, question)) return 'consent-does-not-cover';
  return question.dataClasses.includes('sud') && !isPart2Complete(consent) ? 'part2-incomplete' : undefined;
}

/** Both must say so: whoever recorded the consent, and its elements by the list that this service knows. */
const isPart2Complete = ({ part2Complete, part2Elements, purpose }: GrantedConsent): boolean =>
  part2Complete && (part2Elements === undefined || missingPart2(part2Elements, purpose).length === 0);

/** Sensitive classes (`sud`, `mental-health`, `hiv`, `domestic-violence`) are never meant by another class: each is named or not allowed. */
function covers(consent: GrantedConsent, { dataClasses, purpose }: DisclosureQuestion): boolean {
  return consent.purpose === purpose && dataClasses.length > 0 && dataClasses.every((each) => consent.dataClasses.includes(each));
}

/** Asked again, the member said no to something of what is asked now: the later word counts, also when both came at once. */
function overrides(later: Consent, consent: GrantedConsent, question: DisclosureQuestion): boolean {
  return 'declinedAt' in later && concerns(later, question) && new Date(later.declinedAt) >= new Date(consent.grantedAt);
}

const concerns = (consent: Consent, { dataClasses, purpose }: DisclosureQuestion): boolean =>
  consent.purpose === purpose && consent.dataClasses.some((each) => dataClasses.includes(each));
