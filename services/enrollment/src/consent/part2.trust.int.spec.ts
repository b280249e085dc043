import { dataClasses, type Purpose } from '@hhp/contracts';
import { mayDisclose, missingPart2, type Part2Code, part2Codes, part2Elements } from '@hhp/domain-kit';
import { evidence } from '@hhp/testing';
import { grant, type Grant, noConsent } from './consent.js';
import { type StatedCode, statedCodes } from './part2-form.js';

const now = new Date('2019-09-12T16:30:00Z');

/** A consent whose form has these elements and no other. */
function consentWith(present: readonly Part2Code[], purpose: Purpose): Grant {
  const has = (code: Part2Code): boolean => present.includes(code);
  return {
    memberId: 'susan', consentId: 'c-1', recipientOrganizationId: 'bridge-house', dataClasses: ['general', 'sud'], purpose, validFrom: now, form: 'written',
    ...(has('expiry') ? { validUntil: new Date('2020-09-12T16:30:00Z') } : {}),
    part2: {
      stated: statedCodes.filter((code): code is StatedCode => code !== 'expiry' && has(code)), discloser: has('discloser') ? 'golden-gate' : undefined,
      signature: has('signature') ? 'paper' : undefined, signedOn: has('signed-on') ? '2019-09-12' : undefined,
    },
  };
}

const all = Array.from({ length: 2 ** part2Codes.length }, (_, bits) => part2Codes.filter((_code, nth) => bits & (1 << nth)));

const counted = { combinations: 0, complete: 0, passedIncomplete: 0 };
afterAll(() => {
  evidence('consent-elements', [{
    claim: 'Of all forms with and without each of the ten Part 2 elements, for each purpose, exactly the complete ones let substance use records pass',
    counted, holds: counted.combinations === 4096 && counted.complete === 5 && counted.passedIncomplete === 0,
  }]);
});

describe('the elements of a Part 2 consent (domain 4.1, 42 CFR 2.31)', () => {
  it('are ten, each with its own number', () => expect(part2Elements.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  it.each([['treatment', 1], ['payment', 1], ['operations', 1], ['care-coordination', 2]] as const)(
    'for %s: of all 1,024 forms %i may carry substance use records, and every one may carry the rest', (purpose, complete) => {
      const question = { memberId: 'susan', organizationId: 'bridge-house', purpose };
      const passed = all.filter((present) => {
        const [{ data }] = grant(noConsent, consentWith(present, purpose), now, '2019-09-12') as [ReturnType<typeof grant>[number]];
        expect(mayDisclose([data], { ...question, dataClasses: ['general'] }, now).allowed).toBe(true);
        const { part2Elements: said, ...boolean } = data;
        expect([...said!].sort()).toEqual([...present].sort());
        const answer = mayDisclose([data], { ...question, dataClasses: ['general', 'sud'] }, now);
        expect(answer).toMatchObject(answer.allowed ? { consentId: 'c-1' } : { reason: 'part2-incomplete' });
        // The word of the writer alone does not do, where its elements say otherwise.
        expect(mayDisclose([{ ...data, part2Complete: true }], { ...question, dataClasses: ['sud'] }, now).allowed).toBe(answer.allowed);
        expect(mayDisclose([boolean], { ...question, dataClasses: ['sud'] }, now).allowed).toBe(answer.allowed);
        return answer.allowed;
      });
      counted.combinations += all.length;
      counted.complete += passed.length;
      counted.passedIncomplete += passed.filter((present) => missingPart2(present, purpose).length > 0).length;
      expect(passed).toHaveLength(complete);
      expect(passed.every((present) => missingPart2(present, purpose).length === 0)).toBe(true);
      expect(passed).toContainEqual(part2Codes);
    });
  it('do not stand in for a class that is not named', () => {
    const [{ data }] = grant(noConsent, consentWith(part2Codes, 'care-coordination'), now, '2019-09-12') as [ReturnType<typeof grant>[number]];
    for (const dataClass of dataClasses.filter((each) => !['general', 'sud'].includes(each))) {
      expect(mayDisclose([data], { memberId: 'susan', organizationId: 'bridge-house', purpose: 'care-coordination', dataClasses: [dataClass] }, now))
        .toEqual({ allowed: false, reason: 'consent-does-not-cover' });
    }
  });
});
