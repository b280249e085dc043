import type { Patient } from './hospital.js';
import type { Command, Place, Plan } from './words.js';

export interface ReferralCourse {
  readonly id: string;
  readonly place: Place;
  state: 'draft' | 'waiting' | 'sent' | 'acknowledged' | 'accepted' | 'in_service';
  since: number;
}

/** What the client knows of a member by the answers it got; it chooses the next command by that. */
export class Member {
  busy = false;
  /** A command of which nobody knows whether it happened: it is asked again before anything else. */
  unresolved: { readonly command: Command; readonly tries: number; readonly again: number } | undefined;
  enrollmentId: string | undefined;
  enrolledAt = 0;
  /** Days after the first of August 2019 on which the member joined or left last. */
  day = 0;
  planVersions = 0;
  readonly needs: { readonly id: string; readonly at: number }[] = [];
  readonly consents = new Map<string, { readonly id: string; readonly at: number }>();
  referrals: ReferralCourse[] = [];
  nextPlace = 0;
  visit: { readonly number: string; readonly admittedAt: Date } | undefined;

  constructor(readonly id: string, readonly plan: Plan, readonly patient: Patient) {}

  /** A day of 2019 or 2020, as the programme writes it. */
  dayAfter(more: number): string {
    return new Date(Date.UTC(2019, 7, 1 + this.day + more)).toISOString().slice(0, 10);
  }
}
