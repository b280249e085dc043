import type { DataClass, DisclosureMade, Purpose } from '@hhp/contracts';
import { type Caller, Transactions } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import type { DisclosuresRequest } from './disclosures.requests.js';

/** What left, to whom, when, why, and under which consent. */
interface Disclosure {
  readonly disclosureId: string;
  readonly disclosedAt: Date;
  readonly recipientOrganizationId: string;
  /** As the directory names it; nothing when it is not listed. */
  readonly recipient: string | null;
  readonly dataClasses: readonly DataClass[];
  readonly purpose: Purpose;
  readonly consentId: string;
  readonly consentVersion: number | null;
  /** The notice of 42 CFR 2.32 that went with it. */
  readonly notice: string | null;
  readonly channel: DisclosureMade['data']['channel'];
  readonly referralId: string | null;
}

export interface Disclosures {
  readonly memberId: string;
  readonly from: string;
  readonly until: string;
  readonly disclosures: readonly Disclosure[];
}

const years = 6;

/** The account of disclosures of one member: all of them, also those that the law lets out of an accounting; what to leave out is for who hands it over. */
@Injectable()
export class DisclosuresProjection {
  constructor(private readonly transactions: Transactions) {}

  of(caller: Caller, memberId: string, { from, until }: DisclosuresRequest): Promise<Disclosures> {
    return this.transactions.read(caller, async (tx) => {
      tx.concerns(memberId);
      const ends = until === undefined ? tx.now : new Date(until);
      const begins = from === undefined ? new Date(Date.UTC(ends.getUTCFullYear() - years, ends.getUTCMonth(), ends.getUTCDate())) : new Date(from);
      const disclosures = await tx.query<Disclosure>(
        `SELECT d.disclosure_id AS "disclosureId", d.disclosed_at AS "disclosedAt", d.recipient_organization_id AS "recipientOrganizationId",
                (SELECT o.name FROM listed_organization o WHERE o.organization_id = d.recipient_organization_id ORDER BY o.listed_on DESC LIMIT 1) AS recipient,
                d.data_classes AS "dataClasses", d.purpose, d.consent_id AS "consentId", d.consent_version AS "consentVersion", d.notice, d.channel, d.referral_id AS "referralId"
           FROM disclosure d WHERE d.tenant = $1 AND d.member_id = $2 AND d.disclosed_at >= $3 AND d.disclosed_at <= $4
          ORDER BY d.disclosed_at, d.disclosure_id`, [tx.tenant, memberId, begins, ends]);
      return { memberId, from: begins.toISOString(), until: ends.toISOString(), disclosures };
    });
  }
}
