import type { ConsentDeclined, ConsentGranted, ConsentRevoked } from '@hhp/contracts';
import { projection, sharedPolicies, tenantPolicies } from '@hhp/messaging';

/** For the migration of a service that discloses: the consents it knows, until when that may be acted upon, and who belongs to which class. */
export const disclosureTables = projection(`
  CREATE TABLE known_consent (
    tenant text NOT NULL, consent_id uuid NOT NULL, member_id uuid NOT NULL, version integer NOT NULL, said jsonb NOT NULL, revoked_at timestamptz,
    PRIMARY KEY (tenant, consent_id));
  CREATE INDEX known_consent_of_member ON known_consent (tenant, member_id);
  ${tenantPolicies('known_consent')}
  CREATE TABLE consent_lease (partition integer PRIMARY KEY, heartbeat_at timestamptz NOT NULL, ends_at timestamptz NOT NULL);
  ${sharedPolicies('consent_lease')}
  CREATE TABLE known_recipient (organization_id uuid PRIMARY KEY, classes text[] NOT NULL);
  ${sharedPolicies('known_recipient')}`);

export const disclosureTableNames = 'known_consent, consent_lease, known_recipient';

type ConsentWord = (ConsentGranted | ConsentDeclined | ConsentRevoked) & { readonly tenant: string; readonly version: number };

/** What a slice of events leaves behind for one consent: the last word, and a revocation that came after it. */
export interface ConsentOutcome {
  readonly tenant: string;
  readonly consentId: string;
  readonly memberId: string;
  readonly version: number;
  readonly said?: ConsentGranted['data'] | ConsentDeclined['data'];
  readonly revokedAt: string | null;
}

/** Folds a slice, which is in order for each consent, into one outcome for each. */
export function outcomes(words: readonly ConsentWord[]): ConsentOutcome[] {
  const each = new Map<string, ConsentOutcome>();
  for (const { tenant, version, ...word } of words) {
    const { consentId, memberId } = word.data;
    const key = `${tenant} ${consentId}`;
    each.set(key, word.type === 'ConsentRevoked'
      ? { tenant, consentId, memberId, ...each.get(key), version, revokedAt: word.data.revokedAt }
      : { tenant, consentId, memberId, version, said: word.data, revokedAt: null });
  }
  return [...each.values()];
}
