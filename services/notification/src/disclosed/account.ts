import type { DataClass, DisclosureMade } from '@hhp/contracts';
import { dayOf, noticeFor } from '@hhp/domain-kit';
import { type Tx, appendToOutbox } from '@hhp/messaging';

/** What left about a member, as it is accounted for (45 CFR 164.528). */
export interface Accounted {
  readonly disclosureId: string;
  readonly memberId: string;
  readonly referralId: string;
  readonly organizationId: string;
  readonly dataClasses: readonly DataClass[];
  readonly consentId: string;
  readonly consentVersion: number | undefined;
  readonly channel: DisclosureMade['data']['channel'];
  readonly at: Date;
  readonly timeZone: string;
}

export async function account(tx: Tx, { organizationId, consentVersion, at, timeZone, ...left }: Accounted): Promise<void> {
  const notice = noticeFor(left.dataClasses, dayOf(at, timeZone))?.code;
  const event: DisclosureMade = {
    type: 'DisclosureMade',
    data: {
      ...left, recipientOrganizationId: organizationId, purpose: 'care-coordination', disclosedAt: at.toISOString(),
      ...(consentVersion ? { consentVersion } : {}), ...(notice ? { notice } : {}),
    },
  };
  await appendToOutbox(tx, [{ event, version: 1 }]);
}

/**
 * The page behind the link shows what the mail said. Under the version of the consent under which that mail left it is the same disclosure;
 * under another one it is a new one, once.
 */
export async function accountForPage(tx: Tx, shown: Omit<Accounted, 'disclosureId' | 'channel' | 'at'>): Promise<void> {
  const { referralId, consentId, consentVersion } = shown;
  const [first] = await tx.query(
    `INSERT INTO page_shown (tenant, referral_id, consent_id, consent_version)
     SELECT $1, $2, $3, $4 WHERE NOT EXISTS (
       SELECT FROM message WHERE tenant = $1 AND referral_id = $2 AND template = 'partner-invitation' AND leaving_consent_id = $3
          AND leaving_consent_version = $4 AND (disclosure_id IS NOT NULL OR leaving_at IS NOT NULL))
     ON CONFLICT DO NOTHING RETURNING referral_id`, [tx.tenant, referralId, consentId, consentVersion]);
  if (first) await account(tx, { ...shown, disclosureId: tx.newId(), channel: 'page', at: tx.now });
}
