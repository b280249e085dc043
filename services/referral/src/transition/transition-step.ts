import { type Aggregate, type Tx, cancelDeadlines, change, setDeadline } from '@hhp/messaging';
import { type Aftercare, type Transition, type TransitionEvent, evolve, nextAlarm, noTransition } from './transition.js';

const transitions: Aggregate<Transition, TransitionEvent> = {
  table: 'transition',
  initial: noTransition,
  evolve,
  columns: (transition) => transition.status === 'none' ? {} : {
    member_id: transition.memberId, stay_id: transition.stayId, owner_id: transition.ownerId ?? null, status: transition.status,
    discharged_at: transition.dischargedAt, due_at: transition.dueAt, overdue: transition.status === 'open' && transition.overdueAt !== undefined,
  },
};

/** Takes one step of a follow-up in this transaction and keeps its alarm. */
export async function takeTransitionStep(
  tx: Tx, transitionId: string, aftercare: Aftercare, decide: (transition: Transition) => readonly TransitionEvent[],
): Promise<Transition> {
  const transition = await change(tx, transitions, transitionId, decide);
  const dueAt = nextAlarm(transition, aftercare.calendar);
  if (dueAt) await setDeadline(tx, { process: 'transition', subject: transitionId, kind: 'alarm', dueAt });
  else await cancelDeadlines(tx, 'transition', transitionId);
  return transition;
}
