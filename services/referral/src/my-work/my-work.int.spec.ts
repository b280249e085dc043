import { randomUUID } from 'node:crypto';
import { eventually } from '@hhp/testing';
import { Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

const workOf = async (actor: string): Promise<string[]> => {
  const { body } = await stage.ask('GET', '/my-work', undefined, await stage.token('care-coordinator', { actor }));
  return (body['work'] as { id: string }[]).map(({ id }) => id);
};
const shows = (actor: string, referralId: string): Promise<void> => eventually(async () => { expect(await workOf(actor)).toContain(referralId); });
/** A referral for a member who is on the panel of `coordinator-1`, drafted by a navigator. */
async function navigated(): Promise<{ referralId: string; memberId: string; enrollmentId: string; needId: string }> {
  const [memberId, needId, referralId] = [randomUUID(), randomUUID(), randomUUID()];
  const { data: { enrollmentId } } = await stage.enrol(memberId);
  await stage.identifyNeed(memberId, needId, 'goods');
  const { organizationId, serviceId } = stage;
  const body = { memberId, needId, organizationId, serviceId, dataClasses: ['general'], ownerId: 'navigator-1' };
  expect((await stage.put(`/referrals/${referralId}`, body)).status).toBe(202);
  return { referralId, memberId, enrollmentId, needId };
}
const cover = (covering: string, days: { from: string; until: string }, coverId = randomUUID()) =>
  ({ type: 'CoverArranged', data: { coverId, absent: 'coordinator-1', covering, ...days } });

describe('the work of a coordinator', () => {
  it('is that of their panel, whoever took it on, and goes with the member to another panel', async () => {
    const { referralId, memberId, enrollmentId } = await navigated();
    const next = `c-${randomUUID()}`;
    await shows('coordinator-1', referralId);
    expect(await workOf(next)).not.toContain(referralId);
    await stage.say({ type: 'CoordinatorAssigned', data: { memberId, enrollmentId, coordinatorId: next } });
    await shows(next, referralId);
    expect(await workOf('coordinator-1')).not.toContain(referralId);
    await stage.say({ type: 'CoordinatorAssigned', data: { memberId, enrollmentId: randomUUID(), coordinatorId: 'of-another-enrolment' } });
    await stage.hasRead('known-members', memberId, 3);
    expect(await workOf(next)).toContain(referralId);
  });

  it('is also that of whom they cover, from the first day to the last, and no longer than the cover', async () => {
    const { referralId } = await navigated();
    const [here, later, coverId] = [`c-${randomUUID()}`, `c-${randomUUID()}`, randomUUID()];
    await stage.say(cover(here, { from: '2019-09-12', until: '2019-09-13' }, coverId), cover(later, { from: '2019-09-13', until: '2019-09-13' }));
    await shows(here, referralId);
    expect(await workOf(later)).not.toContain(referralId);
    await stage.say({ type: 'CoverEnded', data: { coverId, endedOn: '2019-09-12' } });
    await eventually(async () => { expect(await workOf(here)).not.toContain(referralId); });
    stage.running.at('2019-09-13T19:00:00.000Z');
    expect(await workOf(later)).toContain(referralId);
    stage.running.at('2019-09-14T07:01:00.000Z');
    expect(await workOf(later)).not.toContain(referralId);
    stage.running.at(Stage.thursday);
  });

  it('does not reach into another plan, though the ids be the same', async () => {
    const { referralId } = await navigated();
    const { body } = await stage.ask('GET', '/my-work', undefined, await stage.running.token('care-coordinator', { actor: 'coordinator-1', tenant: 'bay-view' }));
    expect([body['work'], await workOf('coordinator-1')]).toEqual([[], expect.arrayContaining([referralId])]);
  });
});
