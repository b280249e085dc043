import type { ActionPlanAgreed } from '@hhp/contracts';
import { type Day, notFound, Refused } from '@hhp/domain-kit';

/** What a Health Action Plan must answer (002-09 … 002-11); each may say explicitly that there is nothing. */
export const planSections = [
  'physicalHealth', 'mentalHealth', 'dentalHealth', 'substanceUse', 'communityAndSocial', 'housing',
] as const;
export type PlanSection = (typeof planSections)[number];

/** Why a version follows another one (002-15). */
export const revisionReasons = ['initial', 'needs-changed', 'goals-changed', 'care-transition', 'reassessment', 'correction'] as const;
export type RevisionReason = (typeof revisionReasons)[number];

export interface ActionPlan {
  readonly versions: number;
  readonly agreedOn?: Day;
}
export const noPlan: ActionPlan = { versions: 0 };

export interface AgreeActionPlan {
  readonly memberId: string;
  readonly planId: string;
  readonly agreedOn: Day;
  readonly reason: RevisionReason;
  readonly needIds: readonly string[];
  readonly goals: readonly { readonly needId?: string }[];
  readonly answered: readonly PlanSection[];
}

/** What is known of the member when the plan is agreed. */
export interface PlanContext {
  readonly enrolledOn: Day;
  readonly dueOn: Day;
  readonly today: Day;
  readonly needsOfMember: readonly string[];
}

/** The member agrees to a version of the plan. A version is never edited: a change is the next version, with its reason. */
export function agree(plan: ActionPlan, command: AgreeActionPlan, context: PlanContext): ActionPlanAgreed[] {
  const missing = planSections.filter((section) => !command.answered.includes(section));
  if (missing.length > 0) {
    const fields = missing.map((section) => `sections.${section}`);
    throw new Refused('section-unanswered', 'Every section is answered, or says that there is nothing.', 'invalid', fields);
  }
  if (command.goals.length === 0) throw new Refused('goal-missing', 'A plan has at least one goal of the member.', 'invalid', ['goals']);
  const known = (needId: string): boolean => context.needsOfMember.includes(needId);
  if (!command.needIds.every(known)) throw notFound('need of this member');
  if (!command.goals.every((goal) => goal.needId === undefined || command.needIds.includes(goal.needId))) {
    throw new Refused('goal-without-need', 'A goal names a need that this version does not hold.', 'invalid', ['goals.needId']);
  }
  if (command.agreedOn > context.today || command.agreedOn < context.enrolledOn) {
    throw new Refused('agreed-on-impossible', 'A plan is agreed between the day of enrolment and today.', 'invalid', ['agreedOn']);
  }
  if ((plan.versions === 0) !== (command.reason === 'initial')) {
    throw new Refused('reason-impossible', 'The first version is initial, and every later one says why it changed.', 'invalid', ['reason']);
  }
  const { memberId, planId, agreedOn, needIds } = command;
  const planVersion = plan.versions + 1;
  return [{ type: 'ActionPlanAgreed', data: { memberId, planId, planVersion, agreedOn, needIds, goalCount: command.goals.length, dueOn: context.dueOn } }];
}

export function evolve(_plan: ActionPlan, event: ActionPlanAgreed): ActionPlan {
  return { versions: event.data.planVersion, agreedOn: event.data.agreedOn };
}

export type Punctuality = 'due' | 'overdue' | 'agreed-in-time' | 'agreed-late';

/** Whether the first plan of this enrolment came by its day. A late one still counts, as late (domain 5). */
export function punctuality(firstAgreedOn: Day | undefined, dueOn: Day, today: Day): Punctuality {
  if (firstAgreedOn) return firstAgreedOn <= dueOn ? 'agreed-in-time' : 'agreed-late';
  return today <= dueOn ? 'due' : 'overdue';
}
