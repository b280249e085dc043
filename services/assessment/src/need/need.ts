import type { NeedCategory, NeedIdentified, NeedStatus, NeedStatusChanged } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';

export type NeedEvent = NeedIdentified | NeedStatusChanged;
export type NeedOrigin = NeedIdentified['data']['origin'];

export type Need =
  | { readonly status: 'none' }
  | {
    readonly status: 'identified';
    readonly memberId: string;
    readonly category: NeedCategory;
    readonly origin: NeedOrigin;
    readonly identifiedAt: string;
    /** What a person said of the need; referral facts only propose (see the ledger). */
    readonly confirmed?: { readonly status: NeedStatus; readonly changedAt: string };
  };

export const noNeed: Need = { status: 'none' };

export interface IdentifyNeed {
  readonly memberId: string;
  readonly needId: string;
  readonly category: NeedCategory;
  readonly origin: NeedOrigin;
  readonly screeningId?: string;
}

/** The member has this need and wants help with it. */
export function identify(need: Need, command: IdentifyNeed, now: Date): NeedIdentified[] {
  if (need.status !== 'none') throw new Refused('already-identified', 'This need was already identified.');
  const { memberId, needId, category, origin, screeningId } = command;
  return [{
    type: 'NeedIdentified',
    data: { memberId, needId, category, origin, ...(screeningId ? { screeningId } : {}), identifiedAt: now.toISOString() },
  }];
}

/** A person says where the need stands; said twice is nothing new. */
export function confirmStatus(need: Need, needId: string, status: NeedStatus, now: Date): NeedStatusChanged[] {
  if (need.status === 'none') throw notFound('need');
  if (need.confirmed?.status === status) return [];
  return [{ type: 'NeedStatusChanged', data: { memberId: need.memberId, needId, status, changedAt: now.toISOString() } }];
}

export function evolve(need: Need, event: NeedEvent): Need {
  if (event.type === 'NeedIdentified') {
    const { memberId, category, origin, identifiedAt } = event.data;
    return { status: 'identified', memberId, category, origin, identifiedAt };
  }
  return need.status === 'none' ? need : { ...need, confirmed: { status: event.data.status, changedAt: event.data.changedAt } };
}
