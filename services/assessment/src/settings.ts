import { panelSettings, setting } from '@hhp/service-host';

/** What can be set of the assessment service. */
export const assessmentSettings = {
  ...panelSettings,
  HAP_DUE_DAYS: setting.int(90, 'Days after enrolment by which the first Health Action Plan is due (domain 5)'),
};
