import { type Contender, type Figures, mustBe } from '../run/bench.js';
import { memoryMiB } from '../run/processes.js';
import { watch } from '../run/watching.js';
import { type OwnDatabase, makeDatabase } from '../servers/database.js';
import { forgetGroups } from '../servers/kafka.js';
import { startService, startStock } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { type Facts, mustBeApplied } from './facts.js';

/** How many records the reader of members has behind it. */
export async function appliedIn({ query }: OwnDatabase): Promise<number> {
  const [row] = await query<{ done: number }>("SELECT coalesce(sum(next_offset), 0)::integer AS done FROM reader_watermark WHERE reader = 'known-members'");
  return row!.done;
}

/** The assessment service reads the topic from its beginning into a projection that has so many other members. */
export async function consume(servers: Servers, database: OwnDatabase, facts: Facts, others = 0): Promise<Figures> {
  const { topicPrefix } = facts;
  const program = await startService('assessment', { servers, database, topicPrefix });
  const watched = await watch([program.pid, servers.postgresPid, servers.kafkaPid], () => appliedIn(database), facts.count);
  const memory = memoryMiB([program.pid]);
  await mustBeApplied('ours', database, facts, others);
  mustBe('ours: parked keys', await database.count('parked_key'), 0);
  await program.stop();
  await forgetGroups(servers.brokers, ['known-members', 'ledger'].map((reader) => `${topicPrefix}hhp.assessment.${reader}`));
  return { ...watched, memoryMiB: memory };
}

/** Into a projection that is empty. */
export const ours = (servers: Servers, facts: Facts, name = 'ours'): Contender => ({ name, round: async (nth) => {
  const database = await makeDatabase(servers, 'assessment', `b4_${name.replaceAll(/\W+/g, '_')}_${nth}`);
  const figures = await consume(servers, database, facts);
  mustBe('ours: versions', await database.count('reader_version', "reader = 'known-members' AND version = 3"), facts.members.length);
  await database.drop();
  return figures;
} });

const stockNames: Readonly<Record<number, string>> = { 1: 'stock, one partition at a time', 12: 'stock' };

/** The stock application does the same with the fewer facts of its own topic: it would take too long with ours. */
export const stock = (servers: Servers, facts: Facts, atOnce: 1 | 12): Contender => ({ name: stockNames[atOnce]!, round: async (nth) => {
  const { topicPrefix } = facts;
  const database = await makeDatabase(servers, 'assessment', `b4_stock_${nth}_${atOnce}`);
  const env = { STOCK_CONSUMES: 'on', STOCK_GROUP: `${topicPrefix}${nth}.${atOnce}`, STOCK_PARTITIONS_AT_ONCE: String(atOnce) };
  const program = await startStock('assessment', { servers, database, topicPrefix, env });
  const watched = await watch([program.pid, servers.postgresPid, servers.kafkaPid], () => database.count('inbox'), facts.facts.length);
  const memory = memoryMiB([program.pid]);
  await mustBeApplied('stock', database, facts);
  await program.stop();
  await database.drop();
  return { ...watched, memoryMiB: memory };
} });
