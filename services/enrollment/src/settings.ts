import { setting } from '@hhp/service-host';

/** What can be set of enrolment. */
export const enrollmentSettings = {
  CONSENT_HEARTBEAT_MS: setting.int(500, 'Milliseconds between two heartbeats of the consents', { min: 50, max: 2000 }),
  CONSENT_LEASE_MS: setting.int(2000, 'Milliseconds after a heartbeat for which readers may act on consents; the same in every service', { max: 2500 }),
  CONSENT_CLOCK_DIFFERENCE_MS: setting.int(500, 'Milliseconds by which two clocks may differ, and a revocation may take to commit', { max: 500 }),
  BREAK_GLASS_MINUTES: setting.int(60, 'Minutes for which an emergency grant holds', { min: 1, max: 1440 }),
  DEFAULT_RULE_PACK: setting.text('hhp/lacare', 'Rule pack by which a member is judged at enrolment who was not judged before'),
  MEMBERS_PER_COORDINATOR: setting.int(60, 'Members of a panel above which it counts as too large (004-19)', { min: 1 }),
  MASTER_KEY_ID: setting.text('master-1', 'Name of the master key, said with every key of a member that it wraps', {
    pattern: /^[A-Za-z0-9._:-]{1,60}$/, wanted: 'a name without spaces',
  }),
};
