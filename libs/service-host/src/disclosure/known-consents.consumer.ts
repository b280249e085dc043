import { ConsentDeclined, ConsentGranted, ConsentHeartbeat, ConsentRevoked, OrganizationListed, OrganizationWithdrawn } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings, setting } from '../settings.js';
import { outcomes } from './known-consents.js';

/** The setting of every service that discloses. */
export const disclosureSettings = {
  CONSENT_LEASE_MS: setting.int(2000, 'Milliseconds after a heartbeat of the consents for which their knowledge may be acted upon'),
};

/**
 * What members said about sharing, to whom a word for a class of recipients applies, and how far this service has read: the lease ends when
 * no heartbeat comes any more.
 */
@Reader({ name: 'known-consents', topics: ['hhp.consent', 'hhp.directory'], tables: ['known_consent', 'consent_lease', 'known_recipient'] })
@Injectable()
export class KnownConsentsConsumer {
  constructor(@Inject(SETTINGS) private readonly settings: Settings<typeof disclosureSettings>) {}

  @OnEvents(ConsentGranted, ConsentDeclined, ConsentRevoked)
  async remember(tx: Tx, events: readonly Received<ConsentGranted | ConsentDeclined | ConsentRevoked>[]): Promise<void> {
    await tx.query(
      `WITH slice AS (SELECT * FROM jsonb_to_recordset($1::jsonb)
                        AS each (tenant text, "consentId" uuid, "memberId" uuid, version integer, said jsonb, "revokedAt" timestamptz)),
            revoked AS (UPDATE known_consent known SET revoked_at = slice."revokedAt", version = slice.version FROM slice
                         WHERE slice.said IS NULL AND known.tenant = slice.tenant AND known.consent_id = slice."consentId")
       INSERT INTO known_consent (tenant, consent_id, member_id, version, said, revoked_at)
       SELECT tenant, "consentId", "memberId", version, said, "revokedAt" FROM slice WHERE said IS NOT NULL
       ON CONFLICT (tenant, consent_id) DO UPDATE SET version = excluded.version, said = excluded.said, revoked_at = excluded.revoked_at`,
      [JSON.stringify(outcomes(events))]);
  }

  /** The classes of an organization as the directory said them last; one that is withdrawn belongs to none. */
  @OnEvents(OrganizationListed, OrganizationWithdrawn)
  async classify(tx: Tx, events: readonly Received<OrganizationListed | OrganizationWithdrawn>[]): Promise<void> {
    const last = new Map(events.map(({ type, data }) =>
      [data.organizationId, { id: data.organizationId, classes: type === 'OrganizationListed' ? data.recipientClasses ?? [] : [] }]));
    await tx.query(
      `INSERT INTO known_recipient (organization_id, classes) SELECT id, classes FROM jsonb_to_recordset($1::jsonb) AS said (id uuid, classes text[])
       ON CONFLICT (organization_id) DO UPDATE SET classes = excluded.classes`, [JSON.stringify([...last.values()])]);
  }

  /** A heartbeat tells about the partition in which it was read, and about no other. */
  @OnEvents(ConsentHeartbeat)
  async renew(tx: Tx, events: readonly Received<ConsentHeartbeat>[]): Promise<void> {
    const heard = events.filter((each) => each.partition === each.data.partition);
    await tx.query(
      `INSERT INTO consent_lease (partition, heartbeat_at, ends_at)
       SELECT partition, max(heartbeat_at), max(heartbeat_at) + $3 * interval '1 ms'
         FROM unnest($1::int[], $2::timestamptz[]) AS heard (partition, heartbeat_at)
        GROUP BY partition
       ON CONFLICT (partition) DO UPDATE SET heartbeat_at = excluded.heartbeat_at, ends_at = excluded.ends_at
        WHERE excluded.heartbeat_at > consent_lease.heartbeat_at`,
      [heard.map((each) => each.data.partition), heard.map((each) => each.data.heartbeatAt), this.settings.CONSENT_LEASE_MS]);
  }
}
