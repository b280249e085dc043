import type { OrganizationListed, OrganizationWithdrawn } from '@hhp/contracts';
import { type Day, dayOf } from '@hhp/domain-kit';

/** From when to when the directory listed an organization. One that comes back begins another span. */
export interface Listing {
  readonly listedOn: Day;
  readonly withdrawnOn?: Day;
  readonly name: string;
}

/** The listings of one organization after an event. Listed again while listed is a change of its public facts, not a new listing. */
export function apply(listings: readonly Listing[], event: OrganizationListed | OrganizationWithdrawn, timeZone: string): readonly Listing[] {
  const last = listings.at(-1);
  if (event.type === 'OrganizationWithdrawn') {
    return last && !last.withdrawnOn ? [...listings.slice(0, -1), { ...last, withdrawnOn: dayOf(new Date(event.data.withdrawnAt), timeZone) }] : listings;
  }
  const listedOn = dayOf(new Date(event.data.listedAt), timeZone);
  if (!last || (last.withdrawnOn && last.withdrawnOn < listedOn)) return [...listings, { listedOn, name: event.data.name }];
  return [...listings.slice(0, -1), { listedOn: last.listedOn, name: event.data.name }];
}
