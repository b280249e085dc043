import { cast } from '../stage/cast.js';
import { today } from '../stage/days.js';
import { neverSaw, until } from '../stage/waiting.js';
import type { Narrator, Sighting } from './narrator.js';

interface Ledger {
  readonly counts: { readonly needed: number; readonly referred: number; readonly received: number };
  readonly needs: readonly { readonly referrals: readonly { readonly referralId: string; readonly state: string; readonly receipt: string }[] }[];
}

export const ledgerOf = (tell: Narrator, memberId: string): Promise<Ledger> =>
  tell.api.get<Ledger>('assessment', `/members/${memberId}/ledger`, { as: cast.coordinator });

/** The ledger of the member holds the referral in this state. */
export const inLedger = (tell: Narrator, memberId: string, referralId: string, state: string): Sighting => ({
  service: 'assessment', reader: 'ledger', knows: `shows the referral as ${state.replace('_', ' ')}`,
  check: async () => (await ledgerOf(tell, memberId)).needs.some(({ referrals }) =>
    referrals.some((each) => each.referralId === referralId && each.state === state)),
});

/** The referral counts in a figure of the measures. */
export const inMeasures = (tell: Narrator, referralId: string, figure: string): Sighting => ({
  service: 'reporting', reader: 'referral-outcomes', knows: `counts it as ${figure}`,
  check: async () => {
    const path = `/measures/referrals/rows?from=${today()}&to=${today()}&matureDays=0&figure=${figure}`;
    const { rows } = await tell.api.get<{ rows: readonly { referralId: string }[] }>('reporting', path, { as: cast.analystOf(cast.tenant) });
    return rows.some((row) => row.referralId === referralId);
  },
});

interface Message { readonly template: string; readonly state: string }

export const messagesOf = async (tell: Narrator, referralId: string): Promise<readonly Message[]> =>
  (await tell.api.get<{ messages: Message[] }>('notification', `/messages?referralId=${referralId}`, { as: cast.coordinator })).messages;

/** The message about the referral left. */
export const inMails = (tell: Narrator, referralId: string, template: string): Sighting => ({
  service: 'notification', reader: 'referral-messages', knows: `sent the message ${template}`,
  check: async () => (await messagesOf(tell, referralId)).some((message) => message.template === template && message.state === 'sent'),
});

interface WholeReferral {
  readonly state: string;
  readonly next?: { readonly actor: string; readonly step: string; readonly dueAt: string };
  readonly waiting: readonly { readonly step: string; readonly dueAt: string }[];
  readonly facts: { readonly received: { readonly evidenceGrade?: string } };
}

export const referralOf = (tell: Narrator, referralId: string): Promise<WholeReferral> =>
  tell.api.get<WholeReferral>('referral', `/referrals/${referralId}`, { as: cast.coordinator });

/** The referral came into a state by what a reader of its service saw. */
export const referralIs = (tell: Narrator, referralId: string, state: string, reader: string): Sighting => ({
  service: 'referral', reader, knows: `has it ${state.replace('_', ' ')}`, check: async () => (await referralOf(tell, referralId)).state === state,
});

/** The member with a number, as soon as the service that is asked knows them to be enrolled. */
export async function memberWith(tell: Narrator, cin: string): Promise<string> {
  const { memberId } = await tell.api.post<{ memberId: string }>('enrollment', '/member-searches', { as: cast.coordinator, body: { cin } });
  await until(neverSaw({ service: 'assessment', reader: 'known-members' }, 'MemberEnrolled'), () => ledgerOf(tell, memberId));
  return memberId;
}
