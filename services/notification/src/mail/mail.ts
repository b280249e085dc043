import { onOneLine } from '@hhp/domain-kit';
import type { Told } from '../disclosed/told.js';
import type { MailTemplate as Template } from '../message/message.js';
import { type Html, html } from '../words/html.js';
import { dayInWords, languageInWords, needs } from '../words/needs.js';

/** What the mails are written from. */
export interface Matter {
  /** The referral or the emergency access that the mail is about. */
  readonly reference: string;
  readonly step: string;
  readonly organization: string;
  /** What the organization may be told; only of the invitation. */
  readonly told: Told | undefined;
  readonly link: string | undefined;
  readonly linkUntil: Date | undefined;
  readonly timeZone: string;
  /** Where the plan's own people find it. */
  readonly where: string;
}
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What somebody has to do, in plain words; other steps are named as they are. */
const steps: Readonly<Record<string, string>> = {
  'complete-draft': 'complete the draft', 'obtain-consent': "ask for the member's consent", 'send': 'send the referral',
  'respond': 'the organization has not answered', 'decide': 'the organization has not accepted or declined',
  'schedule': 'agree a date', 'recontact': 'talk about the waitlist again', 'confirm-handoff': 'confirm the handoff',
  'confirm-service': 'confirm that the service was received', 'review': 'review the service', 're-route': 'find another service',
  'member-promise': 'call the member as promised', 'partner-check-in': 'ask the organization how it goes',
  'disagreement': 'settle what the two sides say differently', 'consent-withdrawn': 'the member took the consent back: tell the organization',
  'member-said-not-received': 'the member says that the service did not come', 'member-said-not-right': 'the member says that it was not the right help',
};

/** What is said of substance use: that it is the matter, and nothing more. */
const sudMatter = 'This request is about information on substance use, which the person allowed us to share with you. '
  + 'The care coordinator gives it to you in person.';

/** Writes the mail of a template. Only the invitation says anything about the person. */
export function write(template: Template, matter: Matter): Mail {
  switch (template) {
    case 'partner-invitation': return letter('A request for your organization: please answer', [...invitation(matter), ...linkOf(matter)]);
    case 'partner-reminder': return letter('Reminder: a request for your organization waits for an answer', [
      `Hello ${matter.organization},`, 'We asked for your help on behalf of a person in the Health Homes Program and have not heard from you.',
      ...linkOf(matter)]);
    case 'partner-check-in': return letter('How is the request going?', [
      `Hello ${matter.organization},`, `You accepted a request of the Health Homes Program (reference ${matter.reference}).`,
      'Please answer this e-mail with a word on how it goes, without any personal details: the care coordinator calls you back.']);
    case 'partner-withdrawal': return letter('A permission was withdrawn', [
      `Hello ${matter.organization},`,
      `We wrote to you about a request of the Health Homes Program (reference ${matter.reference}). The person has withdrawn the permission to share it.`,
      'Please do not use what we told you any further and do not pass it on. The link of that e-mail does not work any more.',
      'If you have questions, answer this e-mail without any personal details: the care coordinator calls you back.']);
    case 'coordinator-reminder': return letter('A referral needs you', staff(matter));
    case 'supervisor-reminder': return letter('A referral needs a supervisor', staff(matter));
    case 'member-link': return letter('The link that you asked for', toMember(matter));
    case 'emergency-review': return letter('An emergency access waits for your review', [
      `Somebody of your plan looked at a member in an emergency (reference ${matter.reference}). Please say whether there was reason to:`,
      { href: matter.where }]);
  }
}

type Line = string | readonly (readonly [string, string])[] | { readonly href: string };

function invitation({ organization, told = {}, timeZone }: Matter): Line[] {
  const { name, contact, birthDate, need, language, respondBy, concernsSud, notice, consent } = told;
  const facts = [
    ['Name', name], ['Birth date', birthDate], ['Contact', contact ?? 'through the care coordinator: answer this e-mail'],
    ['Need', need ? needs[need].en : undefined],
    ['Language', languageInWords(language, 'en')], ['Please answer by', respondBy ? dayInWords(respondBy, 'en', timeZone) : undefined],
  ].filter((fact): fact is [string, string] => fact[1] !== undefined);
  return [
    `Hello ${organization},`, 'A person in the Health Homes Program asks for your help and agreed that we tell you this:', facts,
    ...(concernsSud ? [[sudMatter, notice?.text.en].filter(Boolean).join(' ')] : []),
    ...(consent ? [`Shared under consent ${consent.consentId}, version ${consent.version}, to coordinate this request and nothing else.`] : []),
  ];
}

const linkOf = ({ link, linkUntil, timeZone }: Matter): Line[] => (link === undefined || linkUntil === undefined ? [] : [
  `Please tell us whether you can help. You need no account. The link works until you have answered, at most until ${dayInWords(linkUntil, 'en', timeZone)}:`,
  { href: link }, 'En español:', { href: `${link}?lang=es` }, 'The link is for your organization only. Please do not forward this e-mail.',
]);

const toMember = ({ link, linkUntil, timeZone }: Matter): Line[] => (link === undefined || linkUntil === undefined ? [] : [
  'Hello,', `You asked your care coordinator for this link. It works until ${dayInWords(linkUntil, 'en', timeZone)}:`, { href: link },
  'En español:', { href: `${link}?lang=es` }, 'The link is for you only. Please do not forward this e-mail.',
]);

const staff = ({ reference, step, where }: Matter): Line[] => [
  `Referral ${reference}: ${steps[step] ?? step.replaceAll('-', ' ')}.`, { href: where },
];

function letter(subject: string, lines: readonly Line[]): Mail {
  const closing = 'Health Homes Program';
  const text = [...lines, closing].map(asText).join('\n\n');
  const body = html`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5">${[...lines, closing].map(asHtml)}</body></html>`;
  return { subject, text: `${text}\n`, html: body.text };
}

/** Each line is one, whatever is in the names in it: none may look like lines of ours. */
function asText(line: Line): string {
  if (typeof line === 'string') return onOneLine(line);
  return 'href' in line ? line.href : line.map(([name, value]) => `  ${name}: ${onOneLine(value)}`).join('\n');
}

function asHtml(line: Line): Html {
  if (typeof line === 'string') return html`<p>${line}</p>`;
  if ('href' in line) return html`<p><a href="${line.href}">${line.href}</a></p>`;
  return html`<dl>${line.map(([name, value]) => html`<dt><strong>${name}</strong></dt><dd>${value}</dd>`)}</dl>`;
}
