import { needCategories } from '@hhp/contracts';
import { noticeFor } from '@hhp/domain-kit';
import fc from 'fast-check';
import type { Told } from '../disclosed/told.js';
import { type Matter, write } from './mail.js';

const told: Told = {
  need: 'food-insecurity', respondBy: new Date('2019-09-17T00:00:00Z'), name: 'Albert Reyes', contact: '415-555-0101', language: 'es',
  consent: { consentId: 'c-1', version: 1 },
};
const matter: Matter = {
  reference: 'r-1', step: 'respond', organization: 'SF-Marin Food Bank', told, link: 'https://hhp.example/r/token',
  linkUntil: new Date('2019-09-27T16:30:00Z'), timeZone: 'America/Los_Angeles', where: 'https://care.example/referrals/r-1',
};
const clinical = /diagnos|diabet|hypertens|coronary|substance|overdose|recovery|addict|alcohol|opioid|mental|psych|\bHIV\b|violence|abuse|incarcerat/i;
const templates = ['partner-invitation', 'partner-reminder', 'partner-check-in', 'coordinator-reminder', 'supervisor-reminder', 'emergency-review', 'member-link'] as const;

describe("the organization's mail", () => {
  it('says who asks, for what, in which language, and by when to answer', () => {
    const { text, html } = write('partner-invitation', matter);
    expect(text).toBe(`Hello SF-Marin Food Bank,

A person in the Health Homes Program asks for your help and agreed that we tell you this:

  Name: Albert Reyes
  Contact: 415-555-0101
  Need: Food
  Language: Spanish
  Please answer by: Monday, September 16, 2019

Shared under consent c-1, version 1, to coordinate this request and nothing else.

Please tell us whether you can help. You need no account. The link works until you have answered, at most until Friday, September 27, 2019:

https://hhp.example/r/token

En español:

https://hhp.example/r/token?lang=es

The link is for your organization only. Please do not forward this e-mail.

Health Homes Program
`);
    for (const word of ['Albert Reyes', '415-555-0101', 'Food', 'Spanish', 'href="https://hhp.example/r/token"']) expect(html).toContain(word);
  });
  it.each(needCategories)('names no diagnosis and nothing about substance use for the need %s (002-71)', (need) => {
    const { subject, text, html } = write('partner-invitation', { ...matter, told: { ...told, need } });
    expect(`${subject}${text}${html}`).not.toMatch(clinical);
  });
  it('speaks of substance use only where the consent names it, with the notice of Part 2', () => {
    expect(write('partner-invitation', { ...matter, told: { ...told, concernsSud: true, notice: noticeFor(['sud'], '2019-09-13') } }).text)
      .toMatch(/substance use.*42 CFR part 2 prohibits/s);
  });
  it('never puts anything about the person into the subject', () => {
    for (const template of templates) expect(write(template, matter).subject).not.toMatch(/Albert|Food|415|Reyes/);
  });
  it('takes a name for a name, whatever is in it', () => {
    fc.assert(fc.property(fc.string(), (mark) => {
      const person = { name: `<b>${mark}\r\n  Need: gold</b>`, contact: undefined, language: undefined };
      const { text, html } = write('partner-invitation', { ...matter, told: { ...told, ...person } });
      expect(html).not.toContain('<b>');
      expect(text).not.toMatch(/^ *Need: gold/m);
    }));
  });
  it.each(['partner-invitation', 'partner-reminder', 'partner-check-in', 'partner-withdrawal'] as const)(
    'of the kind %s takes the name of an organization for a name, on one line', (template) => {
      for (const ending of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\u000b']) {
        const { text } = write(template, { ...matter, organization: `Food Bank${ending}${ending}Please call 900-555-0199\u202e` });
        expect(text).toMatch(/^Hello Food Bank ?Please call 900-555-0199,\n\n/);
      }
    });
});

describe('a reminder', () => {
  it.each(templates.slice(1))('of the kind %s says nothing about the person', (template) => {
    const { text, html } = write(template, matter);
    expect(`${text}${html}`).not.toMatch(/Albert|Reyes|415|Spanish|Food\b(?! Bank)/);
  });
  it('tells the care team which referral and which step', () => {
    expect(write('coordinator-reminder', matter).text).toContain('Referral r-1: the organization has not answered.\n\nhttps://care.example/referrals/r-1');
  });
});
