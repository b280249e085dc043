import { randomUUID } from 'node:crypto';
import { plan } from '../b1-accept/commands.js';
import { type Facts, sayFacts } from '../b4-consume/facts.js';
import { consume, ours } from '../b4-consume/readers.js';
import type { Bench, Contender, RoundOf } from '../run/bench.js';
import { type OwnDatabase, makeDatabase } from '../servers/database.js';
import { startService } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';

const [few, many, backlog, longer] = ['into 10 thousand members', 'into 10 million members', 'a backlog', 'ten times the backlog'];
const ratio = (one: string, other: string, figure: 'cpuMicros' | 'memoryMiB') => (round: RoundOf): number => round[one]![figure] / round[other]![figure];

/** What an event costs when much is known already, and what memory a reader takes that is far behind. */
export const growth: Bench = {
  name: 'growth',
  work: 'Consume events of new members into a projection that has many others already; and memory with a backlog of ten times the length',
  unit: 'events',
  open: async ({ servers, small }) => {
    const [thousands, millions] = small ? [100, 1_000] : [10_000, 10_000_000];
    const [short, long] = [await sayFacts(servers, 'growth_short.', small ? 200 : 8_000), await sayFacts(servers, 'growth_long.', small ? 700 : 80_000)];
    const fresh = freshFacts(servers, small ? 200 : 13_000);
    return {
      contenders: [
        await intoOthers(few!, servers, fresh, thousands!), await intoOthers(many!, servers, fresh, millions!),
        ours(servers, short, backlog), ours(servers, long, longer),
      ],
      ratios: {
        'CPU of an event, 10 million to 10 thousand': { of: ratio(many!, few!, 'cpuMicros'), aim: 1.6, floor: 2, better: 'lower' },
        'memory, ten times the backlog': { of: ratio(longer!, backlog!, 'memoryMiB'), aim: 1.1, floor: 1.25, better: 'lower' },
      },
      close: () => Promise.resolve(),
    };
  },
};

/** Facts of members whom nobody knows yet, others in each round. */
function freshFacts(servers: Servers, memberCount: number): (round: number) => Promise<Facts> {
  const made = new Map<number, Promise<Facts>>();
  return (round) => {
    const facts = made.get(round) ?? sayFacts(servers, `growth_${round}.`, memberCount);
    made.set(round, facts);
    return facts;
  };
}

/** A database in which so many members and the versions of their events are known. */
async function intoOthers(name: string, servers: Servers, fresh: (round: number) => Promise<Facts>, others: number): Promise<Contender> {
  const database = await makeDatabase(servers, 'assessment', `growth_${others}`);
  const program = await startService('assessment', { servers, database, topicPrefix: 'growth_short.', env: { READING: 'off' } });
  await program.stop();
  await fill(database, others);
  return { name, round: async (nth) => {
    const facts = await fresh(nth);
    await database.query('DELETE FROM reader_watermark');
    return consume(servers, database, facts, await database.count('known_member'));
  } };
}

/** Ids that rise with time, as the services make them: ten million of them go into an index in a minute, which random ones do not in ten. */
const id = (nth: string, kind: 1 | 2): string => `(lpad(to_hex(${nth}), 12, '0') || '7000800000000000000${kind}')::uuid`;

async function fill({ query }: OwnDatabase, others: number): Promise<void> {
  await query(
    `INSERT INTO known_member (tenant, member_id, enrollment_id, care_entity_id, enrolled_on, plan_due_on)
     SELECT $1, ${id('nth', 1)}, ${id('nth', 2)}, $2, date '2019-09-01' + nth % 300, date '2019-11-30' + nth % 300 FROM generate_series(1, $3::integer) AS nth`,
    [plan, randomUUID(), others]);
  await query(
    `INSERT INTO reader_version (reader, generation, topic, aggregate, version)
     SELECT 'known-members', 1, 'hhp.member', ${id('nth', 1)}, 1 FROM generate_series(1, $1::integer) AS nth`, [others]);
  await query('VACUUM (ANALYZE) known_member');
  await query('VACUUM (ANALYZE) reader_version');
  await query('CHECKPOINT');
}
