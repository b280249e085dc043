import type { ConsentGranted } from '@hhp/contracts';
import { mayDisclose } from '@hhp/service-host';
import type { Drafted } from '../referral/referral.js';

/** Whether this consent alone is the one that the referral waits for: its recipient, its classes of data, its purpose and now. */
export function covers(consent: ConsentGranted['data'], { course }: Drafted, now: Date): boolean {
  const { organizationId, dataClasses } = course;
  return mayDisclose([consent], { organizationId, dataClasses, purpose: 'care-coordination', now }).answer === 'allowed';
}
