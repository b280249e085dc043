import { randomUUID } from 'node:crypto';
import type { EnrollmentVoided, MemberDisenrolled, MemberEnrolled, NeedCategory } from '@hhp/contracts';
import { eventually, type Running, startForTest } from '@hhp/testing';
import type { CountyTableAnswer } from './county-table/county-table.projection.js';
import * as examples from './examples.js';
import { type ReferralFacts, factsAbout, left, listed, sent, voided, withdrawn } from './examples.js';
import type { ReferralMeasuresAnswer } from './referral-measures/referral-measures.projection.js';
import type { OutcomeEvent } from './referral-outcomes/referral-outcomes.js';
import { reportingService } from './service.js';

let running: Running;
const [ours, theirs] = ['golden-gate', 'inland'];
let analyst: string;
let state: string;

beforeAll(async () => {
  running = await startForTest(reportingService);
  running.at('2020-01-31T20:00:00Z');
  analyst = await running.token('analyst', { tenant: ours });
  state = await running.token('state-overseer', {});
});
afterAll(() => running.stop());

async function ask<Body>(path: string, as = analyst): Promise<{ status: number; body: Body }> {
  const { status, body } = await running.request('GET', path, { as });
  return { status, body: body as Body };
}

describe('enrolment by county group', () => {
  const enrolled = (county: string, enrolledOn: string): MemberEnrolled => examples.enrolled(randomUUID, county, enrolledOn);
  const say = (tenant: string, ...events: (MemberEnrolled | MemberDisenrolled | EnrollmentVoided)[]): Promise<void> =>
    running.publish(events.map((event, at) => ({ event, tenant, version: at + 1 })));
  const table = async (asOf: string, as = analyst): Promise<CountyTableAnswer> => (await ask<CountyTableAnswer>(`/enrollment/by-county-group?asOf=${asOf}`, as)).body;

  it('is the published table of 2019-09-30 once those members are enrolled (001-05)', async () => {
    const counties: [string, number][] = [
      ['06075', 539], ['06065', 3_500], ['06071', 3_936], ['06001', 525], ['06025', 100], ['06029', 700], ['06037', 3_000], ['06067', 500],
      ['06073', 900], ['06085', 400], ['06107', 200],
    ];
    const members = counties.flatMap(([county, count]) => Array.from({ length: count }, () => enrolled(county, '2019-09-30')));
    await running.publish(members.map((event) => ({ event, tenant: ours, version: 1 })));
    const [leaver, stayer, late, mistake, elsewhere] = [
      enrolled('06075', '2019-09-01'), enrolled('06075', '2019-09-30'), enrolled('06075', '2019-10-01'), enrolled('06075', '2019-09-01'), enrolled('06075', '2019-09-01'),
    ];
    await say(ours, leaver, left(leaver, '2019-09-30'));
    await say(ours, stayer);
    await say(ours, stayer, left(stayer, '2019-10-01'));
    await say(ours, late);
    await say(ours, mistake, voided(mistake));
    await say(theirs, elsewhere);
    await eventually(async () => expect((await table('2019-10-01')).total).toEqual({ enrolledAt: 14_301, everEnrolledThrough: 14_303 }), { within: 60_000 });
    // Besides the 14,300: who left on the day is not enrolled at its end, who left the day after is; the voided one counts in nothing.
    const published = await table('2019-09-30');
    expect(published.groups.map((group) => [group.group, group.enrolledAt, group.everEnrolledThrough])).toEqual([
      [1, 540, 541], [2, 7_436, 7_436], [3, 6_325, 6_325], [4, 0, 0],
    ]);
    expect(published.total).toEqual({ enrolledAt: 14_301, everEnrolledThrough: 14_302 });
    expect(published).toMatchObject({ asOf: '2019-09-30', plan: ours, definitions: { enrolledAt: expect.any(String) }, appliedUntil: expect.any(String) });
    const all = await table('2019-09-30', state);
    expect([all.plan, all.total.enrolledAt, all.groups[0]?.enrolledAt]).toEqual(['all', 14_302, 541]);
  });
  it('counts only the plan that the state asks for', async () => {
    expect((await ask<CountyTableAnswer>(`/enrollment/by-county-group?asOf=2019-09-30&plan=${theirs}`, state)).body.total.enrolledAt).toBe(1);
  });
  it('gives a plan the members behind the figure with the events that enrolled them, and no page twice', async () => {
    type Page = { members: { memberId: string; enrolledEvent: string }[]; next: string | null };
    const seen = new Map<string, string>();
    for (let next: string | null = ''; next !== null;) {
      const page: Page = (await ask<Page>(`/enrollment/members?asOf=2019-09-30&county=06075&limit=200${next ? `&after=${next}` : ''}`)).body;
      for (const { memberId, enrolledEvent } of page.members) seen.set(memberId, enrolledEvent);
      next = page.next;
    }
    expect([seen.size, new Set(seen.values()).size]).toEqual([540, 540]);
  });
  it.each([
    ['the state the ids behind a figure', () => state, '/enrollment/members?asOf=2019-09-30', 403],
    ['the state the referrals behind a figure', () => state, '/measures/referrals/rows?from=2019-09-01&to=2019-09-30&figure=made', 403],
    ['a plan the numbers of another', () => analyst, `/enrollment/by-county-group?asOf=2019-09-30&plan=${theirs}`, 403],
    ['anybody a day to come', () => analyst, '/enrollment/by-county-group?asOf=2020-02-01', 400],
    ['anybody a day that is none', () => analyst, '/enrollment/by-county-group?asOf=2019-09-31', 400],
  ])('does not give %s', async (_what, as, path, status) => {
    expect((await ask(path, as())).status).toBe(status);
  });
});

