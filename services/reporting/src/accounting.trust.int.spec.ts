import { randomUUID } from 'node:crypto';
import type { AccessesRecorded, AccessKind, DisclosureMade, RecordedAccess } from '@hhp/contracts';
import { eventually, evidence, type Running, startForTest, tries } from '@hhp/testing';
import type { BreachExtract } from './accesses/breach-extract.projection.js';
import type { Disclosures } from './disclosures/disclosures.projection.js';
import { listed } from './examples.js';
import { reportingService } from './service.js';

const services = ['enrollment', 'assessment', 'directory', 'referral', 'notification', 'hospital-feed'];
const [ours, theirs] = ['golden-gate', 'inland'];
const thief = 'coordinator-17';
const [from, until] = ['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'];
const members = Array.from({ length: 50 }, () => randomUUID());
let running: Running;

beforeAll(async () => { running = await startForTest(reportingService); });
afterAll(() => running.stop());

/** As the plan's administrator, with a token of this moment: what is measured here takes longer than a token lives. */
const get = async <Body>(path: string, as?: string): Promise<{ status: number; body: Body }> => {
  const { status, body } = await running.request('GET', path, { as: as ?? await running.token('plan-administrator', { tenant: ours! }) });
  return { status, body: body as Body };
};
async function extract(actor = thief, limit = 1000): Promise<BreachExtract & { pages: number }> {
  const rows: BreachExtract['rows'][number][] = [];
  let [next, pages]: [string | null, number] = ['', 0];
  let last!: BreachExtract;
  while (next !== null) {
    const path: string = `/breach-extracts?actor=${actor}&from=${from}&until=${until}&limit=${limit}${next === '' ? '' : `&after=${encodeURIComponent(next)}`}`;
    const { status, body }: { status: number; body: BreachExtract } = await get<BreachExtract>(path);
    if (status !== 200) throw new Error(`answered ${status}`);
    rows.push(...body.rows);
    [last, next, pages] = [body, body.next, pages + 1];
  }
  return { ...last, rows, pages };
}

let positions = 0;
const access = (nth: number, actor: string, at: string): RecordedAccess => ({
  position: ++positions, at, actor, role: 'care-coordinator', purpose: 'care-coordination', route: 'GET /members/:memberId/ledger',
  kind: (['read', 'change', 'refusal', 'disclosure'] as AccessKind[])[nth % 4]!, memberIds: [members[nth % members.length]!], correlationId: randomUUID(),
});
const recorded = (service: string, accesses: RecordedAccess[]): AccessesRecorded => ({ type: 'AccessesRecorded', data: { service, accesses } });
const say = (tenant: string, ...events: { type: string; data: object }[]): Promise<void> =>
  running.publish(events.map((event) => ({ event, tenant, version: 1 })));
/** What a deployment gathers in years. */
const many = tries(20_000, 10_000_000);
/** Rows by the numbers $2 to $3 for the tenant $1, in steps: the relay decodes what one transaction wrote in one piece. */
async function fill(insert: string): Promise<void> {
  const step = 500_000;
  for (let from = 1; from <= many; from += step) await running.query(insert, [ours, from, Math.min(many, from + step - 1)]);
}
const idOf = (number: string): string => `('018f5c1a-7b2c-7def-8a9b-' || lpad((${number})::text, 12, '0'))::uuid`;
const minute = (nth: number): string => new Date(Date.parse(from) + nth * 60_000).toISOString();

