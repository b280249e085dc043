import { placeOf } from '../stage/event-log.js';
import { placeNamed } from '../story/places.js';
import { type Claim, differs, some } from './claim.js';
import { clearTopics, type Evidence, text } from './evidence.js';
import { tellsOfSubstances } from './telling.js';

/** What may go nowhere: names and numbers of people in clear topics, and what Susan said of substances to whom she did not name. */
export const privacyClaims: readonly Claim[] = [
  { says: 'no clear topic holds a name, a number, a birth date or a telephone number of a person, or a word about substances', wrong: ({ givenAway }) => some(givenAway) },
  { says: 'the class sud stands in Kafka only where Susan allowed it or was asked for it', wrong: sudOnlyWhereAllowed },
  { says: 'only Bridge House, which Susan named, was told that its request is about substance use', wrong: mailsSilent },
];

const classesOf = (data: Readonly<Record<string, unknown>>): readonly unknown[] => (Array.isArray(data['dataClasses']) ? data['dataClasses'] : []);

/** Drafts name what a referral would need, consents what was allowed; only under such a consent anything was sent, shown or disclosed. */
function sudOnlyWhereAllowed(evidence: Evidence): readonly string[] {
  const all = clearTopics.flatMap((topic) => evidence.events[topic]);
  const consents = new Map(all.filter(({ type, data }) => type === 'ConsentGranted' && classesOf(data).includes('sud') && data['part2Complete'] === true)
    .map((event) => [text(event, 'consentId'), event]));
  const named = all.filter(({ data }) => classesOf(data).includes('sud'));
  const strangers = named.filter(({ key, type }) => key !== evidence.susan || !['ReferralDrafted', 'ConsentGranted', 'ReferralSent', 'ReferralShown', 'DisclosureMade'].includes(type));
  const left = named.filter(({ type }) => type === 'ReferralSent' || type === 'DisclosureMade');
  const unallowed = left.filter((event) => {
    const recipient = text(event, event.type === 'ReferralSent' ? 'organizationId' : 'recipientOrganizationId');
    return consents.get(text(event, 'consentId'))?.data['recipientOrganizationId'] !== recipient;
  });
  return [
    ...some([...strangers, ...unallowed].map((event) => `${event.type} at ${placeOf(event)}`)),
    ...differs('organizations that substance-use data went to', [...new Set(left.map((event) => text(event, 'organizationId') || text(event, 'recipientOrganizationId')))],
      [placeNamed('Bridge House').organizationId]),
  ];
}

function mailsSilent({ mails }: Evidence): readonly string[] {
  const home = placeNamed('Bridge House').email;
  const telling = mails.filter(({ text: body, subject }) => tellsOfSubstances(`${subject} ${body}`));
  return [
    ...telling.filter(({ to }) => to.join() !== home).map(({ to }) => `a mail to ${to.join(', ')}`),
    ...differs('mails to Bridge House that carry the notice of Part 2', telling.filter(({ text: body }) => body.includes('42 CFR part 2')).length, 1),
    ...mails.filter(({ to }) => to.includes(placeNamed('Keys to Home').email)).map(() => 'a mail to Keys to Home, whose consent was taken back'),
  ];
}
