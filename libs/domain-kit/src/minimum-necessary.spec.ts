import fc from 'fast-check';
import { labelReaders, mayRead, minimumFor, noticeFor, recipientClasses, redisclosureNotices, tellable } from './index.js';

const canary = 'canary-7f3a';
/** Everything that is known about somebody, and things that nobody has thought of. */
const known = {
  name: 'Susan', contact: '415-555-0101', need: 'homelessness', language: 'en', birthDate: '1980-01-01', cin: canary, diagnosis: canary, conditions: [canary],
  dataClasses: ['sud', canary], ownerId: canary, memberId: canary, notes: canary, address: canary, memberTriedInVain: canary, referralId: 'r-1', state: 'sent',
};

describe('the minimum for a recipient (002-71, reliability 3.2)', () => {
  it('is name, contact, need and language for a pantry, and never a diagnosis', () => {
    const told = minimumFor({ classes: ['food-pantry'], labels: [] }, known);
    expect(told).toEqual({ name: 'Susan', contact: '415-555-0101', need: 'homelessness', language: 'en', referralId: 'r-1', state: 'sent' });
  });
  it('lets no canary through, whatever classes and labels there are and whatever else is known', () => {
    const words = fc.array(fc.constantFrom(...recipientClasses.map(({ code }) => code), 'shelter', 'sud', 'domestic-violence', '__proto__', 'constructor'));
    fc.assert(fc.property(words, words, fc.dictionary(fc.string(), fc.constant(canary)), (classes, labels, more) => {
      const names = [...tellable({ classes, labels })];
      const strange = Object.fromEntries(Object.entries(more).filter(([field]) => !names.includes(field)));
      expect(JSON.stringify(minimumFor({ classes, labels }, { ...strange, ...known }))).not.toContain(canary);
    }), { numRuns: 2000 });
  });
  it('is the least of the lists where an organization is of several classes or of none', () => {
    const about = (...classes: string[]) => 'birthDate' in minimumFor({ classes, labels: [] }, known);
    expect([about(), about('shelter'), about('health-care-provider'), about('health-care-provider', 'food-pantry')]).toEqual([false, false, true, false]);
  });
  it('is without the contact where violence at home is the matter', () => {
    for (const { code } of recipientClasses) expect(minimumFor({ classes: [code], labels: ['domestic-violence'] }, known)).not.toHaveProperty('contact');
  });
  it('comes from lists that say where they come from', () => {
    for (const { source, about } of recipientClasses) expect([source.length > 10, about.length > 0]).toEqual([true, true]);
  });
});

describe('a sensitive fact', () => {
  it('is read by the roles that its label names, and by nobody where nobody listed the label', () => {
    for (const { label, roles } of labelReaders) for (const role of roles) expect(mayRead(role, [label])).toBe(true);
    expect(mayRead('community-health-worker', ['sud'])).toBe(false);
    expect(mayRead('housing-navigator', ['domestic-violence'])).toBe(true);
    expect(mayRead('housing-navigator', ['domestic-violence', 'hiv'])).toBe(false);
    expect(mayRead('care-coordinator', ['reproductive'])).toBe(false);
    expect(mayRead('community-health-worker', [])).toBe(true);
  });
});

describe('the notice of 42 CFR 2.32', () => {
  it('goes with records of substance use alone, in the wording of the day', () => {
    expect(noticeFor(['general', 'hiv'], '2026-03-01')).toBeUndefined();
    expect(noticeFor(['general', 'sud'], '2019-09-13')?.code).toBe('42-CFR-2.32/2018');
    expect(noticeFor(['sud'], '2024-04-16')?.text.en).toContain('unauthorized use or disclosure');
    expect(noticeFor(['sud'], '2000-01-01')).toBe(redisclosureNotices[0]);
  });
});
