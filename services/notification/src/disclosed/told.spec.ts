import { dataClasses, needCategories } from '@hhp/contracts';
import { recipientClasses } from '@hhp/domain-kit';
import fc from 'fast-check';
import { write } from '../mail/mail.js';
import { page } from '../invitation/page.js';
import { type Knowledge, toldOf } from './told.js';

const canary = 'canary7f3a';
const profile = {
  firstName: 'Susan', lastName: 'Lee', phone: '415-555-0101', email: 'susan@example.org', language: 'es', birthDate: '1980-01-01',
  cin: canary, diagnosis: canary, address: { street: canary }, conditions: [canary], population: canary,
};
const known: Knowledge = {
  profile, needCategory: 'homelessness', dataClasses: ['general'], organization: 'Bridge House', respondBy: null, consent: { consentId: 'c-1', version: 2 },
  recipientClasses: [], today: '2019-09-13',
};

describe('what an organization is told', () => {
  it('holds no field of the profile that no list names, in mail and page, whatever is asked and whoever asks', () => {
    fc.assert(fc.property(
      fc.constantFrom(...needCategories), fc.subarray([...dataClasses], { minLength: 1 }), fc.subarray(recipientClasses.map(({ code }) => code)),
      (needCategory, classes, recipients) => {
        const told = toldOf({ ...known, needCategory, dataClasses: classes, recipientClasses: recipients });
        const mail = write('partner-invitation', {
          reference: 'r-1', step: 'respond', organization: 'Bridge House', told, link: undefined, linkUntil: undefined, timeZone: 'America/Los_Angeles', where: '',
        });
        const shown = page({ shows: 'request', request: { told, timeZone: 'America/Los_Angeles' } }, 'en').body;
        expect(JSON.stringify([told, mail, shown])).not.toContain(canary);
      }), { numRuns: 500 });
  });
  it('is who to call, for what and in which language; a clinic also learns the birth date', () => {
    expect(toldOf(known)).toEqual({
      name: 'Susan Lee', contact: '415-555-0101', language: 'es', need: 'homelessness', organization: 'Bridge House', respondBy: null, concernsSud: false,
      consent: { consentId: 'c-1', version: 2 },
    });
    expect(toldOf({ ...known, recipientClasses: ['health-care-provider'] }).birthDate).toBe('1980-01-01');
  });
  it('is not how to reach the person where violence at home is the matter', () => {
    expect(toldOf({ ...known, needCategory: 'intimate-partner-violence' })).not.toHaveProperty('contact');
    expect(toldOf({ ...known, dataClasses: ['general', 'domestic-violence'] })).not.toHaveProperty('contact');
  });
});
