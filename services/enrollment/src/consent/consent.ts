import type { ConsentDeclined, ConsentGranted, ConsentRevoked, DataClass, Purpose } from '@hhp/contracts';
import { type Day, missingPart2, notFound, Refused } from '@hhp/domain-kit';
import { elementsOf, type Part2Form } from './part2-form.js';

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
  | { readonly status: 'declined' } & Said & { readonly declinedAt: string; readonly formCode?: string }
  | { readonly status: 'granted' | 'revoked' } & Said & {
    readonly validFrom: string; readonly validUntil?: string; readonly expiryEvent?: string; readonly form: ConsentForm; readonly formCode?: string;
    readonly part2Complete: boolean; readonly part2Elements?: readonly string[]; readonly grantedAt: string;
    readonly revokedAt?: string; readonly inForceAt?: string;
  };
export const noConsent: Consent = { status: 'none' };

interface Asked extends Said {
  readonly consentId: string;
  readonly formCode?: string;
}
export interface Grant extends Asked {
  readonly validFrom: Date;
  readonly validUntil?: Date;
  /** The event on which it ends, where no date is set; a person records that it came. */
  readonly expiryEvent?: string;
  readonly form: ConsentForm;
  readonly part2: Part2Form;
}

/** The member allows these classes of data to go to this recipient for this purpose during this period (002-71, domain 4.1). */
export function grant(consent: Consent, command: Grant, now: Date, today: Day): ConsentGranted[] {
  mustBeNew(consent);
  mustNameRecipient(command);
  mustBePossible(command, today);
  const { validFrom, validUntil, expiryEvent, form, purpose, part2 } = command;
  const part2Elements = elementsOf(part2, { validUntil, expiryEvent }, purpose);
  return [{
    type: 'ConsentGranted',
    data: {
      ...wordsOf(command), validFrom: validFrom.toISOString(), ...(validUntil ? { validUntil: validUntil.toISOString() } : {}),
      ...(expiryEvent ? { expiryEvent } : {}), form, part2Elements, part2Complete: missingPart2(part2Elements, purpose).length === 0,
      grantedAt: now.toISOString(),
    },
  }];
}

function mustBePossible({ validFrom, validUntil, form, part2 }: Grant, today: Day): void {
  if (validUntil && validUntil <= validFrom) throw new Refused('period-impossible', 'A consent ends after it begins', 'invalid', ['validUntil']);
  if (form === 'verbal' && (part2.signature !== undefined || part2.signedOn !== undefined)) {
    throw new Refused('verbal-signature', 'What was said is not signed', 'invalid', ['part2.signature']);
  }
  if (part2.signedOn !== undefined && part2.signedOn > today) throw new Refused('signed-later', 'A form is signed before it is recorded', 'invalid', ['part2.signedOn']);
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
export function revoke(consent: Consent, { consentId, formCode }: { consentId: string; formCode?: string }, now: Date, settlesInMs: number): ConsentRevoked[] {
  if (consent.status === 'none') throw notFound('consent');
  if (consent.status === 'declined') throw new Refused('nothing-to-revoke', 'The member never allowed it');
  if (consent.status === 'revoked') return [];
  const inForceAt = new Date(now.getTime() + settlesInMs).toISOString();
  return [{ type: 'ConsentRevoked', data: { memberId: consent.memberId, consentId, revokedAt: now.toISOString(), inForceAt, ...(formCode ? { formCode } : {}) } }];
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

function mustBeNew(consent: Consent): void {
  if (consent.status !== 'none') throw new Refused('consent-recorded', 'This consent was recorded already');
}

function mustNameRecipient({ recipientOrganizationId, recipientClass }: Asked): void {
  if ((recipientOrganizationId === undefined) === (recipientClass === undefined)) {
    throw new Refused('recipient-missing', 'A consent names one organization or one class of them', 'invalid', ['recipientOrganizationId', 'recipientClass']);
  }
}

function wordsOf({ memberId, consentId, recipientOrganizationId, recipientClass, dataClasses, purpose, formCode }: Asked): Asked {
  return {
    memberId, consentId, ...(recipientOrganizationId ? { recipientOrganizationId } : {}), ...(recipientClass ? { recipientClass } : {}),
    dataClasses: [...new Set(dataClasses)], purpose, ...(formCode ? { formCode } : {}),
  };
}
