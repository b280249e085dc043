import type { ReferralShown } from '@hhp/contracts';
import { type Tx, appendToOutbox, withinPlan } from '@hhp/messaging';
import { neededConsent } from '../consent-changes/consent-changes.js';
import type { Drafted } from '../referral/referral.js';
import type { Under } from './partner-view.js';

/**
 * An organization looks at a referral: that is said once for each version of the consent, however often it looks. What is shown of the member
 * follows from the referral, which is fixed when it leaves, and from the consent.
 */
export function sayShown(
  tx: Tx, { tenant, state }: { readonly tenant: string; readonly state: Drafted }, { consentId, consentVersion }: Under,
): Promise<void> {
  const { referralId } = state.course;
  const { memberId, organizationId, dataClasses } = neededConsent(state);
  return withinPlan(tx, tenant, async (own) => {
    const [first] = await own.query(
      'INSERT INTO referral_shown (tenant, referral_id, consent_id, consent_version) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING referral_id',
      [tenant, referralId, consentId, consentVersion]);
    if (!first) return;
    const event: ReferralShown = {
      type: 'ReferralShown',
      data: {
        disclosureId: own.newId(), referralId, memberId, organizationId, dataClasses, consentId, consentVersion, shownAt: own.now.toISOString(),
      },
    };
    await appendToOutbox(own, [{ event, version: 1 }]);
  });
}
