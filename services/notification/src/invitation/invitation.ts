import { type DeclineReason, type PartnerAnswered, declineReasons } from '@hhp/contracts';
import { type Day, Refused, daysAhead, isWithin, notFound } from '@hhp/domain-kit';

/** An organization was asked to serve a member and may answer through a link. `settled`: the question was answered elsewhere or withdrawn. */
export interface Invitation {
  readonly id: string;
  readonly referralId: string;
  readonly memberId: string;
  readonly organizationId: string;
  readonly expiresAt: Date;
  readonly settled: boolean;
  readonly acknowledged: boolean;
  readonly answer: FinalAnswer | null;
}
export type FinalAnswer = 'accept' | 'decline';

/** What the organization's page sends; an empty field of a form is no value. */
export interface Answer {
  readonly answer: 'acknowledge' | FinalAnswer;
  readonly reason?: string | undefined;
  readonly expectedStartOn?: string | undefined;
}

/** The reasons that the page offers: those that an organization itself knows (referral-lifecycle 4.2). */
export const offeredReasons = [
  'no_capacity', 'not_eligible', 'service_not_offered', 'out_of_area', 'already_client', 'funding_ended', 'declined', 'unable_to_reach',
] as const satisfies readonly DeclineReason[];

/** An unknown, expired, used or withdrawn link reads the same: nothing can be learned from it. */
export const mustBeOpen = (invitation: Invitation | undefined, now: Date): Invitation => {
  if (!invitation || invitation.settled || invitation.expiresAt <= now) throw notFound('request');
  return invitation;
};

/** The final answer used the link up: it shows nothing any more, it only knows its own answer again. */
export const mustBeUnused = (invitation: Invitation): Invitation => {
  if (invitation.answer) throw notFound('request');
  return invitation;
};

/** What an answer says. The same one again says nothing new; after a final answer there is no other. */
export function answer(invitation: Invitation, given: Answer, today: Day, now: Date): PartnerAnswered[] {
  if (invitation.answer) {
    if (given.answer !== 'acknowledge' && given.answer !== invitation.answer) throw new Refused('already-answered', 'This request was already answered');
    return [];
  }
  if (given.answer === 'acknowledge' && invitation.acknowledged) return [];
  const { id: linkId, referralId, memberId, organizationId } = invitation;
  const data = { referralId, memberId, organizationId, answer: given.answer, answeredAt: now.toISOString(), linkId };
  return [{ type: 'PartnerAnswered', data: { ...data, ...detailsOf(given, today) } }];
}

function detailsOf({ answer: kind, reason, expectedStartOn }: Answer, today: Day): Pick<PartnerAnswered['data'], 'reason' | 'expectedStartOn'> {
  if (kind === 'decline') return { reason: codedReason(reason) };
  if (kind === 'acknowledge' || !expectedStartOn) return {};
  if (!isWithin(expectedStartOn, daysAhead(today, today))) {
    throw new Refused('start-invalid', 'The expected start is a day from today on, of the next two years', 'invalid', ['expectedStartOn']);
  }
  return { expectedStartOn };
}

function codedReason(reason: string | undefined): DeclineReason {
  const coded = declineReasons.find((each) => each === reason);
  if (!coded) throw new Refused('reason-missing', 'A decline names one of the reasons', 'invalid', ['reason']);
  return coded;
}
