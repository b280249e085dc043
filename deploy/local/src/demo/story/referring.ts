import { randomUUID } from 'node:crypto';
import type { DataClass } from '@hhp/contracts';
import type { Mail } from '../../mail/mailbox.js';
import { cast } from '../stage/cast.js';
import { linkIn } from '../stage/mails.js';
import { neverSaw, until } from '../stage/waiting.js';
import { inLedger, inMails, inMeasures, referralIs, referralOf } from './facts-of.js';
import type { Narrator } from './narrator.js';
import type { Place } from './places.js';

/** A referral of the story. */
export interface Referring {
  readonly referralId: string;
  readonly memberId: string;
  readonly who: string;
  readonly place: Place;
}

type Answer = { readonly referralId: string; readonly state: string };

export async function draft(
  tell: Narrator, { memberId, who, needId, place, dataClasses }: Omit<Referring, 'referralId'> & { needId: string; dataClasses: readonly DataClass[] },
): Promise<Referring> {
  const referralId = randomUUID();
  const { organizationId, serviceId } = place;
  await tell.step({
    what: `A referral for ${who} to ${place.name} is composed (${dataClasses.join(', ')})`,
    does: (correlation) => until(neverSaw({ service: 'referral', reader: 'known-needs' }, 'NeedIdentified'), () => tell.api.put<Answer>('referral', `/referrals/${referralId}`, {
      as: cast.coordinator, correlation, body: { memberId, needId, organizationId, serviceId, dataClasses },
    })),
    says: ['hhp.referral', 'ReferralDrafted'],
    seenBy: () => [inLedger(tell, memberId, referralId, 'draft')],
  });
  return { referralId, memberId, who, place };
}

const press = (tell: Narrator, referralId: string, correlation: string): Promise<Answer> =>
  until(neverSaw({ service: 'referral', reader: 'known-services' }, 'OrganizationListed, ServiceListed'), () =>
    tell.api.post<Answer>('referral', `/referrals/${referralId}/send`, { as: cast.coordinator, correlation, body: { channel: 'email' } }));

/** Sends a referral whose consent is there. The service may hear of a consent a moment later: then it has waited, visibly, and is sent again. */
export async function send(tell: Narrator, { referralId, memberId, place }: Referring): Promise<Mail> {
  const before = await tell.mails.all();
  await tell.step({
    what: `It is sent to ${place.name} by e-mail`,
    does: async (correlation) => {
      if ((await press(tell, referralId, correlation)).state === 'sent') return;
      await until(neverSaw({ service: 'referral', reader: 'consent-changes' }, 'ConsentGranted'), async () => (await referralOf(tell, referralId)).state === 'ready' || undefined);
      await press(tell, referralId, correlation);
    },
    says: ['hhp.referral', 'ReferralSent'],
    seenBy: () => [inLedger(tell, memberId, referralId, 'sent'), inMeasures(tell, referralId, 'made'), inMails(tell, referralId, 'partner-invitation')],
  });
  return tell.mails.next(place.email, before);
}

/** Presses send although consent is missing: nothing leaves, and it can be seen why. */
export async function sendInVain(tell: Narrator, { referralId, memberId, place }: Referring): Promise<void> {
  await tell.step({
    what: `Sending it to ${place.name} is tried, without the consent that it needs`,
    does: (correlation) => press(tell, referralId, correlation),
    says: ['hhp.referral', 'ReferralAwaitingConsent'],
    seenBy: () => [inLedger(tell, memberId, referralId, 'awaiting_consent')],
  });
}

async function page(link: string, answer?: Readonly<Record<string, string>>): Promise<{ status: number; text: string }> {
  const response = await fetch(link, answer
    ? { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(answer).toString() }
    : {});
  return { status: response.status, text: await response.text() };
}

/** The organization opens the link of its mail, after a scanner did, and answers on the page. */
export async function answerByLink(tell: Narrator, { referralId, place }: Referring, mail: Mail): Promise<void> {
  const link = linkIn(mail);
  const said = (answer: string) => ({
    says: ['hhp.notification', 'PartnerAnswered'] as const,
    found: ({ data }: { data: Readonly<Record<string, unknown>> }) => data['referralId'] === referralId && data['answer'] === answer,
  });
  await tell.step({
    what: `A mail scanner at ${place.name} opens the link twice: looking changes nothing`,
    does: async () => {
      const looks = [await page(link), await page(link)];
      if (looks.some(({ status }) => status !== 200)) throw new Error('The page of the link did not open');
      if ((await referralOf(tell, referralId)).state !== 'sent') throw new Error('Looking at the page changed the referral');
    },
  });
  for (const [answer, state] of [['acknowledge', 'acknowledged'], ['accept', 'accepted']] as const) {
    await tell.step({
      what: answer === 'acknowledge' ? `${place.name} says on the page that it has seen the request` : `${place.name} says on the page that it can help`,
      does: () => page(link, { answer }),
      ...said(answer),
      seenBy: () => [referralIs(tell, referralId, state, 'partner-answers')],
    });
  }
  if ((await page(link)).status === 200) throw new Error('The link still works after the final answer');
  tell.say('      The link is used up: it shows nothing any more.');
}
