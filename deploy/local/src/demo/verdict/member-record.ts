import { tableDay } from '../engagement-list/fate.js';
import type { Seen } from '../stage/event-log.js';

/** From which day a population may enrol in a county, by `county population`. */
export type LiveFrom = ReadonlyMap<string, string>;

/** Who was enrolled, as one MemberEnrolled says it. */
export interface Enrolled {
  readonly tenant: string;
  readonly memberId: string;
  readonly enrollmentId: string;
  readonly county: string;
  readonly enrolledOn: string;
}

/** What is said of all members, kept as it is read: there are too many events to keep them. */
export class MemberRecord {
  /** Every MemberEnrolled by its id. */
  readonly enrolled = new Map<string, Enrolled>();
  /** Who is in the programme at the end of the day of the table, by enrolment. */
  readonly standing = new Map<string, Enrolled>();
  /** Enrolments that should not have been. */
  readonly wronglyEnrolled: string[] = [];
  private readonly verdicts = new Map<string, string>();
  private listings = 0;

  constructor(private readonly live: LiveFrom) {}

  get listed(): number {
    return this.listings;
  }

  take({ id, type, tenant, key, data }: Seen): void {
    const field = (name: string): string => String(data[name] ?? '');
    switch (type) {
      case 'MemberListed': this.listings += 1; break;
      case 'EligibilityDetermined': this.verdicts.set(`${tenant} ${key}`, field('verdict')); break;
      case 'MemberEnrolled':
        this.enrol(id, { tenant, memberId: key, enrollmentId: field('enrollmentId'), county: field('county'), enrolledOn: field('enrolledOn') }, field('population'));
        break;
      case 'MemberDisenrolled': if (field('disenrolledOn') <= tableDay) this.standing.delete(field('enrollmentId')); break;
      case 'EnrollmentVoided': this.standing.delete(field('enrollmentId')); break;
    }
  }

  private enrol(id: string, enrolled: Enrolled, population: string): void {
    const { tenant, memberId, county, enrolledOn, enrollmentId } = enrolled;
    const from = this.live.get(`${county} ${population}`);
    if (this.verdicts.get(`${tenant} ${memberId}`) !== 'eligible') this.wronglyEnrolled.push(`${memberId} had not been judged eligible`);
    if (!from || enrolledOn < from) this.wronglyEnrolled.push(`${memberId} was enrolled before the programme was live there`);
    this.enrolled.set(id, enrolled);
    if (enrolledOn <= tableDay) this.standing.set(enrollmentId, enrolled);
  }
}
