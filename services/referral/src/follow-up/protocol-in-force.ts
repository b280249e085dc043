import type { OfficeCalendar } from '@hhp/domain-kit';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { referralSettings } from '../settings.js';
import type { Aftercare } from '../transition/transition.js';
import type { Protocol, Terms } from './protocol.js';

/** The protocol that the settings of this service name, with the office calendar. */
@Injectable()
export class ProtocolInForce {
  readonly calendar: OfficeCalendar;
  readonly protocol: Protocol;
  private readonly visitDays: number;

  constructor(@Inject(OFFICE_CALENDAR) calendar: OfficeCalendar, @Inject(SETTINGS) settings: Settings<typeof referralSettings>) {
    this.calendar = calendar;
    this.visitDays = settings.TRANSITION_VISIT_DAYS;
    this.protocol = {
      draftDays: settings.DRAFT_DAYS, consentDays: settings.CONSENT_DAYS, consentLookMs: settings.CONSENT_LEASE_MS + 1_000, sendDays: settings.SEND_DAYS,
      respondBusinessDays: settings.RESPOND_BUSINESS_DAYS, decideBusinessDays: settings.DECIDE_BUSINESS_DAYS,
      scheduleDays: settings.SCHEDULE_DAYS, recontactDays: settings.RECONTACT_DAYS, afterHandoffDays: settings.AFTER_HANDOFF_DAYS,
      rerouteDays: settings.REROUTE_DAYS, reviewDays: settings.REVIEW_DAYS, memberFollowUpDays: settings.MEMBER_FOLLOW_UP_DAYS,
      afterContactBusinessDays: settings.AFTER_CONTACT_BUSINESS_DAYS, ladderBusinessDays: settings.LADDER_BUSINESS_DAYS,
      unreachableAttempts: settings.UNREACHABLE_ATTEMPTS, checkpointDays: settings.CHECKPOINT_DAYS.split(',').map(Number),
    };
  }

  terms(now: Date): Terms {
    return { now, calendar: this.calendar, protocol: this.protocol };
  }

  aftercare(now: Date): Aftercare {
    return { now, calendar: this.calendar, visitDays: this.visitDays };
  }
}
