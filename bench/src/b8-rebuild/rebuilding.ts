import { coordinator } from '../b1-accept/commands.js';
import { type Facts, mustBeApplied } from '../b4-consume/facts.js';
import { atRate } from '../load/load.js';
import { type Contender, Wrong, mustBe } from '../run/bench.js';
import { cpuMicros, memoryMiB } from '../run/processes.js';
import { watch } from '../run/watching.js';
import { appliedIn } from '../b4-consume/readers.js';
import { type OwnDatabase, makeDatabase } from '../servers/database.js';
import { startService } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';

const operator = { actor: 'operator-1', role: 'operator' };
const readsPerSecond = 50;

const contentOf = async ({ query }: OwnDatabase): Promise<string> =>
  (await query<{ content: string }>("SELECT md5(string_agg(k::text, '|' ORDER BY member_id)) AS content FROM known_member k"))[0]!.content;

/** A service that has read everything; in each round an operator has its projection made anew, while it is read over HTTP. */
export async function rebuilding(servers: Servers, facts: Facts): Promise<{ contender: Contender; close(): Promise<void> }> {
  const database = await makeDatabase(servers, 'assessment', 'b8');
  const program = await startService('assessment', { servers, database, topicPrefix: facts.topicPrefix });
  await watch([], () => appliedIn(database), facts.count);
  const round = async (nth: number) => {
    const before = await contentOf(database);
    const [token, reader] = [await servers.issuer.tokenFor(operator), await servers.issuer.tokenFor(coordinator)];
    const pids = [program.pid, servers.postgresPid, servers.kafkaPid];
    const cpu = cpuMicros(pids);
    const reads = readWhile(program.url, facts.members, reader);
    const answer = await fetch(`${program.url}/operations/readers/known-members/rebuild`, {
      method: 'POST', headers: { authorization: `Bearer ${token}`, 'idempotency-key': `rebuild-${nth}` }, signal: AbortSignal.timeout(120_000),
    });
    const said = await answer.json() as { events: number; seconds: number };
    const [spent, memory] = [cpuMicros(pids) - cpu, memoryMiB([program.pid])];
    const readP99 = await reads.end();
    if (answer.status !== 200) throw new Wrong(`the rebuild was answered ${answer.status}: ${JSON.stringify(said)}`);
    mustBe('rebuild: events', said.events, facts.count);
    await mustBeApplied('rebuild', database, facts);
    if (await contentOf(database) !== before) throw new Wrong('The rebuilt rows are not those of the live projection');
    return { perSecond: said.events / said.seconds, cpuMicros: spent / said.events, memoryMiB: memory, more: { readP99Ms: readP99 } };
  };
  return { contender: { name: 'ours: rebuild', round }, close: () => program.stop() };
}

/** Reads at a steady rate until told to end; answers their p99. */
function readWhile(url: string, members: readonly string[], token: string): { end(): Promise<number> } {
  let [going, nth] = [true, 0];
  const latencies: number[] = [];
  const next = () => ({
    method: 'GET' as const, path: `/members/${members[nth++ % members.length]!}/needs`, headers: `authorization: Bearer ${token}\r\n`, body: '', counts: true,
    expected: (status: number) => status === 200,
  });
  const reading = (async () => { while (going) latencies.push((await atRate({ url, connections: 4, next }, readsPerSecond, 0.2)).p99); })();
  return { end: async () => {
    going = false;
    await reading;
    return Math.max(...latencies);
  } };
}
