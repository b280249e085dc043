import type { BreakGlassOpened, BreakGlassReviewed, EmergencyReason, ReviewOutcome } from '@hhp/contracts';
import { notFound, Refused } from '@hhp/domain-kit';

export type BreakGlassEvent = BreakGlassOpened | BreakGlassReviewed;
/** An emergency grant: one person, one member, a short time, and a judgement afterwards. */
export type Grant = 'unknown' | BreakGlassOpened['data'] & { readonly review?: Review };
interface Review { readonly outcome: ReviewOutcome; readonly reviewedBy: string; readonly reviewedAt: string }

export function evolve(grant: Grant, event: BreakGlassEvent): Grant {
  if (event.type === 'BreakGlassOpened') return event.data;
  if (grant === 'unknown') return grant;
  const { outcome, reviewedBy, reviewedAt } = event.data;
  return { ...grant, review: { outcome, reviewedBy, reviewedAt } };
}

/** The glass is broken for one member and for so many minutes. Broken again with the same id it is the same grant; nobody can make it longer. */
export function open(
  grant: Grant, asked: { readonly grantId: string; readonly memberId: string; readonly openedBy: string; readonly reason: EmergencyReason },
  { now, minutes }: { readonly now: Date; readonly minutes: number },
): BreakGlassOpened[] {
  if (grant !== 'unknown') {
    if (grant.openedBy === asked.openedBy && grant.memberId === asked.memberId) return [];
    throw new Refused('grant-stands', 'This grant is for somebody else', 'conflict', ['grantId']);
  }
  return [{ type: 'BreakGlassOpened', data: { ...asked, openedAt: now.toISOString(), until: new Date(now.getTime() + minutes * 60_000).toISOString() } }];
}

/** Judged once, and by somebody else than who broke it. */
export function review(grant: Grant, { outcome, reviewedBy }: Omit<Review, 'reviewedAt'>, now: Date): BreakGlassReviewed[] {
  if (grant === 'unknown') throw notFound('grant');
  if (grant.openedBy === reviewedBy) throw new Refused('own-grant', 'Nobody reviews what they did themselves', 'forbidden');
  if (grant.review?.outcome === outcome) return [];
  if (grant.review) throw new Refused('already-reviewed', 'This was reviewed with another outcome');
  const { grantId, memberId } = grant;
  return [{ type: 'BreakGlassReviewed', data: { grantId, memberId, outcome, reviewedBy, reviewedAt: now.toISOString() } }];
}
