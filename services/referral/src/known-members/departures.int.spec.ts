import type { MemberEnrolled } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import { randomUUID } from 'node:crypto';
import { Stage, days } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

/** A member who consents to what is shared with the organization. */
async function aMember(): Promise<{ memberId: string; enrolled: MemberEnrolled }> {
  const memberId = randomUUID();
  const enrolled = await stage.enrol(memberId);
  await stage.consents(stage.consent(memberId));
  return { memberId, enrolled };
}
const leaves = ({ data: { memberId, enrollmentId } }: MemberEnrolled) =>
  ({ type: 'MemberDisenrolled', data: { memberId, enrollmentId, county: '06075', disenrolledOn: '2019-09-12', reason: 'DP' } });
const voided = ({ data: { memberId, enrollmentId } }: MemberEnrolled) =>
  ({ type: 'EnrollmentVoided', data: { memberId, enrollmentId, county: '06075', voidedOn: '2019-09-12', reason: 'wrong-member' } });

/** Referrals of the member in several states, one of them ended with checkpoints to come. */
async function manyReferrals(memberId: string): Promise<{ open: string[]; ended: string }> {
  const draftedFor = async (serviceId: string) => {
    const needId = randomUUID();
    await stage.identifyNeed(memberId, needId, 'goods');
    await stage.listService(serviceId, 'has-capacity');
    return (await stage.drafted({ memberId, needId, serviceId })).referralId;
  };
  const [draft, sent, accepted, ended] = [
    await draftedFor(randomUUID()), await draftedFor(randomUUID()), await draftedFor(randomUUID()), await draftedFor(randomUUID()),
  ];
  for (const referralId of [sent, accepted, ended]) await stage.does('send', referralId, { channel: 'email' });
  await stage.does('acceptance', accepted);
  await stage.does('service-received', ended, { on: '2019-09-12', source: 'member' });
  await stage.does('closing', ended, { outcome: 'received', reason: 'ongoing_at_close', evidenceGrade: 'D' });
  return { open: [draft, sent, accepted], ended };
}
const rowsOf = (memberId: string) => stage.running.query<{ open: boolean; next_at: Date | null }>(
  'SELECT open, next_at FROM referral WHERE member_id = $1', [memberId]);
const duesOf = (subjects: string[]) => stage.running.query('SELECT process, subject FROM deadline WHERE subject = ANY ($1::text[])', [subjects]);
const closings = async (referralId: string) => (await stage.saidOf(referralId)).filter(({ type }) => type === 'ReferralClosed');

describe('a member who leaves the programme', () => {
  it.each([['leaves', leaves], ['was enrolled by mistake', voided]] as const)('%s, and has nothing open and nothing due', async (_how, departure) => {
    const { memberId, enrolled } = await aMember();
    const { open, ended } = await manyReferrals(memberId);
    const stay = { memberId, stayId: randomUUID(), facilityId: 'marin-general', patientClass: 'inpatient', dischargedAt: '2019-09-12T15:00:00.000Z' };
    await stage.say({ type: 'MemberDischarged', data: stay });
    await eventually(async () => { expect(await stage.typesOf(stay.stayId)).toEqual(['TransitionFollowUpOpened']); });
    expect(await duesOf([...open, ended, stay.stayId])).not.toEqual([]);
    await stage.say(departure(enrolled));
    await eventually(async () => { expect((await rowsOf(memberId)).filter((row) => row.open || row.next_at)).toEqual([]); });
    expect(await duesOf([...open, ended, stay.stayId])).toEqual([]);
    for (const referralId of open) expect(await closings(referralId)).toMatchObject([{ data: { outcome: 'administrative', reason: 'disenrolled' } }]);
    expect(await closings(ended)).toMatchObject([{ data: { outcome: 'received' } }]);
    expect((await stage.saidOf(stay.stayId)).at(-1)).toMatchObject({ type: 'TransitionFollowUpWithdrawn', data: { reason: 'disenrolled' } });
    stage.running.advance(40 * days);
    await stage.mustHaveNothingStuck();
    for (const referralId of [...open, ended]) expect(await stage.typesOf(referralId)).not.toContain('ContinuationDue');
    stage.running.at(Stage.thursday);
  });
  it('has each referral closed once when the departure is said twice', async () => {
    const { memberId, enrolled } = await aMember();
    const [subject, later] = [await stage.sent({ memberId, needId: await aNeed(memberId) }), await aMember()];
    const said = await stage.say(leaves(enrolled));
    await stage.running.publish(said);
    await stage.say(voided(enrolled), leaves(later.enrolled));
    await stage.hasRead('known-members', memberId, 3);
    await stage.hasRead('known-members', later.memberId, 2);
    expect(await closings(subject.referralId)).toHaveLength(1);
  });
  it('is not taken out by the end of an earlier enrolment', async () => {
    const { memberId, enrolled } = await aMember();
    await stage.say(leaves(enrolled), stage.enrolment(memberId));
    await stage.hasRead('known-members', memberId, 3);
    const { referralId } = await stage.sent({ memberId, needId: await aNeed(memberId) });
    await stage.say(voided(enrolled));
    await stage.hasRead('known-members', memberId, 4);
    expect(await stage.stateOf(referralId)).toBe('sent');
  });
  it('while something is drafted for them has it closed too: the departure waits for the draft that began before', async () => {
    const { memberId, enrolled } = await aMember();
    const [referralId, needId] = [randomUUID(), await aNeed(memberId)];
    await stage.running.query(`CREATE FUNCTION dawdling() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(2); RETURN NEW; END';
      CREATE TRIGGER dawdling BEFORE INSERT ON referral_history FOR EACH ROW WHEN (NEW.referral_id = '${referralId}') EXECUTE FUNCTION dawdling()`);
    const { organizationId, serviceId } = stage;
    const drafting = stage.put(`/referrals/${referralId}`, { memberId, needId, organizationId, serviceId, dataClasses: ['general'] });
    await eventually(async () => {
      expect(await stage.running.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).not.toEqual([]);
    });
    await stage.say(leaves(enrolled));
    await stage.hasRead('known-members', memberId, 2);
    expect((await drafting).status).toBe(202);
    expect((await rowsOf(memberId)).map((row) => row.open)).toEqual([false]);
    await stage.running.query('DROP FUNCTION dawdling CASCADE');
  });
  it('at the moment in which something is sent has nothing open afterwards, whoever was first', async () => {
    for (let round = 0; round < 3; round++) {
      const { memberId, enrolled } = await aMember();
      const { referralId } = await stage.drafted({ memberId, needId: await aNeed(memberId) });
      const sending = Array.from({ length: 4 }, () => stage.post(`/referrals/${referralId}/send`, { channel: 'email' }));
      const [answers] = await Promise.all([Promise.all(sending), stage.say(leaves(enrolled))]);
      for (const { status } of answers) expect([202, 409]).toContain(status);
      await stage.hasRead('known-members', memberId, 2);
      expect((await rowsOf(memberId)).filter((row) => row.open)).toEqual([]);
      expect(await closings(referralId)).toHaveLength(1);
    }
  });
});

async function aNeed(memberId: string): Promise<string> {
  const needId = randomUUID();
  await stage.identifyNeed(memberId, needId, 'goods');
  return needId;
}