describe('the referral measures, counted by hand', () => {
  const organizations = Array.from({ length: 4 }, () => randomUUID()) as [string, string, string, string];
  const [first, second, none, gone] = organizations;
  const [albert, susan, carol] = [randomUUID(), randomUUID(), randomUUID()];

  /** A referral that was sent, and what was said of it afterwards. */
  function referral(
    memberId: string, organizationId: string, sentAt: string, rest: (said: ReferralFacts) => OutcomeEvent[] = () => [],
    { needId = randomUUID(), needCategory = 'food-insecurity' }: { needId?: string; needCategory?: NeedCategory } = {},
  ): OutcomeEvent[] {
    const ids = { referralId: randomUUID(), memberId, needId, organizationId, serviceId: randomUUID() };
    return [sent(ids, sentAt, { newId: randomUUID, needCategory }), ...rest(factsAbout(ids))];
  }
  const say = (tenant: string, events: OutcomeEvent[]): Promise<void> => running.publish(events.map((event, index) => ({ event, tenant, version: index + 1 })));
  const measures = async (as = analyst): Promise<ReferralMeasuresAnswer> =>
    (await ask<ReferralMeasuresAnswer>('/measures/referrals?from=2019-09-01&to=2019-09-30&matureDays=30&continuationDays=90', as)).body;
  const figures = (answer: ReferralMeasuresAnswer): Record<string, [number, number]> =>
    Object.fromEntries(answer.measures.flatMap((measure) => Object.entries(measure.figures))
      .map(([name, { referrals, persons }]) => [name, [referrals, persons]]));
  const percents = (answer: ReferralMeasuresAnswer, id: string): unknown => {
    const share = answer.measures.find((measure) => measure.id === id)?.share;
    return [share?.referrals.percent, share?.persons.percent];
  };

  beforeAll(async () => {
    await running.publish([
      ...organizations.map((id, at) => ({ event: listed(id, `Organization ${at + 1}`), tenant: 'directory', version: 1 })),
      { event: withdrawn(gone), tenant: 'directory', version: 2 },
    ]);
    const needId = randomUUID();
    await say(ours, referral(albert, second, '2019-09-01T18:00:00.000Z', ({ declined }) => [declined], { needId }));
    const kept = referral(albert, first, '2019-09-03T18:00:00.000Z', ({ received, notUsed, usedAfterAll, closed, continuing }) =>
      [received('2019-09-10'), notUsed, usedAfterAll, closed('received', 'ongoing_at_close'), continuing], { needId });
    await say(ours, kept);
    await say(ours, referral(susan, first, '2019-09-05T18:00:00.000Z', ({ received, notUsed }) => [received('2019-09-12'), notUsed]));
    await say(ours, referral(susan, second, '2019-09-06T18:00:00.000Z', ({ closed }) => [closed('received_elsewhere', 'own_network')]));
    await say(ours, referral(carol, second, '2019-09-07T18:00:00.000Z'));
    await say(ours, referral(carol, first, '2019-09-08T18:00:00.000Z', ({ received, closed }) =>
      [received('2019-09-15'), closed('not_appropriate', 'language_mismatch')]));
    await say(ours, referral(carol, first, '2019-09-09T18:00:00.000Z', ({ received, closed }) =>
      [received('2019-09-16'), closed('received', 'one_off_good_delivered')], { needCategory: 'goods' }));
    await say(ours, referral(albert, first, '2019-09-10T18:00:00.000Z', (said) => [said.voided]));
    // A minute before midnight in California belongs to September, midnight itself does not.
    await say(ours, referral(albert, first, '2019-10-01T06:59:00.000Z'));
    await say(theirs, referral(randomUUID(), first, '2019-09-10T18:00:00.000Z', ({ received }) => [received('2019-09-16')]));
    // Delivered again: the denial that was corrected since must not come back.
    await running.publish([{ event: kept[2]!, tenant: ours, version: 3 }]);
    await say(ours, referral(albert, first, '2019-10-01T07:00:00.000Z'));
    await eventually(async () => {
      expect(await running.query('SELECT count(*)::integer AS sent FROM referral_outcome')).toEqual([{ sent: 11 }]);
      expect(await running.query('SELECT count(*)::integer AS listed FROM listed_organization')).toEqual([{ listed: 4 }]);
    });
  });

  it('counts referrals and persons side by side (002-125, 002-127 … 002-129)', async () => {
    expect(figures(await measures())).toEqual({
      made: [8, 3], 'made-again-for-a-need': [1, 1], voided: [1, 1],
      mature: [8, 3], received: [3, 2], 'received-elsewhere': [1, 1], 'not-received': [1, 1], disputed: [1, 1], 'still-open': [2, 2], 'not-yet-mature': [0, 0],
      'may-continue': [2, 2], continuing: [1, 1], 'ended-needs-met': [0, 0], 'ended-other': [0, 0], 'continuation-unknown': [1, 1],
      'closed-or-in-service': [5, 3], 'not-appropriate': [1, 1],
    });
  });
  it('takes each percentage of its own denominator', async () => {
    const answer = await measures();
    expect([percents(answer, '002-127'), percents(answer, '002-128'), percents(answer, '002-129')]).toEqual([[50, 100], [50, 50], [20, 33.3]]);
  });
  it('shows every organization of the period, also the one with no referral, and not the one that was gone (002-126)', async () => {
    const { byOrganization: { organizations: rows } } = await measures();
    expect(rows.map((row) => [row.organizationId, row.referrals, row.persons])).toEqual([[first, 5, 3], [second, 3, 3], [none, 0, 0]]);
  });
  it('gives the state sums over all plans and no id of a member or referral', async () => {
    const answer = await measures(state);
    expect([answer.plan, figures(answer)['made'], figures(answer)['received']]).toEqual(['all', [9, 4], [4, 3]]);
    const text = JSON.stringify(answer);
    const ids = await running.query('SELECT member_id::text AS id FROM referral_outcome UNION SELECT referral_id::text FROM referral_outcome');
    expect(ids.filter((row) => text.includes(String(row['id'])))).toEqual([]);
  });
  it('gives a plan the referrals that a figure counts', async () => {
    const { body } = await ask<{ rows: { memberId: string }[] }>('/measures/referrals/rows?from=2019-09-01&to=2019-09-30&matureDays=30&figure=disputed');
    expect(body.rows.map((row) => row.memberId)).toEqual([susan]);
  });
});
