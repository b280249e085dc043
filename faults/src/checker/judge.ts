import { type Flow, committedBy, judgeConservation } from './conservation.js';
import { Psql } from './database.js';
import { judgeCommands, judgeMails } from './effects.js';
import { readLedger } from './ledger-file.js';
import { judgeLifeCycles } from './life-cycle.js';
import { EventLog } from './log.js';
import { mailsIn } from './mail-folder.js';
import { judgeOrder } from './order.js';
import { judgeStuck, judgeTime } from './rest.js';
import type { Verdict } from './verdict.js';

/** Where the evidence lies. The checker knows the public contracts and nothing of the product's code. */
export interface Evidence {
  readonly broker: string;
  readonly databaseUrl: string;
  readonly ledgerFile: string;
  readonly mails: string;
  readonly services: readonly string[];
}

export interface Judgement {
  readonly verdicts: readonly Verdict[];
  readonly flows: readonly Flow[];
  /** Distinct Message-IDs, and mails beyond the first of each. */
  readonly mails: number;
  readonly repeatedMails: number;
  readonly events: number;
  readonly log: EventLog;
}

/** Everything but what needs time (coming to rest) or the product's help (rebuilds). */
export async function judge({ broker, databaseUrl, ledgerFile, mails: folder, services }: Evidence): Promise<Judgement> {
  const psql = new Psql(databaseUrl);
  const earlier = await committedBy(psql, services);
  const log = await EventLog.read(broker);
  const messages = services.includes('hospital-feed')
    ? await psql.rows<{ control: string; count: number }>(`SELECT control_id AS control, count(*)::int AS count FROM hospital_feed.hospital_message WHERE keeping <> 'refused' GROUP BY 1`) : [];
  const kept = new Map(messages.map(({ control, count }) => [control, count]));
  const mails = mailsIn(folder);
  const distinct = new Set(mails.map(({ messageId }) => messageId)).size;
  const { verdict: conservation, flows } = await judgeConservation(log, earlier, psql, services);
  return {
    verdicts: [
      ...judgeCommands(readLedger(ledgerFile), log.records, kept), judgeMails(mails, log.records), await judgeOrder(log, psql, services),
      await judgeStuck(psql, services), await judgeLifeCycles(log.records, psql, services), conservation, await judgeTime(psql, services, log.records),
    ],
    flows, mails: distinct, repeatedMails: mails.length - distinct, events: log.records.length, log,
  };
}
