import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  aCanary, birthOf, type Canary, CanaryStory, identityOf, jarsFolder, leaks, outputsOf, removeState, scan, type ServiceName, serviceNames, Stack, tablesOf,
  tokensOf,
} from '@hhp/local-stack';
import { publishEvents } from '@hhp/messaging';
import type { MemberEnrolled } from '@hhp/contracts';
import { evidence, tries } from './evidence.js';
import { eventually } from './eventually.js';

const patience = 240_000;
const state = mkdtempSync(join(tmpdir(), 'hhp-canaries-'));
const served = Array.from({ length: tries(2, 30) }, aCanary);
const [hostile, forgotten] = [aCanary(), aCanary()];
const canaries = [...served, hostile, forgotten];
const tokens = canaries.flatMap(tokensOf);

let stack: Stack;
let story: CanaryStory;
let ids: Map<Canary, string>;

/** A table as lines, as the database's administrator sees it. */
const linesOf = async (service: ServiceName, table: string): Promise<string[]> =>
  (await tablesOf(stack.addresses, [[service, table]])).flatMap(({ bytes }) => String(bytes).split('\n'));

beforeAll(async () => {
  chmodSync(state, 0o711);
  const { DATABASE_URL: _database, KAFKA_BROKERS: _kafka, ...env } = process.env;
  stack = new Stack({ state, jars: jarsFolder(), env: { ...env, HHP_PORTS: 'free', LOG_LEVEL: 'debug', CONSENT_HEARTBEAT_MS: '200' }, fast: true,
    progress: { say: () => undefined, step: (_what: string, work: () => Promise<unknown>) => work() } as never });
  await stack.start();
  story = new CanaryStory(stack);
  await story.setUp();
  ids = await story.enrol(canaries, { joining: served });
}, patience);
afterAll(async () => {
  await stack.stop();
  removeState(state);
  rmSync(state, { recursive: true, force: true });
}, patience);

describe('members of whom every field is a token', () => {
  it('go through all services, by good requests and bad ones, past an event that can never be applied', async () => {
    for (const canary of served) {
      await story.serve(canary, ids.get(canary)!);
      expect(await story.admit(canary)).toBe('AA');
    }
    expect(await story.admit(hostile, 'ADT^A99')).toMatch(/^A/);
    await story.misuse(hostile, ids.get(hostile)!);
    const { brokers, topicPrefix } = stack.addresses;
    // Its versions have a gap that nothing will ever close: it is kept, with all that came of it.
    const poison: MemberEnrolled = {
      type: 'MemberEnrolled', data: {
        memberId: ids.get(hostile)!, enrollmentId: randomUUID(), contractCode: 'GG-SF', county: '06075', population: 'SPA1',
        careEntityId: randomUUID(), enrolledOn: '2019-08-05',
      },
    };
    await publishEvents({ brokers, topicPrefix }, [{ event: poison, tenant: 'golden-gate', version: 99 }]);
    await eventually(async () => { expect((await tablesOf(stack.addresses, serviceNames.map((service) => [service, 'parked_event'] as const))).filter(({ bytes }) => bytes.length > 0).length).toBeGreaterThan(0); }, { within: 60_000 });
    await eventually(async () => {
      const { messages } = await fetch(`${stack.addresses.mail}/messages`).then((each) => each.json()) as { messages: object[] };
      expect(messages.length).toBeGreaterThanOrEqual(served.length);
    }, { within: 60_000 });
    expect(story.refused.length).toBeGreaterThan(30);
  }, patience);

  it('are found wherever they should be: the profile that is opened, the tables of their service, the mail', async () => {
    const mails = await fetch(`${stack.addresses.mail}/messages`).then((each) => each.text());
    const tables = [
      { name: 'assessment', bytes: Buffer.from([...await linesOf('assessment', 'need_note'), ...await linesOf('assessment', 'action_plan_version')].join('\n')) },
    ];
    for (const canary of served) {
      const profile = JSON.stringify(await story.done('coordinator', 'enrollment', 'GET', `/members/${ids.get(canary)!}/profile`));
      for (const token of [...identityOf(canary), birthOf(canary)]) expect(profile.includes(token)).toBe(true);
      expect(mails.includes(canary.cells['last_name']!)).toBe(true);
      const { note, goal, summary, preference } = canary.words;
      expect(leaks(tables, [note, goal, summary, preference])).toHaveLength(4);
    }
  }, patience);

  it('are found nowhere else: no log, no metric, no key, header or value of a topic, no problem document, no row that is kept of an event', async () => {
    const { outputs, found, overlooked } = await scan(outputsOf({ state, addresses: stack.addresses, refused: story.refused }), {
      tokens, memberId: ids.get(served[0]!)!,
    });
    expect([overlooked, found]).toEqual([[], []]);
    evidence('canaries', [{
      claim: 'tokens of members are found where they should be and nowhere else',
      counted: { members: canaries.length, tokens: tokens.length, outputs, refusals: story.refused.length, found: found.length },
      holds: found.length === 0,
    }]);
  }, patience);

  it('are forgotten: after the erasure a rebuild makes the same rows, without the person', async () => {
    const memberId = ids.get(forgotten)!;
    const projections = [['notification', 'known_profile'], ['notification', 'known_key'], ['hospital-feed', 'known_profile'], ['hospital-feed', 'known_key']] as const;
    const read = async (): Promise<string[][]> => Promise.all(projections.map(([service, table]) => linesOf(service, table)));
    const isIn = (rows: readonly string[]): boolean => rows.some((line) => line.includes(memberId));
    await eventually(async () => { expect((await read()).every(isIn)).toBe(true); }, { within: 60_000 });
    const before = await read();
    await story.done('plan-administrator', 'enrollment', 'POST', `/members/${memberId}/erasure`, { reason: 'listed-by-mistake' });
    const { status } = await story.ask('coordinator', 'enrollment', 'GET', `/members/${memberId}/profile`);
    expect(status).toBeGreaterThanOrEqual(400);
    await eventually(async () => { expect((await read())[1]!.some((line) => line.includes(memberId) && /=/.test(line))).toBe(false); }, { within: 60_000 });
    for (const service of ['notification', 'hospital-feed'] as const) {
      await story.done('operator', service, 'POST', '/operations/readers/known-profiles/rebuild');
    }
    const others = (tables: string[][]): string[][] => tables.map((rows) => rows.filter((line) => !line.includes(memberId)));
    const after = await eventually(async () => {
      const rebuilt = await read();
      expect(others(rebuilt)).toEqual(others(before));
      return rebuilt;
    });
    // Of the person there is at most what nobody can open any more (ADR 0013): no key, and nothing that was made of the profile.
    const [, notifiedKeys = [], feedProfiles = [], feedKeys = []] = after.map((rows) => rows.filter((line) => line.includes(memberId)));
    for (const row of [...notifiedKeys, ...feedKeys]) expect(row).toMatch(/,("")?(,t)?\)$/);
    for (const row of feedProfiles) expect(row).toMatch(/,f,,,,,\)$/);
  }, patience);
});
