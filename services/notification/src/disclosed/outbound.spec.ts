import { type DataClass, needCategories, type NeedCategory, sensitivities, type Sensitivity } from '@hhp/contracts';
import { recipientClasses } from '@hhp/domain-kit';
import { page } from '../invitation/page.js';
import { write } from '../mail/mail.js';
import { isShown } from '../member-link/member-link.js';
import { memberPage } from '../member-link/member-page.js';
import type { MailTemplate } from '../message/message.js';
import { type Told, toldOf } from './told.js';

/** Words and codes by which somebody is given away who carries the label. */
const words: Readonly<Record<Sensitivity, RegExp>> = {
  'sud': /\bsud\b|substance|sustancia|opioid|alcohol|drug|sober|42 CFR|\bF1[0-9]\b/i, 'mental-health': /mental|psych|psic|depress|\bF3[23]\b/i,
  'hiv': /\bhiv\b|\bvih\b|\baids\b|\bsida\b|\bB20\b/i, 'domestic-violence': /violen|abus[eo]|\bT74\b/i,
};
/** Somebody who carries all of them, in whatever else is known of them. */
const everything = 'SUD opioid F11 alcohol, mental-health depression F32, HIV B20, domestic violence and abuse T74';
const profile = {
  firstName: 'Susan', lastName: 'Lee', phone: '415-555-0101', language: 'es', birthDate: '1980-01-01', conditions: [everything], notes: everything,
  address: { street: everything },
};
/** Every mail that there is; a new one has to be written here. */
const templates = Object.keys({
  'partner-invitation': 1, 'partner-reminder': 1, 'partner-check-in': 1, 'partner-withdrawal': 1, 'coordinator-reminder': 1, 'supervisor-reminder': 1,
  'emergency-review': 1, 'member-link': 1,
} satisfies Record<MailTemplate, 1>) as MailTemplate[];

interface Outbound { readonly what: string; readonly text: string; readonly toldOfIt: boolean }

/** All that goes out about a request: mails by their template, the organization's page and the member's, in each language. */
function outboundOf(told: Told, request: { needCategory: NeedCategory; dataClasses: DataClass[] }): Outbound[] {
  const soon = new Date('2026-03-06T17:00:00Z');
  const matter = {
    reference: 'r-1', step: 'consent-withdrawn', organization: 'Pantry', link: 'https://hhp.example/r/x', linkUntil: soon, timeZone: 'America/Los_Angeles',
    where: 'https://hhp.example/r-1',
  };
  const own = [{ referralId: 'r-1', organization: 'Pantry', answer: null, ended: false, said: null, ...request }].filter(isShown);
  return [
    ...templates.map((template) => ({
      what: template, toldOfIt: template === 'partner-invitation',
      text: JSON.stringify(write(template, { ...matter, told: template === 'partner-invitation' ? told : undefined })),
    })),
    ...(['en', 'es'] as const).flatMap((language) => [
      { what: `page in ${language}`, toldOfIt: true, text: page({ shows: 'request', request: { told, timeZone: matter.timeZone } }, language).body },
      { what: `member's page in ${language}`, toldOfIt: false, text: memberPage({ shows: 'referrals', referrals: own }, language).body },
    ]),
  ];
}

const toldWhere = (needCategory: NeedCategory, classes: DataClass[], recipients: readonly string[]): Told => toldOf({
  profile, needCategory, dataClasses: classes, organization: 'Pantry', respondBy: null, consent: { consentId: 'c-1', version: 1 },
  recipientClasses: recipients, today: '2026-03-02',
});

describe('what goes out about somebody who carries a label', () => {
  it.each(sensitivities)('%s is in no mail and on no page in a word or a code, but substance use where the consent names it', (label) => {
    const given: string[] = [];
    for (const needCategory of needCategories) {
      for (const classes of [['general'], ['general', label]] as const) {
        for (const recipients of [[], ...recipientClasses.map(({ code }) => [code])]) {
          const told = toldWhere(needCategory, [...classes], recipients);
          for (const { what, text, toldOfIt } of outboundOf(told, { needCategory, dataClasses: [...classes] })) {
            const may = toldOfIt && label === 'sud' && classes.length === 2;
            if (words[label].test(text) !== may) given.push(`${what}, ${needCategory}, ${classes.join('+')}, ${recipients.join()}`);
          }
        }
      }
    }
    expect(given).toEqual([]);
  });
  it('is seen by these words where it is told', () => {
    for (const label of sensitivities) expect(JSON.stringify(profile)).toMatch(words[label]);
  });
});
