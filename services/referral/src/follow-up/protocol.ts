import type { OfficeCalendar } from '@hhp/domain-kit';

/** The programme's follow-up protocol (002-68 … 002-77) as numbers: each is a setting of the service. */
export interface Protocol {
  readonly draftDays: number;
  readonly consentDays: number;
  /** After a referral was sent, or could not be, when its consent is looked at again: what was known of consents then is complete by now. */
  readonly consentLookMs: number;
  readonly sendDays: number;
  readonly respondBusinessDays: number;
  readonly decideBusinessDays: number;
  readonly scheduleDays: number;
  readonly recontactDays: number;
  readonly afterHandoffDays: number;
  readonly rerouteDays: number;
  readonly reviewDays: number;
  /** The set number of days in which the member was told to hear from us (002-110). */
  readonly memberFollowUpDays: number;
  /** After an answer was heard, when to ask again. */
  readonly afterContactBusinessDays: number;
  /** How long each rung of the ladder waits: partner, coordinator, supervisor and the supervisor again. */
  readonly ladderBusinessDays: number;
  /** Contact attempts on different days before a member counts as out of reach. */
  readonly unreachableAttempts: number;
  /** Days after the first service at which to ask whether it continues (002-128). */
  readonly checkpointDays: readonly number[];
}

/** Under what a decision is taken: the time, the office calendar and the protocol in force. */
export interface Terms {
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  readonly protocol: Protocol;
}
