import { randomUUID } from 'node:crypto';
import { said } from '../world/programs.js';
import type { Fault, Scene } from './fault.js';

/** What kcat is told to write: a record as it stands, into the partition where its key belongs. */
interface Forged {
  readonly topic: string;
  readonly key: string;
  readonly partition?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

async function write(broker: string, { topic, key, partition, headers, value }: Forged): Promise<void> {
  const named = Object.entries(headers).flatMap(([name, text]) => ['-H', `${name}=${text}`]);
  const where = partition === undefined ? [] : ['-p', String(partition)];
  // The murmur2 partitioner is the one that the product's writers use too.
  await said('kcat', ['-P', '-b', broker, '-t', topic, ...where, '-X', 'topic.partitioner=murmur2_random', ...named, '-K', '\x1f', '-D', '\x1e'], { input: `${key}\x1f${value}` });
}

interface Line { topic: string; partition: number; headers?: string[]; key: string; payload: string | null }

/** The last records of some partition of a topic. */
async function lastOf(broker: string, topic: string, count: number): Promise<Forged[]> {
  const text = await said('kcat', ['-C', '-b', broker, '-t', topic, '-o', `-${count}`, '-e', '-q', '-J']);
  return text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line).filter(({ payload }) => payload !== null)
    .map(({ partition, headers = [], key, payload }) => ({
      topic, partition, key, value: payload!,
      headers: Object.fromEntries(Array.from({ length: headers.length / 2 }, (_, at) => [headers[at * 2]!, headers[at * 2 + 1]!])),
    }));
}

const factTopics = ['hhp.member', 'hhp.referral', 'hhp.consent', 'hhp.assessment', 'hhp.hospital-stay', 'hhp.directory', 'hhp.notification'];

/** Records that were read are written again, as they were or in another order. */
export const repeatRecords = (how: 'in order' | 'shuffled', topics = factTopics): Fault => ({
  name: `records again, ${how}`, kills: 0,
  async run({ world, chance, bites }) {
    bites.expect(`records written again ${how}`);
    // On a slow machine little has been said yet.
    for (const topic of chance.shuffled(topics)) {
      const records = (await lastOf(world.broker, topic, 4)).slice(-24);
      if (records.length === 0) continue;
      for (const each of how === 'in order' ? records : chance.shuffled(records)) await write(world.broker, each);
      bites.count(`records written again ${how}`, records.length);
      return `${records.length} of ${topic}`;
    }
    return 'nothing was said yet';
  },
});

/** An organization that nobody listed: its second version comes before its first. */
export async function forgeGap({ world, bites }: Scene): Promise<string> {
  const organizationId = randomUUID();
  const event = (version: number): Forged => ({
    topic: 'hhp.directory', key: organizationId, value: JSON.stringify({ organizationId, name: `Forged Pantry ${version}`, source: 'faults', listedAt: '2019-07-01T00:00:00.000Z' }),
    headers: headersOf('OrganizationListed', organizationId, version),
  });
  await write(world.broker, event(2));
  await new Promise((later) => { setTimeout(later, 700); });
  await write(world.broker, event(1));
  bites.count('gaps made and filled');
  return `versions 2 and 1 of organization ${organizationId.slice(0, 8)}`;
}

function headersOf(type: string, subject: string, version: number): Record<string, string> {
  return {
    ce_specversion: '1.0', ce_id: randomUUID(), ce_type: type, ce_source: '/faults', ce_time: new Date().toISOString(), ce_dataschema: `urn:hhp:${type}:1`, ce_schemaversion: '1',
    ce_tenant: 'golden-gate', ce_actor: 'faults', ce_purpose: 'system', ce_correlationid: `faults-${randomUUID()}`, ce_subject: subject, ce_aggregateversion: String(version),
  };
}

const poisons: readonly ((subject: string) => Pick<Forged, 'headers' | 'value'>)[] = [
  () => ({ headers: {}, value: 'no envelope at all' }),
  (subject) => ({ headers: headersOf('ReferralClosed', subject, 1), value: '{"referralId": ' }),
  (subject) => ({ headers: headersOf('ReferralClosed', subject, 1), value: '{"__proto__":{"polluted":true},"referralId":12345678901234567890}' }),
  (subject) => ({ headers: { ...headersOf('ReferralClosed', subject, 1), ce_schemaversion: '99' }, value: '{}' }),
  (subject) => ({ headers: { ...headersOf('ReferralClosed', subject, 1), ce_aggregateversion: 'NaN' }, value: '[]' }),
  (subject) => ({ headers: headersOf('ReferralClosed', subject, 1), value: '['.repeat(20_000) }),
  (subject) => ({ headers: headersOf('NobodyKnowsThis', subject, 1), value: 'null' }),
];

/** Events that no reader can take, each on a key of its own: they stay aside, and hold up nobody else. */
export async function forgePoison({ world, chance, bites }: Scene): Promise<string> {
  const all = chance.shuffled(poisons);
  for (const poison of all) {
    const key = `faults-${randomUUID()}`;
    const { headers, value } = poison(key);
    // Data is looked at by who wants its type, and that is in a type's own topic only.
    const topic = headers['ce_type'] === 'ReferralClosed' ? 'hhp.referral' : chance.of(['hhp.referral', 'hhp.directory', 'hhp.member']);
    await write(world.broker, { topic, key, headers, value });
  }
  for (const topic of ['hhp.referral', 'hhp.directory', 'hhp.member']) await write(world.broker, { topic, key: `faults-${randomUUID()}`, headers: {}, value: 'poison' });
  bites.count('poison written', all.length + 3);
  return `${all.length + 3} records`;
}

export const poison: Fault = { name: 'poison', kills: 0, run: forgePoison };
export const gap: Fault = { name: 'a gap that closes', kills: 0, run: forgeGap };
