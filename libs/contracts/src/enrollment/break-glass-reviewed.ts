import { IsIn, IsISO8601, IsUUID, Matches } from 'class-validator';
import { type ReviewOutcome, reviewOutcomes } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';
import { idPattern } from '../patterns.js';

/** The privacy officer judged afterwards whether the glass was broken with reason; if it was not, the grant is over at once. */
export class BreakGlassReviewedData {
  @IsUUID() readonly grantId!: string;
  @IsUUID() readonly memberId!: string;
  @IsIn(reviewOutcomes) readonly outcome!: ReviewOutcome;
  @Matches(idPattern) readonly reviewedBy!: string;
  @IsISO8601({ strict: true }) readonly reviewedAt!: string;
}

export const BreakGlassReviewed = defineEvent({
  type: 'BreakGlassReviewed', version: 1, topic: 'hhp.staff', schema: BreakGlassReviewedData, key: (said) => said.grantId, aggregate: (said) => said.grantId,
});
export type BreakGlassReviewed = EventOf<typeof BreakGlassReviewed>;
