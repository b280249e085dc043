import { eventually } from '@hhp/testing';
import { type Subject, Stage, days } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
beforeEach(() => { stage.running.at(Stage.thursday); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

const at = (instant: string) => { stage.running.at(instant); };
/** What silence brought, in its order: whom it asked or told, about which step. */
const ladder = async (referralId: string): Promise<string[]> => (await stage.saidOf(referralId)).flatMap(({ type, data }) => {
  if (type === 'FollowUpDue') return [`ask ${String(data['ask'])}: ${String(data['step'])}`];
  if (type === 'FollowUpEscalated') return [`tell ${String(data['to'])}: ${String(data['step'])}`];
  return type === 'ContinuationDue' ? [`ask team: continuation-${String(data['checkpointDays'])}`] : [];
});
const untilLadder = (referralId: string, expected: string[]) =>
  eventually(async () => { expect(await ladder(referralId)).toEqual(expected); }, { within: 20_000 });
const work = async (role: string, actor: string): Promise<{ id: string; step: string; overdue: boolean }[]> =>
  (await stage.ask('GET', '/my-work', undefined, await stage.token(role, { actor }))).body['work'] as never;
const worksOn = async (role: string, actor: string, { referralId }: Subject) => (await work(role, actor)).filter(({ id }) => id === referralId);
const followUpOf = async (referralId: string, step: string) =>
  (await stage.saidOf(referralId)).findLast(({ type, data }) => type === 'FollowUpDue' && data['step'] === step)!.data['followUpId'];

describe('an organization that says nothing', () => {
  it('is reminded after two business days; then the coordinator is told, then the supervisor, who is told until somebody acts', async () => {
    const subject = await stage.sent();
    const { referralId } = subject;
    expect((await stage.get(`/referrals/${referralId}`)).body['next']).toEqual({ actor: 'partner', step: 'respond', dueAt: '2019-09-17T00:00:00.000Z' });
    at('2019-09-16T23:59:30Z');
    await stage.mustHaveNothingStuck();
    expect(await ladder(referralId)).toEqual([]);
    at('2019-09-17T00:00:01Z');
    await untilLadder(referralId, ['ask partner: respond']);
    at('2019-09-18T00:00:01Z');
    await untilLadder(referralId, ['ask partner: respond', 'tell coordinator: respond']);
    expect(await worksOn('cb-cme-supervisor', 'supervisor-1', subject)).toEqual([]);
    at('2019-09-19T00:00:01Z');
    await untilLadder(referralId, ['ask partner: respond', 'tell coordinator: respond', 'tell supervisor: respond']);
    expect(await worksOn('cb-cme-supervisor', 'supervisor-1', subject)).toMatchObject([{ step: 'respond', overdue: false }]);
    at('2019-09-20T00:00:01Z');
    await eventually(async () => {
      const told = (await ladder(referralId)).filter((each) => each.endsWith('respond'));
      expect(told.slice(-2)).toEqual(['tell supervisor: respond', 'tell supervisor: respond']);
    });
  });
  it('and then answers is waited for anew, with the clock of the new state', async () => {
    const { referralId } = await stage.sent();
    at('2019-09-17T00:00:01Z');
    await untilLadder(referralId, ['ask partner: respond']);
    await stage.does('acknowledgement', referralId);
    expect((await stage.get(`/referrals/${referralId}`)).body['next']).toEqual({ actor: 'partner', step: 'decide', dueAt: '2019-09-19T00:00:00.000Z' });
    at('2019-09-18T00:00:01Z');
    await stage.mustHaveNothingStuck();
    expect(await ladder(referralId)).toEqual(['ask partner: respond']);
  });
});

describe('the promise to the member', () => {
  const promised = async (): Promise<string> => {
    const { referralId } = await stage.sent();
    await stage.does('acceptance', referralId);
    await stage.does('handoff', referralId, { handoffAt: '2019-10-10T17:00:00Z', mode: 'in-person', participants: ['coordinator-1'] });
    at('2019-09-20T00:00:01Z');
    await eventually(async () => {
      expect((await ladder(referralId)).sort()).toEqual(['ask member: member-promise', 'ask partner: partner-check-in']);
    });
    return referralId;
  };
  it('that nobody keeps ends at the supervisor (002-110, 002-111)', async () => {
    const referralId = await promised();
    for (const day of ['23', '24', '25']) {
      at(`2019-09-${day}T23:59:00Z`);
      stage.running.advance(120_000);
      await stage.mustHaveNothingStuck();
    }
    const said = await ladder(referralId);
    const toSupervisor = Array(3).fill('tell supervisor: member-promise') as string[];
    expect(said.filter((each) => each.endsWith('member-promise'))).toEqual(['ask member: member-promise', ...toSupervisor]);
    expect(said.filter((each) => each.endsWith('check-in')).slice(0, 3))
      .toEqual(['ask partner: partner-check-in', 'tell coordinator: partner-check-in', 'tell supervisor: partner-check-in']);
  });
  it('is kept when the member is reached, and asks no more; one who was not reached is asked again (002-112)', async () => {
    const referralId = await promised();
    const followUpId = await followUpOf(referralId, 'member-promise');
    await stage.does('follow-ups', referralId, { followUpId, ask: 'member', result: 'not-reached' });
    at('2019-09-24T00:00:01Z');
    await eventually(async () => { expect((await ladder(referralId)).filter((each) => each === 'ask member: member-promise')).toHaveLength(2); });
    const again = { followUpId: await followUpOf(referralId, 'member-promise'), ask: 'member', result: 'reached' };
    await stage.does('follow-ups', referralId, again);
    await stage.does('follow-ups', referralId, again);
    expect((await stage.typesOf(referralId)).filter((type) => type === 'FollowUpRecorded')).toHaveLength(2);
    at('2019-10-01T00:00:01Z');
    await stage.mustHaveNothingStuck();
    expect((await ladder(referralId)).filter((each) => each.endsWith('member-promise'))).toHaveLength(2);
    expect((await stage.get(`/referrals/${referralId}`)).body).toMatchObject({ memberPromise: { keptAt: expect.any(String) as string } });
  });
});

describe('silence in any open state', () => {
  const handoff = { handoffAt: '2019-09-16T17:00:00Z', mode: 'in-person', participants: ['coordinator-1'] };
  const ways: Record<string, () => Promise<Subject>> = {
    draft: () => stage.drafted(),
    awaiting_consent: () => stage.sent({ consented: false }),
    sent: () => stage.sent(),
    acknowledged: () => after(stage.sent(), ['acknowledgement']),
    accepted: () => after(stage.sent(), ['acceptance']),
    waitlisted: () => after(stage.sent(), ['acceptance'], ['waitlisting']),
    scheduled: () => after(stage.sent(), ['acceptance'], ['handoff', handoff]),
    in_service: () => after(stage.sent(), ['acceptance'], ['service-received', { on: '2019-09-12', source: 'member' }]),
    declined: () => after(stage.sent(), ['decline', { reason: 'no_capacity' }]),
    ready: async () => {
      const subject = await stage.sent({ consented: false });
      await stage.consents(stage.consent(subject.memberId));
      await stage.untilIn('ready', subject.referralId);
      return subject;
    },
  };
  async function after(begun: Promise<Subject>, ...steps: [string, object?][]): Promise<Subject> {
    const subject = await begun;
    for (const [step, body] of steps) await stage.does(step, subject.referralId, body);
    return subject;
  }
  it('ends at a supervisor, and no referral is ever without an owner and a date', async () => {
    const subjects = new Map<string, Subject>();
    for (const [state, way] of Object.entries(ways)) subjects.set(state, await way());
    // The longest clock of a state is the review after thirty days; each advance afterwards is a rung of the ladder.
    for (const passed of [31, 4, 4, 4, 4]) {
      stage.running.advance(passed * days);
      await stage.mustHaveNothingStuck();
    }
    const rows = await stage.running.query<{ id: string; status: string; next_actor: string; next_step: string }>(
      'SELECT id, status, next_actor FROM referral WHERE id = ANY ($1::uuid[])', [[...subjects.values()].map(({ referralId }) => referralId)]);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(Object.keys(ways)));
    expect(rows.filter(({ next_actor }) => next_actor !== 'supervisor')).toEqual([]);
  });
});

describe('a continuation checkpoint', () => {
  it('comes thirty days after the first service, is answered, and one that nobody answers goes to the supervisor, also after the closing (002-128)', async () => {
    const { referralId } = await stage.sent();
    await stage.does('acceptance', referralId);
    await stage.does('service-received', referralId, { on: '2019-09-12', source: 'member' });
    await stage.does('closing', referralId, { outcome: 'received', reason: 'ongoing_at_close', evidenceGrade: 'D' });
    expect((await stage.get(`/referrals/${referralId}`)).body['next']).toMatchObject({ step: 'continuation-30', dueAt: '2019-10-13T00:00:00.000Z' });
    at('2019-10-13T00:00:01Z');
    await untilLadder(referralId, ['ask team: continuation-30']);
    await stage.does('continuation-checks', referralId, { checkpointDays: 30, status: 'continuing', source: 'member' });
    await stage.does('continuation-checks', referralId, { checkpointDays: 30, status: 'continuing', source: 'member' });
    const recorded = (await stage.saidOf(referralId)).filter(({ type }) => type === 'ContinuationRecorded');
    expect(recorded).toMatchObject([{ data: { status: 'continuing', evidenceGrade: 'D' } }]);
    at('2019-12-12T02:00:00Z');
    await untilLadder(referralId, ['ask team: continuation-30', 'ask team: continuation-90']);
    at('2019-12-13T02:00:00Z');
    await untilLadder(referralId, ['ask team: continuation-30', 'ask team: continuation-90', 'tell supervisor: continuation-90']);
    expect((await stage.get(`/referrals/${referralId}`)).body).toMatchObject({ state: 'closed', facts: { continuation: { 30: { status: 'continuing' } } } });
  });
});
