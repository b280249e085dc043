import { DisclosureMade } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

const write = `
  INSERT INTO disclosure (tenant, disclosure_id, member_id, recipient_organization_id, referral_id, data_classes, purpose, consent_id, consent_version, notice,
         channel, disclosed_at)
  SELECT tenant, "disclosureId", "memberId", "recipientOrganizationId", "referralId", "dataClasses", purpose, "consentId", "consentVersion", notice, channel,
         "disclosedAt"
    FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, "disclosureId" uuid, "memberId" uuid, "recipientOrganizationId" uuid, "referralId" uuid,
           "dataClasses" text[], purpose text, "consentId" uuid, "consentVersion" integer, notice text, channel text, "disclosedAt" timestamptz)
  ON CONFLICT (tenant, disclosure_id) DO NOTHING`;

/** Everything that left about a member, whichever service let it leave. It stays when the consent is taken back. */
@Reader({ name: 'disclosures', topics: ['hhp.disclosure'], tables: ['disclosure'] })
@Injectable()
export class DisclosuresConsumer {
  @OnEvents(DisclosureMade)
  async remember(tx: Tx, events: readonly Received<DisclosureMade>[]): Promise<void> {
    await tx.query(write, [JSON.stringify(events.map(({ tenant, data }) => ({ tenant, ...data })))]);
  }
}
