import { Refused } from '@hhp/domain-kit';
import { type Consent, type ConsentEvent, declineToShare, evolve, grant, type Grant, noConsent, revoke } from './consent.js';

const now = new Date('2019-09-12T16:30:00Z');
const yes: Grant = {
  memberId: 'm-1', consentId: 'c-1', recipientOrganizationId: 'o-1', dataClasses: ['general', 'sud'], purpose: 'care-coordination',
  validFrom: now, validUntil: new Date('2020-09-12T16:30:00Z'), form: 'written',
  part2: {
    stated: ['patient-name', 'information', 'recipient', 'purpose', 'right-to-revoke'], discloser: 'golden-gate', signature: 'paper', signedOn: '2019-09-12',
  },
};
const today = '2019-09-12';
const after = (...events: ConsentEvent[]): Consent => events.reduce(evolve, noConsent);
const codeOf = (work: () => unknown): string | undefined => {
  try { work(); } catch (refused) { if (refused instanceof Refused) return refused.code; throw refused; }
  return undefined;
};
const complete = (change: Partial<Grant>): boolean | undefined => grant(noConsent, { ...yes, ...change }, now, today)[0]?.data.part2Complete;

describe('a consent', () => {
  it('names who may get what for which purpose and until when (002-71, domain 4.1)', () => {
    expect(grant(noConsent, yes, now, today)).toEqual([{
      type: 'ConsentGranted',
      data: {
        memberId: 'm-1', consentId: 'c-1', recipientOrganizationId: 'o-1', dataClasses: ['general', 'sud'], purpose: 'care-coordination',
        validFrom: '2019-09-12T16:30:00.000Z', validUntil: '2020-09-12T16:30:00.000Z', form: 'written', part2Complete: true,
        part2Elements: [
          'patient-name', 'discloser', 'information', 'recipient', 'purpose', 'right-to-revoke', 'expiry', 'signature', 'signed-on',
        ],
        grantedAt: '2019-09-12T16:30:00.000Z',
      },
    }]);
  });
  it.each([
    ['without a recipient', { recipientOrganizationId: undefined }, 'recipient-missing'],
    ['for an organization and a class at once', { recipientClass: 'food-banks' }, 'recipient-missing'],
    ['that ends before it begins', { validUntil: now }, 'period-impossible'],
    ['that was said and yet signed', { form: 'verbal' as const }, 'verbal-signature'],
    ['that was signed tomorrow', { part2: { ...yes.part2, signedOn: '2019-09-13' } }, 'signed-later'],
  ])('is refused %s', (_name, change, code) => {
    expect(codeOf(() => grant(noConsent, { ...yes, ...change } as Grant, now, today))).toBe(code);
  });
  it('by word of mouth or without an end does not carry substance-use records (42 CFR 2.31)', () => {
    const { stated } = yes.part2;
    expect(complete({})).toBe(true);
    expect(complete({ form: 'verbal', part2: { stated, discloser: 'golden-gate' } })).toBe(false);
    expect(complete({ validUntil: undefined })).toBe(false);
    expect(complete({ validUntil: undefined, expiryEvent: 'programme-end' })).toBe(true);
    const withoutEnd = { ...yes.part2, stated: [...stated, 'redisclosure', 'expiry'] as const };
    expect(complete({ validUntil: undefined, part2: withoutEnd })).toBe(false);
    expect(complete({ validUntil: undefined, purpose: 'treatment', part2: withoutEnd })).toBe(true);
  });
  it('that was declined is recorded too, and there is nothing to take back', () => {
    const no = declineToShare(noConsent, yes, now);
    expect(no[0]?.data).toEqual({
      memberId: 'm-1', consentId: 'c-1', recipientOrganizationId: 'o-1', dataClasses: ['general', 'sud'], purpose: 'care-coordination',
      declinedAt: now.toISOString(),
    });
    expect(codeOf(() => revoke(after(...no), { consentId: 'c-1' }, now, 2750))).toBe('nothing-to-revoke');
    expect(codeOf(() => grant(after(...no), yes, now, today))).toBe('consent-recorded');
  });
  it('is taken back once, and says from when nothing leaves any more', () => {
    const granted = grant(noConsent, yes, now, today);
    const revoked = revoke(after(...granted), { consentId: 'c-1' }, now, 2750);
    expect(revoked).toEqual([
      { type: 'ConsentRevoked', data: { memberId: 'm-1', consentId: 'c-1', revokedAt: '2019-09-12T16:30:00.000Z', inForceAt: '2019-09-12T16:30:02.750Z' } },
    ]);
    expect(revoke(after(...granted, ...revoked), { consentId: 'c-1' }, new Date('2019-09-13T00:00:00Z'), 2750)).toEqual([]);
    expect(after(...granted, ...revoked)).toMatchObject({ status: 'revoked', inForceAt: '2019-09-12T16:30:02.750Z' });
    expect(codeOf(() => revoke(noConsent, { consentId: 'c-1' }, now, 2750))).toBe('not-found');
  });
});
