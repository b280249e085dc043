import { Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import type { Feed } from './feed.js';

const columns = `facility_id AS "facilityId", sending_application AS "sendingApplication", sending_facility AS "sendingFacility", zone,
  answer_mode AS "answerMode", processing_ids AS "processingIds", certificates`;

/** Which hospitals send, and by what names. */
@Injectable()
export class FeedCommands {
  constructor(private readonly transactions: Transactions) {}

  declare(caller: Caller, feed: Feed): Promise<Feed> {
    if (!feed.sendingApplication && !feed.sendingFacility) {
      throw new Refused('sender-nameless', 'A sender is known by its application, its facility or both.', 'invalid', ['sendingApplication', 'sendingFacility']);
    }
    return this.transactions.command(caller, async (tx) => {
      const [taken] = await tx.query('SELECT 1 FROM feed WHERE sending_application = $1 AND sending_facility = $2 AND facility_id <> $3',
        [feed.sendingApplication, feed.sendingFacility, feed.facilityId]);
      if (taken) throw new Refused('sender-taken', 'Another facility signs its messages so.', 'conflict', ['sendingApplication', 'sendingFacility']);
      await tx.query(
        `INSERT INTO feed (facility_id, sending_application, sending_facility, zone, answer_mode, processing_ids, certificates)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (facility_id) DO UPDATE SET sending_application = excluded.sending_application, sending_facility = excluded.sending_facility,
           zone = excluded.zone, answer_mode = excluded.answer_mode, processing_ids = excluded.processing_ids,
           certificates = excluded.certificates`,
        [feed.facilityId, feed.sendingApplication, feed.sendingFacility, feed.zone, feed.answerMode, feed.processingIds, feed.certificates]);
      return feed;
    });
  }

  list(caller: Caller): Promise<{ feeds: Feed[] }> {
    return this.transactions.read(caller, async (tx) => ({ feeds: await tx.query<Feed>(`SELECT ${columns} FROM feed ORDER BY facility_id`) }));
  }
}

/** Whether any hospital's lines are known by this certificate. */
export async function isOfSomeFeed(tx: Tx, certificate: string): Promise<boolean> {
  const [feed] = await tx.query('SELECT 1 FROM feed WHERE certificates @> ARRAY[$1]', [certificate]);
  return feed !== undefined;
}

/** The feed of a sender, by the names in its header. */
export async function feedOf(tx: Tx, sendingApplication: string, sendingFacility: string): Promise<Feed | undefined> {
  const [feed] = await tx.query<Feed>(
    `SELECT ${columns} FROM feed WHERE sending_application = $1 AND sending_facility = $2`, [sendingApplication, sendingFacility]);
  return feed;
}
