import type {
  TransitionFollowUpCompleted, TransitionFollowUpOpened, TransitionFollowUpOverdue, TransitionFollowUpWithdrawn,
} from '@hhp/contracts';
import { type OfficeCalendar, Refused, businessDaysAfter, calendarDaysAfter, notFound } from '@hhp/domain-kit';

interface Stay {
  readonly transitionId: string;
  readonly memberId: string;
  readonly stayId: string;
  readonly dischargedAt: string;
  readonly dueAt: string;
  readonly ownerId?: string | undefined;
}

/** The follow-up of one hospital stay: somebody sees to the member who came home, within the days that the programme sets (000-08). */
export type Transition =
  | { readonly status: 'none' }
  | Stay & { readonly status: 'open'; readonly overdueAt?: string }
  | Stay & { readonly status: 'withdrawn'; readonly reason: string }
  | Stay & { readonly status: 'completed'; readonly result: 'reached' | 'not-reached' };
export type TransitionEvent =
  | TransitionFollowUpOpened | TransitionFollowUpWithdrawn | TransitionFollowUpCompleted | TransitionFollowUpOverdue;

export const noTransition: Transition = { status: 'none' };

export interface Aftercare {
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  /** Days after the discharge by which the member is seen: 7 for the members of this programme (domain 9). */
  readonly visitDays: number;
}

/** A discharge starts the clock. Told again with another time it starts anew; a follow-up that is done stays done. */
export function open(transition: Transition, discharge: Omit<Stay, 'dueAt'>, aftercare: Aftercare): TransitionEvent[] {
  if (transition.status === 'completed') return [];
  if (transition.status === 'open' && transition.dischargedAt === discharge.dischargedAt) return [];
  const dueAt = calendarDaysAfter(new Date(discharge.dischargedAt), aftercare.visitDays, aftercare.calendar).toISOString();
  const { ownerId, ...stay } = discharge;
  return [{ type: 'TransitionFollowUpOpened', data: { ...stay, dueAt, ...(ownerId ? { ownerId } : {}) } }];
}

/** The discharge did not happen, a later one took its place, or the member left: nothing is due any more. */
export function withdraw(transition: Transition, reason: string, now: Date): TransitionEvent[] {
  if (transition.status === 'none' || transition.status === 'withdrawn') return [];
  return [{ type: 'TransitionFollowUpWithdrawn', data: { ...ids(transition), reason, withdrawnAt: now.toISOString() } }];
}

/** A person did the follow-up and says whether the member was reached. */
export function complete(transition: Transition, result: 'reached' | 'not-reached', now: Date): TransitionEvent[] {
  switch (transition.status) {
    case 'none': throw notFound('transition');
    case 'withdrawn': throw new Refused('transition-withdrawn', 'This follow-up is not due any more');
    case 'completed':
      if (transition.result === result) return [];
      throw new Refused('already-completed', 'This follow-up was completed with another result', 'conflict', ['result']);
    case 'open': return [{ type: 'TransitionFollowUpCompleted', data: { ...ids(transition), completedAt: now.toISOString(), result } }];
  }
}

/** When the clock next runs out: first on the day it is due, then every business day until somebody has acted. */
export function nextAlarm(transition: Transition, calendar: OfficeCalendar): Date | undefined {
  if (transition.status !== 'open') return undefined;
  return transition.overdueAt ? businessDaysAfter(new Date(transition.overdueAt), 1, calendar) : new Date(transition.dueAt);
}

/** The clock ran out without anybody acting: a supervisor is told, and told again. */
export function alarm(transition: Transition, { now, calendar }: Aftercare): TransitionEvent[] {
  const due = nextAlarm(transition, calendar);
  if (transition.status !== 'open' || !due || due > now) return [];
  return [{ type: 'TransitionFollowUpOverdue', data: { ...ids(transition), overdueAt: now.toISOString() } }];
}

const ids = ({ transitionId, memberId, stayId }: Stay) => ({ transitionId, memberId, stayId });

/** The follow-up after one more event. */
export function evolve(transition: Transition, said: TransitionEvent): Transition {
  if (said.type === 'TransitionFollowUpOpened') return { status: 'open', ...said.data };
  if (transition.status === 'none') throw new Error('An event cannot come before the opening of its follow-up');
  const { transitionId, memberId, stayId, dischargedAt, dueAt, ownerId } = transition;
  const stay: Stay = { transitionId, memberId, stayId, dischargedAt, dueAt, ownerId };
  switch (said.type) {
    case 'TransitionFollowUpWithdrawn': return { ...stay, status: 'withdrawn', reason: said.data.reason };
    case 'TransitionFollowUpCompleted': return { ...stay, status: 'completed', result: said.data.result };
    case 'TransitionFollowUpOverdue': return { ...stay, status: 'open', overdueAt: said.data.overdueAt };
  }
}
