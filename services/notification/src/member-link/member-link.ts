import { type DataClass, type MemberAnswer, type NeedCategory, labelsOf, labelsOfNeeds } from '@hhp/contracts';
import { type Day, Refused, daysBehind, isWithin } from '@hhp/domain-kit';

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
  if (!isWithin(named, daysBehind(today, today))) {
    throw new Refused('date-not-past', 'A service came on a day of the last twelve months', 'invalid', ['on']);
  }
  return named;
}
