import { type CapacityStatus, type DataClass, type NeedCategory, labelsOfNeeds } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';

/** What must be known and right before a referral leaves (referral-lifecycle 4.2: ready → sent). */
export interface PreFlight {
  readonly enrolled: boolean;
  readonly need: { readonly memberId: string; readonly category: NeedCategory } | undefined;
  readonly service: { readonly organizationId: string; readonly active: boolean; readonly capacity: CapacityStatus | undefined } | undefined;
  readonly openDuplicate: boolean;
}

/** The checks that a person may override, each with a reason code. */
export const overridableChecks = ['capacity', 'duplicate'] as const;
export interface Override { readonly check: (typeof overridableChecks)[number]; readonly reason: string }

/** A referral is composed for a need that is known, of a member who is in the programme. */
export function checkDraft({ enrolled, need }: Pick<PreFlight, 'enrolled' | 'need'>, memberId: string): NeedCategory {
  if (!enrolled) throw new Refused('member-not-enrolled', 'The member is not enrolled in the programme', 'conflict', ['memberId']);
  if (!need || need.memberId !== memberId) throw new Refused('need-unknown', 'This need of the member is not known', 'conflict', ['needId']);
  return need.category;
}

/** A need whose mere name is sensitive is told under a consent that names it, so the referral has to say that it tells of it. */
export function mustNameLabels(needCategory: NeedCategory, dataClasses: readonly DataClass[]): void {
  const unnamed = labelsOfNeeds(needCategory).filter((label) => !dataClasses.includes(label));
  if (unnamed.length > 0) throw new Refused('label-missing', 'The need is sensitive: its class of data has to be among those that are told', 'invalid', ['dataClasses']);
}

/** Refuses to let a referral leave that cannot succeed; answers the overrides that were needed, as `check:reason`. */
export function checkSend(flight: PreFlight, subject: { memberId: string; organizationId: string }, overrides: readonly Override[]): string[] {
  checkDraft(flight, subject.memberId);
  const { service } = flight;
  if (!service || service.organizationId !== subject.organizationId) {
    throw new Refused('service-unknown', 'The organization has no such service in the directory', 'conflict', ['serviceId']);
  }
  if (!service.active) throw new Refused('service-not-active', 'This service takes no referrals now', 'conflict', ['serviceId']);
  const failed = [
    ...(service.capacity === 'no-capacity' ? ['capacity' as const] : []),
    ...(flight.openDuplicate ? ['duplicate' as const] : []),
  ];
  return failed.map((check) => {
    const override = overrides.find((each) => each.check === check);
    if (override) return `${check}:${override.reason}`;
    throw check === 'capacity'
      ? new Refused('no-capacity', 'The service has no room now; override with a reason or choose another', 'conflict', ['serviceId'])
      : new Refused('duplicate-referral', 'The member has an open referral to this service; override with a reason', 'conflict', ['serviceId']);
  });
}
