import type { ConsentDeclined, ConsentGranted, ConsentRevoked, DataClass, Purpose } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';
import { part2Complete } from './part2.js';

export type ConsentEvent = ConsentGranted | ConsentDeclined | ConsentRevoked;
export type ConsentForm = ConsentGranted['data']['form'];

interface Said {
  readonly memberId: string;
  readonly recipientOrganizationId?: string;
  readonly recipientClass?: string;
  readonly dataClasses: readonly DataClass[];
  readonly purpose: Purpose;
}

/** What the member said about sharing, and whether that still stands. */
export type Consent =
  | { readonly status: 'none' }
  | { readonly status: 'declined' } & Said & { readonly declinedAt: string }
  | { readonly status: 'granted' | 'revoked' } & Said & {
    readonly validFrom: string; readonly validUntil?: string; readonly form: ConsentForm; readonly part2Complete: boolean; readonly grantedAt: string;
    readonly revokedAt?: string; readonly inForceAt?: string;
  };
export const noConsent: Consent = { status: 'none' };

interface Asked extends Said { readonly consentId: string }
export interface Grant extends Asked {
  readonly validFrom: Date;
  readonly validUntil?: Date;
  readonly form: ConsentForm;
  readonly part2Elements: readonly string[];
}

/** The member allows these classes of data to go to this recipient for this purpose during this period (002-71, domain 4.1). */
export function grant(consent: Consent, command: Grant, now: Date): ConsentGranted[] {
  mustBeNew(consent);
  mustNameRecipient(command);
  const { validFrom, validUntil, form, purpose, part2Elements } = command;
  if (validUntil && validUntil <= validFrom) throw new Refused('period-impossible', 'A consent ends after it begins', 'invalid', ['validUntil']);
  if (form === 'verbal' && part2Elements.some((code) => code === 'signature' || code === 'signed-on')) {
    throw new Refused('verbal-signature', 'What was said is not signed', 'invalid', ['part2Elements']);
  }
  const complete = part2Complete(validUntil || expiryMayBeNone(purpose) ? part2Elements : part2Elements.filter((code) => code !== 'expiry'), purpose);
  return [{
    type: 'ConsentGranted',
    data: {
      ...wordsOf(command), validFrom: validFrom.toISOString(), ...(validUntil ? { validUntil: validUntil.toISOString() } : {}), form,
      part2Complete: complete, grantedAt: now.toISOString(),
    },
  }];
}

/** The member says no to sharing; that is recorded too (domain 4.1). */
export function declineToShare(consent: Consent, command: Asked, now: Date): ConsentDeclined[] {
  mustBeNew(consent);
  mustNameRecipient(command);
  return [{ type: 'ConsentDeclined', data: { ...wordsOf(command), declinedAt: now.toISOString() } }];
}

/**
 * The member takes it back. From `inForceAt` nothing leaves under it anywhere: by then every lease has ended that could have been
 * given by a heartbeat before this revocation. Said twice is nothing new.
 */
export function revoke(consent: Consent, consentId: string, now: Date, settlesInMs: number): ConsentRevoked[] {
  if (consent.status === 'none') throw notFound('consent');
  if (consent.status === 'declined') throw new Refused('nothing-to-revoke', 'The member never allowed it');
  if (consent.status === 'revoked') return [];
  const inForceAt = new Date(now.getTime() + settlesInMs).toISOString();
  return [{ type: 'ConsentRevoked', data: { memberId: consent.memberId, consentId, revokedAt: now.toISOString(), inForceAt } }];
}

export function evolve(consent: Consent, event: ConsentEvent): Consent {
  switch (event.type) {
    case 'ConsentGranted': {
      const { consentId: _, ...said } = event.data;
      return { status: 'granted', ...said };
    }
    case 'ConsentDeclined': {
      const { consentId: _, ...said } = event.data;
      return { status: 'declined', ...said };
    }
    case 'ConsentRevoked': {
      const { revokedAt, inForceAt } = event.data;
      return consent.status === 'granted' ? { ...consent, status: 'revoked', revokedAt, inForceAt } : consent;
    }
  }
}

/** Only treatment, payment and operations may do without an end (element 7). */
const expiryMayBeNone = (purpose: Purpose): boolean => ['treatment', 'payment', 'operations'].includes(purpose);

function mustBeNew(consent: Consent): void {
  if (consent.status !== 'none') throw new Refused('consent-recorded', 'This consent was recorded already');
}

function mustNameRecipient({ recipientOrganizationId, recipientClass }: Asked): void {
  if ((recipientOrganizationId === undefined) === (recipientClass === undefined)) {
    throw new Refused('recipient-missing', 'A consent names one organization or one class of them', 'invalid', ['recipientOrganizationId', 'recipientClass']);
  }
}

function wordsOf({ memberId, consentId, recipientOrganizationId, recipientClass, dataClasses, purpose }: Asked): Asked {
  return {
    memberId, consentId, ...(recipientOrganizationId ? { recipientOrganizationId } : {}), ...(recipientClass ? { recipientClass } : {}),
    dataClasses: [...new Set(dataClasses)], purpose,
  };
}