describe('a breach extract', () => {
  it('holds everything that an actor did in the period, in every service, and nothing else', async () => {
    const planted = services.flatMap((service) => Array.from({ length: 7 }, (_, nth) => ({ service, access: access(nth, thief, minute(nth * 100)) })));
    const edges = [access(0, thief, from), access(1, thief, until), access(2, thief, '2026-02-28T23:59:59.999Z')];
    const others = Array.from({ length: 300 }, (_, nth) => access(nth, `coordinator-1${nth % 7}`, minute(nth)));
    const similar = [access(0, `${thief}0`, minute(5)), access(1, thief.toUpperCase(), minute(5))];
    for (const service of services) await say(ours!, recorded(service, planted.filter((each) => each.service === service).map((each) => each.access)));
    await say(ours!, recorded('referral', [...edges, ...similar]), ...[0, 1].map((half) => recorded('assessment', others.slice(half * 150, half * 150 + 150))));
    await say(theirs!, recorded('assessment', [access(0, thief, minute(3))]));
    // The relay may say a thing twice.
    await say(ours!, recorded('enrollment', planted.filter((each) => each.service === 'enrollment').map((each) => each.access)));
    const wanted = [...planted.map((each) => each.access.position), edges[0]!.position].sort((one, other) => one - other);
    await eventually(async () => { expect(await running.query('SELECT FROM access')).toHaveLength(wanted.length + 2 + 300 + 2 + 1); });
    const found = await extract(thief, 10);
    expect(found.rows.map(({ position }) => position).sort((one, other) => one - other)).toEqual(wanted);
    expect(found).toMatchObject({ accesses: wanted.length, members: 7, pages: 5 });
    expect(Object.keys(found.knownUntil).sort()).toEqual([...services].sort());
    evidence('breach-extract', [{
      claim: 'a breach extract holds what was planted and nothing else',
      counted: { planted: wanted.length, found: found.rows.length, wrong: found.rows.filter(({ position }) => !wanted.includes(position)).length },
      holds: found.rows.length === wanted.length && found.rows.every(({ position }) => wanted.includes(position)),
    }]);
  });
  it('is for the administrator of the plan, and asking for it is in the audit with whom it shows', async () => {
    expect((await get(`/breach-extracts?actor=${thief}&from=${from}&until=${until}`, await running.token('care-coordinator', { tenant: ours! }))).status).toBe(403);
    expect((await get(`/breach-extracts?actor=${thief}&from=${until}&until=${from}`)).status).toBe(400);
    await extract();
    const [row] = await running.query<{ members: number; purpose: string }>(
      "SELECT cardinality(member_ids) AS members, purpose FROM audit_entry WHERE route = 'GET /breach-extracts' AND kind = 'read' ORDER BY id DESC LIMIT 1");
    expect(row).toEqual({ members: 7, purpose: 'oversight' });
  });
  it('comes in seconds from among very many', async () => {
    await fill(`INSERT INTO access SELECT $1, 'bulk', nth, '2026-03-01'::timestamptz + nth * interval '2 seconds', 'actor-' || nth % 997, 'care-coordinator', NULL, NULL,
              'care-coordination', 'GET /members/:memberId/ledger', 'read', NULL, ARRAY[${idOf('nth % 100000')}], 'c'
         FROM generate_series($2::integer, $3::integer) AS nth`);
    await running.query('ANALYZE access');
    const [wanted] = await running.query<{ count: number }>(
      "SELECT count(*)::integer FROM access WHERE tenant = $1 AND actor = 'actor-5' AND at >= $2 AND at < $3", [ours, from, until]);
    const began = performance.now();
    const found = await extract('actor-5');
    const milliseconds = Math.round(performance.now() - began);
    expect(found.rows).toHaveLength(wanted!.count);
    evidence('breach-extract-size', [{ claim: 'a breach extract comes in seconds', counted: { rows: many, found: found.rows.length, milliseconds }, holds: milliseconds < 10_000 }]);
  }, 600_000);
});

