import fc from 'fast-check';
import { type Consent, type DisclosureQuestion, type GrantedConsent, mayDisclose } from './index.js';

const friday = new Date('2019-09-13T16:30:00Z');
const question: DisclosureQuestion = { memberId: 'albert', organizationId: 'food-bank', dataClasses: ['general'], purpose: 'care-coordination' };
const yes: GrantedConsent = {
  memberId: 'albert', consentId: 'c-1', recipientOrganizationId: 'food-bank', dataClasses: ['general'], purpose: 'care-coordination',
  validFrom: '2019-09-01T00:00:00Z', grantedAt: '2019-09-01T00:00:00Z', part2Complete: false,
};
const no: Consent = { ...question, consentId: 'c-2', recipientOrganizationId: 'food-bank', declinedAt: '2019-09-02T00:00:00Z' };
const reasonOf = (consents: readonly Consent[], asked = question) => {
  const answer = mayDisclose(consents, asked, friday);
  return answer.allowed ? answer.consentId : answer.reason;
};

describe('a disclosure (002-71)', () => {
  it('needs a consent: silence is a no', () => expect(reasonOf([])).toBe('no-consent'));
  it('is allowed by a consent for this recipient, these data and this purpose', () => expect(reasonOf([yes])).toBe('c-1'));
  it('is allowed by a consent for a class of recipients that the organization belongs to', () => {
    const forPantries = { ...yes, recipientOrganizationId: undefined, recipientClass: 'food-pantry' };
    expect(reasonOf([forPantries], { ...question, organizationClasses: ['food-pantry'] })).toBe('c-1');
    expect(reasonOf([forPantries])).toBe('no-consent');
  });
  it.each([
    ['no-consent', { memberId: 'susan' }], ['no-consent', { recipientOrganizationId: 'legal-aid' }],
    ['no-consent', { recipientOrganizationId: undefined }], ['consent-revoked', { revokedAt: '2019-09-13T16:29:59Z' }],
    ['consent-expired', { validUntil: '2019-09-13T16:30:00Z' }], ['consent-not-yet-valid', { validFrom: '2019-09-13T16:30:01Z' }],
    ['consent-does-not-cover', { purpose: 'treatment' }], ['consent-does-not-cover', { dataClasses: ['housing'] }],
  ])('is refused as %s when the consent has %j', (reason, change) => expect(reasonOf([{ ...yes, ...change }])).toBe(reason));
  it('takes the latest word of the member: a later no overrides, a later yes counts again', () => {
    expect(reasonOf([yes, no])).toBe('consent-declined');
    expect(reasonOf([no, { ...yes, grantedAt: '2019-09-03T00:00:00Z' }])).toBe('c-1');
    expect(reasonOf([yes, { ...no, dataClasses: ['sud'] }])).toBe('c-1');
  });
  it('of substance use data needs the consent that names them with every element of Part 2', () => {
    const asked = { ...question, dataClasses: ['general', 'sud'] };
    expect(reasonOf([{ ...yes, part2Complete: true }], asked)).toBe('consent-does-not-cover');
    expect(reasonOf([{ ...yes, dataClasses: ['general', 'sud'] }], asked)).toBe('part2-incomplete');
    expect(reasonOf([{ ...yes, dataClasses: ['general', 'sud'], part2Complete: true }], asked)).toBe('c-1');
  });
  it('names the reason that is nearest to a yes', () => {
    expect(reasonOf([{ ...yes, revokedAt: '2019-09-02T00:00:00Z' }, { ...yes, dataClasses: ['housing'] }])).toBe('consent-does-not-cover');
  });
});

const classes = ['general', 'sud', 'mental-health', 'hiv', 'housing'];
const day = fc.integer({ min: -3, max: 3 }).map((days) => new Date(friday.getTime() + days * 86_400_000).toISOString());
const perhaps = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const members = fc.constantFrom('albert', 'susan');
const organizations = fc.constantFrom('food-bank', 'legal-aid');
const word = {
  memberId: members, consentId: fc.uuid(), recipientOrganizationId: perhaps(organizations), recipientClass: perhaps(fc.constantFrom('food-pantry', 'shelter')),
  dataClasses: fc.subarray(classes), purpose: fc.constantFrom('care-coordination', 'payment'),
};
const granted = fc.record({ ...word, grantedAt: day, validFrom: day, validUntil: perhaps(day), revokedAt: perhaps(day), part2Complete: fc.boolean() });
const consents = fc.array(fc.oneof(granted, fc.record({ ...word, declinedAt: day })), { maxLength: 6 });
const questions = fc.record({
  memberId: members, organizationId: organizations, organizationClasses: fc.subarray(['food-pantry', 'shelter']),
  dataClasses: fc.subarray(classes), purpose: fc.constantFrom('care-coordination', 'payment'),
});
const always = (property: (consents: Consent[], question: DisclosureQuestion) => void) =>
  fc.assert(fc.property(consents, questions, property), { numRuns: 2000 });

describe('whatever consents there are', () => {
  it('a yes rests on one that was given, is in force and covers everything asked', () => always((all, asked) => {
    const answer = mayDisclose(all, asked, friday);
    if (!answer.allowed) return;
    const basis = all.find((each) => each.consentId === answer.consentId) as GrantedConsent;
    expect(basis).toMatchObject({ memberId: asked.memberId, purpose: asked.purpose, grantedAt: expect.any(String) });
    expect(basis.revokedAt).toBeUndefined();
    expect(new Date(basis.validFrom) <= friday && (!basis.validUntil || new Date(basis.validUntil) > friday)).toBe(true);
    expect(asked.dataClasses.length > 0 && asked.dataClasses.every((each) => basis.dataClasses.includes(each))).toBe(true);
    expect(basis.part2Complete || !asked.dataClasses.includes('sud')).toBe(true);
    expect(basis.recipientOrganizationId ?? asked.organizationClasses!.find((each) => each === basis.recipientClass)).toBeDefined();
    expect([undefined, asked.organizationId]).toContain(basis.recipientOrganizationId);
  }));
  it('revoking all of them leaves nothing', () => always((all, asked) => {
    const revoked = all.map((each) => ('grantedAt' in each ? { ...each, revokedAt: friday.toISOString() } : each));
    expect(mayDisclose(revoked, asked, friday).allowed).toBe(false);
  }));
  it('asking for more, or one more no, never makes a no a yes', () => always((all, asked) => {
    if (mayDisclose(all, asked, friday).allowed || asked.dataClasses.length === 0) return;
    expect(mayDisclose(all, { ...asked, dataClasses: classes }, friday).allowed).toBe(false);
    const declined = { ...no, ...asked, recipientOrganizationId: asked.organizationId, declinedAt: friday.toISOString() };
    expect(mayDisclose([...all, declined], asked, friday).allowed).toBe(false);
  }));
  it('their order does not matter for whether it is allowed', () => always((all, asked) => {
    expect(mayDisclose([...all].reverse(), asked, friday).allowed).toBe(mayDisclose(all, asked, friday).allowed);
  }));
});
