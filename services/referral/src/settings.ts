import { disclosureSettings, panelSettings, setting } from '@hhp/service-host';

/** The follow-up protocol as settings of the service; the defaults are those of the programme's life cycle. */
export const referralSettings = {
  ...disclosureSettings,
  ...panelSettings,
  DRAFT_DAYS: setting.int(3, 'Days in which a draft is sent or dropped'),
  CONSENT_DAYS: setting.int(5, 'Days in which a missing consent is obtained'),
  SEND_DAYS: setting.int(1, 'Days in which a referral that is ready is sent'),
  RESPOND_BUSINESS_DAYS: setting.int(2, 'Business days for an organization to acknowledge'),
  DECIDE_BUSINESS_DAYS: setting.int(2, 'Business days for an organization to accept or decline'),
  SCHEDULE_DAYS: setting.int(5, 'Days in which an accepted referral gets a date'),
  RECONTACT_DAYS: setting.int(14, 'Days after which a waitlist is talked about again', { min: 1 }),
  AFTER_HANDOFF_DAYS: setting.int(1, 'Days after a handoff at which it is confirmed'),
  REROUTE_DAYS: setting.int(1, 'Days in which a declined referral is routed anew'),
  REVIEW_DAYS: setting.int(30, 'Days after which a referral in service is reviewed'),
  MEMBER_FOLLOW_UP_DAYS: setting.int(7, 'The set number of days in which the member hears from the team (002-110)'),
  AFTER_CONTACT_BUSINESS_DAYS: setting.int(5, 'Business days until somebody who was reached is asked again', { min: 1 }),
  LADDER_BUSINESS_DAYS: setting.int(1, 'Business days between two rungs of the ladder for silence', { min: 1 }),
  UNREACHABLE_ATTEMPTS: setting.int(3, 'Days on which a member is tried before they count as out of reach'),
  CHECKPOINT_DAYS: setting.text('30,90,180', 'Days after the first service at which its continuation is checked (002-128)', {
    pattern: /^\d{1,4}(,\d{1,4})*$/, wanted: 'numbers of days with commas between',
  }),
  TRANSITION_VISIT_DAYS: setting.int(7, 'Days after a discharge by which the member is seen'),
};
