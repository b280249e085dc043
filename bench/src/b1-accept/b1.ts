import { Connection } from '../load/connection.js';
import { type Bench, type Conditions, type OpenBench, type RoundOf, warmUpSeconds } from '../run/bench.js';
import type { Servers } from '../servers/servers.js';
import { type Accepting, type Pace, acceptor, mustBeRelayed } from './accepting.js';
import { coordinator, needCommands, plan } from './commands.js';
import { openAssessment } from './ours.js';
import { type Sample, pgbench } from './pgbench.js';
import { openStock } from './stock.js';

const tables = ['need', 'need_note', 'outbox', 'idempotency_key', 'audit_entry'];
const perSecond = (name: string) => (round: RoundOf): number => round[name]!.perSecond;
const [ours, stock, limit] = [perSecond('ours'), perSecond('stock'), perSecond('limit: pgbench')];

/** B1: a command is accepted when its state, its event, its key and its audit row are on disk. */
export const b1: Bench = {
  name: 'b1',
  work: 'Accept a command (POST of 420 bytes, checked token, validated): state, event, idempotency key and audit row durable before the answer',
  unit: 'commands',
  open: (conditions) => open(conditions, 32),
};

async function open({ servers, small }: Conditions, connections: number): Promise<OpenBench> {
  const pace: Pace = { connections, warmUpSeconds: (nth) => warmUpSeconds(nth, small), seconds: small ? 1 : 4 };
  const members = small ? 200 : 2_000;
  const [own, stockApp, sampled] = [await openOurs(servers, members), await acceptingStock(servers, members), await sampleOf(servers)];
  const accepting = [own, stockApp];
  return {
    contenders: [...accepting.map((one) => acceptor(servers, one, pace)), await pgbench(servers, sampled.database, sampled.sample, pace)],
    ratios: {
      'ours vs stock': { of: (round) => ours(round) / stock(round), aim: 12, floor: 6, better: 'higher' },
      'ours vs pgbench, one transaction a request': { of: (round) => ours(round) / limit(round), aim: 1, floor: 0.6, better: 'higher' },
    },
    close: async () => {
      for (const one of accepting) await mustBeRelayed(servers, one);
      for (const { program } of accepting) await program.stop();
    },
  };
}

async function openOurs(servers: Servers, memberCount: number): Promise<Accepting> {
  const { program, database, members, topicPrefix } = await openAssessment(servers, 'b1_ours', memberCount);
  const saidSql = "SELECT key, headers::json->>'ce_id' AS id FROM outbox WHERE topic = 'hhp.assessment' ORDER BY position";
  return { name: 'ours', program, database, members, tables, topic: `${topicPrefix}hhp.assessment`, saidSql };
}

async function acceptingStock(servers: Servers, memberCount: number): Promise<Accepting> {
  const { program, database, members, topicPrefix } = await openStock(servers, 'b1_stock', memberCount);
  const saidSql = 'SELECT key, event_id AS id FROM outbox ORDER BY outbox.id';
  return { name: 'stock', program, database, members, tables: ['need', 'need_note', 'outbox'], topic: `${topicPrefix}hhp.assessment`, saidSql };
}

/** One command of ours on a database of its own shows which rows a command writes. */
async function sampleOf(servers: Servers): Promise<{ database: Accepting['database']; sample: Sample }> {
  const { program, database, members } = await openAssessment(servers, 'b1_limit', 1);
  const [connection, ask] = [new Connection(new URL(program.url)), needCommands(members, await servers.issuer.tokenFor(coordinator))()];
  const answer = await connection.ask(ask.method, ask.path, ask.headers, ask.body);
  connection.close();
  await program.stop();
  const { needId } = JSON.parse(answer.body) as { needId: string };
  const [{ actor, organization }] = [coordinator];
  const settings = { tenants: `{"${plan}"}`, scope: plan, actor, purpose: 'care-coordination', organization };
  return { database, sample: { tables, id: needId, settings } };
}
