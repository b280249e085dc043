import { Refused } from '@hhp/domain-kit';
import { type Consent, type ConsentEvent, declineToShare, evolve, grant, type Grant, noConsent, revoke } from './consent.js';
import { part2Codes, part2Complete } from './part2.js';

const now = new Date('2019-09-12T16:30:00Z');
const yes: Grant = {
  memberId: 'm-1', consentId: 'c-1', recipientOrganizationId: 'o-1', dataClasses: ['general', 'sud'], purpose: 'care-coordination',
  validFrom: now, validUntil: new Date('2020-09-12T16:30:00Z'), form: 'written', part2Elements: part2Codes.slice(0, 9),
};
const after = (...events: ConsentEvent[]): Consent => events.reduce(evolve, noConsent);
const codeOf = (work: () => unknown): string | undefined => {
  try { work(); } catch (refused) { if (refused instanceof Refused) return refused.code; throw refused; }
  return undefined;
};
const complete = (change: Partial<Grant>): boolean | undefined => grant(noConsent, { ...yes, ...change }, now)[0]?.data.part2Complete;

describe('a consent', () => {
  it('names who may get what for which purpose and until when (002-71, domain 4.1)', () => {
    expect(grant(noConsent, yes, now)).toEqual([{
      type: 'ConsentGranted',
      data: {
        memberId: 'm-1', consentId: 'c-1', recipientOrganizationId: 'o-1', dataClasses: ['general', 'sud'], purpose: 'care-coordination',
        validFrom: '2019-09-12T16:30:00.000Z', validUntil: '2020-09-12T16:30:00.000Z', form: 'written', part2Complete: true,
        grantedAt: '2019-09-12T16:30:00.000Z',
      },
    }]);
  });
  it.each([
    ['without a recipient', { recipientOrganizationId: undefined }, 'recipient-missing'],
    ['for an organization and a class at once', { recipientClass: 'food-banks' }, 'recipient-missing'],
    ['that ends before it begins', { validUntil: now }, 'period-impossible'],
    ['that was said and yet signed', { form: 'verbal' as const }, 'verbal-signature'],
  ])('is refused %s', (_name, change, code) => {
    expect(codeOf(() => grant(noConsent, { ...yes, ...change } as Grant, now))).toBe(code);
  });
  it('by word of mouth or without an end does not carry substance-use records (42 CFR 2.31)', () => {
    expect(complete({ form: 'verbal', part2Elements: part2Codes.slice(0, 7) })).toBe(false);
    expect(complete({ validUntil: undefined })).toBe(false);
    expect(complete({ validUntil: undefined, purpose: 'treatment', part2Elements: part2Codes })).toBe(true);
  });
  it('that was declined is recorded too, and there is nothing to take back', () => {
    const no = declineToShare(noConsent, yes, now);
    expect(no[0]?.data).toEqual({
      memberId: 'm-1', consentId: 'c-1', recipientOrganizationId: 'o-1', dataClasses: ['general', 'sud'], purpose: 'care-coordination',
      declinedAt: now.toISOString(),
    });
    expect(codeOf(() => revoke(after(...no), 'c-1', now, 2750))).toBe('nothing-to-revoke');
    expect(codeOf(() => grant(after(...no), yes, now))).toBe('consent-recorded');
  });
  it('is taken back once, and says from when nothing leaves any more', () => {
    const granted = grant(noConsent, yes, now);
    const revoked = revoke(after(...granted), 'c-1', now, 2750);
    expect(revoked).toEqual([
      { type: 'ConsentRevoked', data: { memberId: 'm-1', consentId: 'c-1', revokedAt: '2019-09-12T16:30:00.000Z', inForceAt: '2019-09-12T16:30:02.750Z' } },
    ]);
    expect(revoke(after(...granted, ...revoked), 'c-1', new Date('2019-09-13T00:00:00Z'), 2750)).toEqual([]);
    expect(after(...granted, ...revoked)).toMatchObject({ status: 'revoked', inForceAt: '2019-09-12T16:30:02.750Z' });
    expect(codeOf(() => revoke(noConsent, 'c-1', now, 2750))).toBe('not-found');
  });
});

describe('the elements of a Part 2 consent', () => {
  it.each(['care-coordination', 'treatment', 'payment', 'operations'] as const)('for %s: of all 1,024 combinations only those with every required element are complete', (purpose) => {
    const required = purpose === 'care-coordination' ? 0b0111111111 : 0b1111111111;
    for (let combination = 0; combination < 1024; combination++) {
      const present = part2Codes.filter((_, nth) => combination & (1 << nth));
      expect(part2Complete(present, purpose)).toBe((combination & required) === required);
    }
  });
  it('are ten', () => expect(part2Codes).toHaveLength(10));
});
