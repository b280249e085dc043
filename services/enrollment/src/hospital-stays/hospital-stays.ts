import type { AdmissionCancelled, DischargeCancelled, MemberAdmitted, MemberDischarged } from '@hhp/contracts';
import { addDays, type Day } from '@hhp/domain-kit';
import type { Fact, FactOf } from '../eligibility/facts.js';

export type StayEvent = MemberAdmitted | MemberDischarged | DischargeCancelled | AdmissionCancelled;

/**
 * What a stay says of the member's acuity (domain 2.2), after one more word of the hospital about it: a night in the hospital is a stay, the
 * emergency department a visit, and a visit that became a stay is marked so. Other classes say nothing of acuity.
 */
export function factsAfter(before: readonly Fact[], { type, data }: StayEvent, dayOf: (instant: string) => Day): readonly Fact[] {
  if (type === 'AdmissionCancelled') return [];
  const stay = before.find((fact): fact is FactOf<'inpatient-stay'> => fact.kind === 'inpatient-stay');
  const visit = before.find((fact): fact is FactOf<'ed-visit'> => fact.kind === 'ed-visit');
  const came = type === 'MemberAdmitted' ? dayOf(data.admittedAt) : stay?.from ?? visit?.on;
  const left = type === 'MemberDischarged' ? dayOf(data.dischargedAt) : undefined;
  const began = came ?? left;
  if (began === undefined) return before;
  switch (data.patientClass) {
    case 'inpatient': return [spell(began, left), ...(visit ? [{ ...visit, admitted: true }] : [])];
    case 'emergency': return [{ kind: 'ed-visit', on: began }];
    default: return [];
  }
}

/** Over on the day of the discharge, and not before the day after it began: who comes and goes on one day was there. */
function spell(from: Day, left: Day | undefined): FactOf<'inpatient-stay'> {
  return { kind: 'inpatient-stay', from, ...(left ? { until: left > from ? left : addDays(from, 1) } : {}) };
}
