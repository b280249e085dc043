import { type DataClass, type MemberAnswer, type NeedCategory, labelsOf, labelsOfNeeds } from '@hhp/contracts';
import { addMonths, type Day, Refused } from '@hhp/domain-kit';
import { isDay } from '../invitation/invitation.js';

/** A referral of the member as far as the page of their link needs it. */
export interface OwnReferral {
  readonly referralId: string;
  readonly organization: string;
  readonly needCategory: NeedCategory;
  readonly dataClasses: readonly DataClass[];
  readonly answer: 'accepted' | 'declined' | null;
  readonly ended: boolean;
  readonly said: MemberAnswer | null;
}

/** Where the help stands, as the member is told. */
export type Standing = 'asked' | 'accepted' | 'declined' | 'ended';

export const standingOf = ({ answer, ended }: OwnReferral): Standing => (ended ? 'ended' : answer ?? 'asked');

/** A mailbox may be read by others at home: what carries a label is for the coordinator to say, not for a page. */
export const isShown = ({ needCategory, dataClasses }: OwnReferral): boolean =>
  labelsOf(dataClasses).length === 0 && labelsOfNeeds(needCategory).length === 0;

/** The day that the member names; a field that was left empty means today. What came long ago is for the coordinator to ask about. */
export function dayNamed(named: string | undefined, today: Day): Day {
  if (!named) return today;
  if (!isDay(named) || named > today || named < addMonths(today, -12)) {
    throw new Refused('date-not-past', 'A service came on a day of the last twelve months', 'invalid', ['on']);
  }
  return named;
}
