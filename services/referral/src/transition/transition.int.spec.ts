import { Messaging } from '@hhp/messaging';
import { eventually } from '@hhp/testing';
import { randomUUID } from 'node:crypto';
import { Stage, days } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
beforeEach(() => { stage.running.at(Stage.thursday); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

interface Stay { readonly memberId: string; readonly stayId: string; readonly facilityId: string; readonly patientClass: 'inpatient' | 'outpatient' }
const aStay = (memberId: string): Stay => ({ memberId, stayId: randomUUID(), facilityId: 'marin-general', patientClass: 'inpatient' });
const discharged = (stay: Stay, more: { dischargedAt?: string; deceased?: boolean } = {}) =>
  ({ type: 'MemberDischarged', data: { ...stay, dischargedAt: '2019-09-12T15:00:00.000Z', ...more } });
const cancelled = (stay: Stay, type: 'DischargeCancelled' | 'AdmissionCancelled' = 'DischargeCancelled') =>
  ({ type, data: { ...stay, cancelledAt: '2019-09-12T16:00:00.000Z' } });

async function aMember(): Promise<string> {
  const memberId = randomUUID();
  await stage.enrol(memberId);
  return memberId;
}
const untilSaid = (stayId: string, expected: string[]) =>
  eventually(async () => { expect(await stage.typesOf(stayId)).toEqual(expected); }, { within: 20_000 });
const due = (stayId: string) => stage.running.query("SELECT 1 FROM deadline WHERE process = 'transition' AND subject = $1", [stayId]);
const ignored = async (stayId: string) =>
  (await stage.running.query<{ reason: string }>('SELECT reason FROM ignored_input WHERE subject = $1', [stayId])).map(({ reason }) => reason);
const followUps = async (memberId: string) => (await stage.get(`/transitions?memberId=${memberId}`)).body['transitions'];
const workOf = async (role: string, actor: string, id: string) =>
  ((await stage.ask('GET', '/my-work', undefined, await stage.token(role, { actor }))).body['work'] as { id: string }[]).filter((each) => each.id === id);

describe('a discharge that the hospital feed says', () => {
  it('opens a follow-up with a clock of seven days, in the work of the coordinator (000-08)', async () => {
    const stay = aStay(await aMember());
    await stage.say(discharged(stay));
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened']);
    expect((await stage.saidOf(stay.stayId))[0]!.data).toMatchObject({ dueAt: '2019-09-20T00:00:00.000Z', ownerId: 'coordinator-1' });
    expect(await followUps(stay.memberId)).toMatchObject([{ transitionId: stay.stayId, state: 'open', overdue: false }]);
    expect(await workOf('care-coordinator', 'coordinator-1', stay.stayId)).toMatchObject([{ kind: 'transition', step: 'see-member', overdue: false }]);
  });
  it('opens it once when it is said twice', async () => {
    const [stay, later] = [aStay(await aMember()), aStay(await aMember())];
    const said = await stage.say(discharged(stay));
    await stage.running.publish(said);
    await stage.say(discharged(stay), discharged({ ...later, memberId: stay.memberId }, { dischargedAt: '2019-09-12T16:00:00.000Z' }));
    await untilSaid(later.stayId, ['TransitionFollowUpOpened']);
    expect(await stage.typesOf(stay.stayId)).toEqual(['TransitionFollowUpOpened', 'TransitionFollowUpWithdrawn']);
  });
  it.each(['DischargeCancelled', 'AdmissionCancelled'] as const)('that is taken back (%s) withdraws it, and nothing is due; a new discharge opens it again', async (type) => {
    const stay = aStay(await aMember());
    await stage.say(discharged(stay));
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened']);
    expect(await due(stay.stayId)).toHaveLength(1);
    await stage.say(cancelled(stay, type));
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened', 'TransitionFollowUpWithdrawn']);
    expect(await due(stay.stayId)).toEqual([]);
    await stage.say(discharged(stay, { dischargedAt: '2019-09-12T16:20:00.000Z' }));
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened', 'TransitionFollowUpWithdrawn', 'TransitionFollowUpOpened']);
  });
  it('that nobody follows up goes to the supervisor, every business day until somebody acts', async () => {
    const stay = aStay(await aMember());
    await stage.say(discharged(stay));
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened']);
    stage.running.advance(8 * days);
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened', 'TransitionFollowUpOverdue']);
    expect(await workOf('cb-cme-supervisor', 'supervisor-1', stay.stayId)).toMatchObject([{ actor: 'supervisor', overdue: true }]);
    stage.running.advance(4 * days);
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened', 'TransitionFollowUpOverdue', 'TransitionFollowUpOverdue']);
    expect((await stage.post(`/transitions/${stay.stayId}/completion`, { result: 'reached' })).body).toMatchObject({ state: 'completed' });
    expect((await stage.post(`/transitions/${stay.stayId}/completion`, { result: 'not-reached' })).status).toBe(409);
    expect(await due(stay.stayId)).toEqual([]);
  });
  it('of somebody of whom nothing is known yet waits until they are known', async () => {
    const stay = aStay(randomUUID());
    await stage.say(discharged(stay));
    const waiting = () => stage.running.get(Messaging).parkedKeys();
    await eventually(async () => { expect(await waiting()).toMatchObject([{ reader: 'hospital-stays', kind: 'waiting', reason: 'member-unknown' }]); });
    await stage.enrol(stay.memberId);
    await untilSaid(stay.stayId, ['TransitionFollowUpOpened']);
    await eventually(async () => { expect(await waiting()).toEqual([]); });
  });
  it('opens nothing for a visit, a death or somebody outside the programme, and says why', async () => {
    const [visit, death] = [{ ...aStay(await aMember()), patientClass: 'outpatient' } as const, aStay(await aMember())];
    const left = aStay(randomUUID());
    const { enrollmentId } = (await stage.enrol(left.memberId)).data;
    const goes = { memberId: left.memberId, enrollmentId, county: '06075', disenrolledOn: '2019-09-10', reason: 'DP' };
    await stage.say({ type: 'MemberDisenrolled', data: goes });
    await stage.hasRead('known-members', left.memberId, 2);
    await stage.say(discharged(visit), discharged(death, { deceased: true }), discharged(left));
    await eventually(async () => {
      const reasons = [await ignored(visit.stayId), await ignored(death.stayId), await ignored(left.stayId)];
      expect(reasons).toEqual([['class-not-followed-up'], ['deceased'], ['not-enrolled']]);
    });
    for (const { stayId } of [visit, death, left]) expect(await stage.typesOf(stayId)).toEqual([]);
  });
});
