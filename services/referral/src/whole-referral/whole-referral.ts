import { actorOn, isKept, nextWatch, watchesOf } from '../follow-up/follow-up.js';
import type { Terms } from '../follow-up/protocol.js';
import { type Statement, disagree, gradeOf, isDisputed } from '../referral/evidence.js';
import type { Drafted } from '../referral/referral.js';

/** A fact as its sources tell it: whether it holds, since when, how well it is proven, and whether they disagree. */
function factOf(statements: readonly Statement[]) {
  const value = statements.length === 0 ? undefined : statements.some((said) => said.value);
  const on = statements.filter((said) => said.value === value).map((said) => said.on).sort()[0];
  return { value, on, evidenceGrade: value === undefined ? undefined : gradeOf(statements, value), disputed: disagree(statements), statements };
}

/** What a person sees of a referral: where the ball is, who has it until when, and what is known of the outcome. */
export function wholeReferral(referral: Drafted, procedure: Omit<Terms, 'now'>) {
  const { course, status: state, ...phase } = referral;
  const { facts, rungs, triedInVain, memberFollowUpBy, ...subject } = course;
  const next = nextWatch(referral, procedure);
  const kept = rungs['member-promise'];
  return {
    ...subject, state, ...phase,
    next: next && { actor: actorOn(next), step: next.step, dueAt: next.dueAt.toISOString() },
    waiting: watchesOf(referral, procedure).map((each) =>
      ({ step: each.step, actor: actorOn(each), dueAt: each.dueAt.toISOString(), followUpId: rungs[each.step]?.followUpId })),
    memberPromise: memberFollowUpBy && { by: memberFollowUpBy, ...(isKept(kept) ? { keptAt: kept!.at } : {}) },
    facts: { applied: factOf(facts.applied), used: factOf(facts.used), received: factOf(facts.received), continuation: facts.continuation },
    disputed: isDisputed(facts),
    memberTriedInVain: triedInVain.length,
  };
}