describe('the account of disclosures', () => {
  const organizationId = randomUUID();
  type Channel = DisclosureMade['data']['channel'];
  const disclosure = (memberId: string, disclosedAt: string, recipientOrganizationId = organizationId, channel: Channel = 'email'): DisclosureMade => ({
    type: 'DisclosureMade',
    data: {
      memberId, disclosureId: randomUUID(), recipientOrganizationId, referralId: randomUUID(), dataClasses: ['general'], purpose: 'care-coordination',
      consentId: randomUUID(), consentVersion: 3, channel, disclosedAt,
    },
  });

  it('says of a member what left, to whom, when, why and under which consent: all of it, and of nobody else', async () => {
    const [memberId, another] = [randomUUID(), randomUUID()];
    const now = Date.now();
    const planted = Array.from({ length: 5 }, (_, nth) =>
      disclosure(memberId, new Date(now - nth * 86_400_000 * 300).toISOString(), nth === 4 ? randomUUID() : organizationId));
    const old = disclosure(memberId, new Date(now - 86_400_000 * 366 * 7).toISOString());
    await say(ours!, listed(organizationId, 'Harbor Lights Food Bank'));
    await say(ours!, ...planted, old, disclosure(another, new Date(now).toISOString()));
    await say(theirs!, disclosure(memberId, new Date(now).toISOString()));
    await eventually(async () => { expect(await running.query('SELECT FROM disclosure')).toHaveLength(8); });
    await eventually(async () => { expect(await running.query('SELECT FROM listed_organization WHERE organization_id = $1', [organizationId])).toHaveLength(1); });
    const { body } = await get<Disclosures>(`/members/${memberId}/disclosures`);
    expect(body.disclosures.map(({ disclosureId, consentId, consentVersion, recipient }) => [disclosureId, consentId, consentVersion, recipient])).toEqual(
      planted.toReversed().map(({ data }) => [data.disclosureId, data.consentId, 3, data.recipientOrganizationId === organizationId ? 'Harbor Lights Food Bank' : null]));
    const all = await get<Disclosures>(`/members/${memberId}/disclosures?from=2000-01-01T00:00:00Z`);
    expect(all.body.disclosures).toHaveLength(6);
    expect(await running.query("SELECT purpose FROM audit_entry WHERE kind = 'read' AND member_ids = ARRAY[$1::uuid]", [memberId]))
      .toEqual([{ purpose: 'member-request' }, { purpose: 'member-request' }]);
    evidence('accounting', [{
      claim: 'the account of disclosures holds what was planted and nothing else', counted: { planted: 6, found: all.body.disclosures.length },
      holds: all.body.disclosures.length === 6,
    }]);
  });
  it('holds what left by every channel, from the first moment that is asked for to the last', async () => {
    const memberId = randomUUID();
    // Whoever adds a channel is told here, by the compiler, that it has to be accounted for.
    const channels = Object.keys({ 'email': 1, 'phone': 1, 'mail': 1, 'in-person': 1, 'page': 1, 'api': 1 } satisfies Record<Channel, 1>) as Channel[];
    const day = (nth: number): string => `2026-02-0${nth + 1}T12:00:00.000Z`;
    await say(ours!, ...channels.map((channel, nth) => disclosure(memberId, day(nth), organizationId, channel)));
    await eventually(async () => { expect(await running.query('SELECT FROM disclosure WHERE member_id = $1', [memberId])).toHaveLength(channels.length); });
    const told = async (query: string): Promise<string[]> =>
      (await get<Disclosures>(`/members/${memberId}/disclosures?${query}`)).body.disclosures.map(({ channel }) => channel);
    expect(await told(`from=${day(0)}`)).toEqual(channels);
    expect(await told(`from=${day(1)}&until=${day(3)}`)).toEqual(channels.slice(1, 4));
    expect(await told(`from=${day(0)}&until=2026-02-04T11:59:59.999Z`)).toEqual(channels.slice(0, 3));
    // Of the six years before that end.
    expect(await told(`until=${day(2)}`)).toEqual(channels.slice(0, 3));
    expect(await told('until=2032-02-03T12:00:00.000Z')).toEqual(channels.slice(2));
  });
  it('comes in seconds from among very many', async () => {
    await fill(`INSERT INTO disclosure SELECT $1, ${idOf('nth')}, ${idOf('nth % 100003')}, '${organizationId}', NULL, '{general}', 'care-coordination', ${idOf('nth')}, 1, NULL, 'email',
              now() - nth % 2100 * interval '1 day' FROM generate_series($2::integer, $3::integer) AS nth`);
    await running.query('ANALYZE disclosure');
    const memberId = '018f5c1a-7b2c-7def-8a9b-000000000017';
    const [wanted] = await running.query<{ count: number }>('SELECT count(*)::integer FROM disclosure WHERE tenant = $1 AND member_id = $2', [ours, memberId]);
    expect(wanted!.count).toBe(Math.floor((many - 17) / 100_003) + 1);
    const began = performance.now();
    const { status, body } = await get<Disclosures>(`/members/${memberId}/disclosures`);
    const milliseconds = Math.round(performance.now() - began);
    expect(status).toBe(200);
    expect(body.disclosures).toHaveLength(wanted!.count);
    evidence('accounting-size', [{
      claim: 'the account of disclosures comes in seconds', counted: { rows: many, found: body.disclosures.length, milliseconds }, holds: milliseconds < 10_000,
    }]);
  }, 600_000);
});
