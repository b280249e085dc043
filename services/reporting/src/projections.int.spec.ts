import { randomUUID } from 'node:crypto';
import { eventually, type Running, startForTest } from '@hhp/testing';
import { enrolled, factsAbout, left, listed, sent, voided, withdrawn } from './examples.js';
import { reportingService } from './service.js';

let running: Running;
let operator: string;
const [ours, theirs] = ['golden-gate', 'inland'];
type Fact = Parameters<Running['publish']>[0][number];

beforeAll(async () => {
  running = await startForTest(reportingService);
  running.at('2020-01-31T20:00:00Z');
  operator = await running.token('operator');
}, 120_000);
afterAll(() => running.stop());

const inTurn = (tenant: string, ...events: Fact['event'][]): Fact[] => events.map((event, at) => ({ event, tenant, version: at + 1 }));
const member = (...then: ((one: ReturnType<typeof enrolled>) => Fact['event'])[]): Fact[] => {
  const one = enrolled(randomUUID, '06075', '2019-09-01');
  return inTurn(ours, one, ...then.map((each) => each(one)));
};
function referral(tenant: string, nth: number): Fact[] {
  const ids = { referralId: randomUUID(), memberId: randomUUID(), needId: randomUUID(), organizationId: randomUUID(), serviceId: randomUUID() };
  const { received, notUsed, usedAfterAll, closed, continuing, declined, voided: mistaken } = factsAbout(ids);
  const stories = [
    [], [declined], [received('2019-09-10')], [received('2019-09-10'), notUsed], [received('2019-09-10'), notUsed, usedAfterAll, continuing],
    [closed('received_elsewhere', 'own_network')], [received('2019-09-11'), closed('received', 'full'), continuing], [mistaken],
  ];
  return inTurn(tenant, sent(ids, `2019-09-${String(1 + nth % 28).padStart(2, '0')}T18:00:00.000Z`, { newId: randomUUID }), ...stories[nth % stories.length]!);
}
function organization(nth: number): Fact[] {
  const id = randomUUID();
  const [first, away, back] = [listed(id, `Pantry ${nth}`), withdrawn(id), listed(id, `Pantry ${nth} again`, '2019-10-01T18:00:00.000Z')];
  return inTurn('directory', ...[[first], [first, away], [first, away, back], [first, listed(id, 'Renamed')]][nth % 4]!);
}

const projections = {
  'enrollment-spans': { table: 'enrollment_span', order: 'tenant, enrollment_id', said: (nth: number) => [member(), member((one) => left(one, '2019-10-01')), member(voided),
    member((one) => left(one, '2019-10-01'), voided)][nth % 4]! },
  'referral-outcomes': { table: 'referral_outcome', order: 'tenant, referral_id', said: (nth: number) => referral(nth % 3 ? ours : theirs, nth) },
  'listed-organizations': { table: 'listed_organization', order: 'organization_id, listed_on', said: organization },
};
type Name = keyof typeof projections;
const names = Object.keys(projections) as Name[];
const rowsOf = (name: Name) => running.query(`SELECT * FROM ${projections[name].table} ORDER BY ${projections[name].order}`);
const lagOf = async (name: Name): Promise<number> => {
  const { body } = await running.request('GET', '/operations/status', { as: operator });
  return (body as { readers: { name: string; lag: number }[] }).readers.filter((each) => each.name === name).reduce((sum, { lag }) => sum + lag, 0);
};
/** Until the reader has come to the end of what was said; then its rows. */
async function settledRows(name: Name): Promise<object[]> {
  await eventually(async () => { expect(await lagOf(name)).toBe(0); }, { within: 30_000 });
  return rowsOf(name);
}
const rebuild = (name: Name) => running.request('POST', `/operations/readers/${name}/rebuild`, { as: operator });

describe.each(names)('the projection of the reader %s', (name) => {
  const { table, said } = projections[name];
  const histories = Array.from({ length: 120 }, (_, nth) => said(nth));

  it('has the same rows when everything is said again, and no key stands still', async () => {
    await running.publish(histories.flat());
    const before = await settledRows(name);
    expect(before.length).toBeGreaterThanOrEqual(histories.length);
    await running.publish(histories.flat());
    const later = said(0);
    await running.publish(later);
    const after = await settledRows(name);
    expect(after).toHaveLength(before.length + 1);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(await running.query('SELECT 1 FROM parked_key')).toEqual([]);
  });
  it('is the same after it was made anew from Kafka, while events keep coming', async () => {
    const before = await settledRows(name);
    await running.query(`DELETE FROM ${table} WHERE ctid IN (SELECT ctid FROM ${table} LIMIT 50)`);
    let going = true;
    const meanwhile: Fact[] = [];
    const saying = (async () => {
      for (let nth = 0; going; nth++) {
        const facts = said(nth);
        meanwhile.push(...facts);
        await running.publish(facts);
      }
    })();
    const rebuilt = await rebuild(name);
    going = false;
    await saying;
    expect(rebuilt).toMatchObject({ status: 200, body: { reader: name } });
    const after = await settledRows(name);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(meanwhile.length).toBeGreaterThan(0);
    // Nothing of what came meanwhile is lost or double: a second time, with nobody speaking, gives the very same rows.
    expect((await rebuild(name)).status).toBe(200);
    expect(await settledRows(name)).toEqual(after);
    await running.publish(said(1));
    expect((await settledRows(name)).length).toBeGreaterThan(after.length);
  }, 120_000);
  it('is not harmed when it is asked for twice at once', async () => {
    const before = await settledRows(name);
    const answers = await Promise.all([rebuild(name), rebuild(name)]);
    expect(answers.map(({ status }) => status)).toContain(200);
    expect(await settledRows(name)).toEqual(before);
    await running.publish(said(1));
    expect((await settledRows(name)).length).toBeGreaterThan(before.length);
  }, 120_000);
});

describe('an enrolment that contradicts itself', () => {
  it('holds up nobody else, counts once, and can be given up', async () => {
    const [first] = member();
    const poison = { ...first!, version: 2 };
    const others = Array.from({ length: 100 }, () => member());
    const before = (await settledRows('enrollment-spans')).length;
    await running.publish([first!, poison, ...others.flat()]);
    const parked = () => running.query<{ id: string; kind: string; key: string }>('SELECT id, kind, key FROM parked_key');
    const { memberId } = first!.event.data as { memberId: string };
    await eventually(async () => { expect(await parked()).toMatchObject([{ kind: 'refused', key: memberId }]); });
    expect(await settledRows('enrollment-spans')).toHaveLength(before + 101);
    const [{ id } = { id: '' }] = await parked();
    expect((await running.request('POST', `/operations/parked-keys/${id}/discard`, { as: operator })).status).toBe(202);
    await running.publish([{ event: left(first!.event as ReturnType<typeof enrolled>, '2019-11-01'), tenant: ours, version: 3 }]);
    await eventually(async () => {
      expect(await running.query('SELECT disenrolled_on::text FROM enrollment_span WHERE member_id = $1', [memberId])).toEqual([{ disenrolled_on: '2019-11-01' }]);
    });
    const rows = await settledRows('enrollment-spans');
    expect((await rebuild('enrollment-spans')).status).toBe(200);
    expect(await settledRows('enrollment-spans')).toEqual(rows);
  }, 120_000);
});
