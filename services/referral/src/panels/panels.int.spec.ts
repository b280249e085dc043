import { randomUUID } from 'node:crypto';
import { eventually } from '@hhp/testing';
import { type Subject, Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open({ READS_OUTSIDE_PANEL: 'refused' }); });
afterAll(() => stage.stop());

/** How the referral is found by itself and in the list, as somebody of the care team. */
async function sees({ referralId, memberId }: Subject, actor: string, role = 'care-coordinator') {
  const as = await stage.token(role, { actor });
  const { body } = await stage.ask('GET', `/referrals?memberId=${memberId}`, undefined, as);
  return [(await stage.ask('GET', `/referrals/${referralId}`, undefined, as)).status, (body['referrals'] as object[]).length];
}
const [there, nowhere] = [[200, 1], [404, 0]];
const becomes = (subject: Subject, actor: string, found: number[]) => eventually(async () => { expect(await sees(subject, actor)).toEqual(found); });

describe('a referral, where reads outside the own panel are refused', () => {
  it('is there for the coordinator of its member, for whoever took it on, and for others of the team; to another coordinator it reads like none', async () => {
    const subject = await stage.sent({ ownerId: 'owen' });
    expect(await Promise.all(['coordinator-1', 'owen', 'ben'].map((actor) => sees(subject, actor)))).toEqual([there, there, nowhere]);
    expect(await Promise.all(['housing-navigator', 'cb-cme-supervisor'].map((role) => sees(subject, 'sam', role)))).toEqual([there, there]);
    const as = await stage.token('care-coordinator', { actor: 'ben' });
    const [other, none] = await Promise.all([subject.referralId, randomUUID()].map((id) => stage.ask('GET', `/referrals/${id}`, undefined, as)));
    expect({ ...other!.body, requestId: '', instance: '' }).toEqual({ ...none!.body, requestId: '', instance: '' });
  });
  it('is there for whoever covers, which the audit tells with for whom, and for whoever broke the glass', async () => {
    const subject = await stage.sent({ ownerId: 'owen' });
    const { memberId } = subject;
    await stage.say({ type: 'CoverArranged', data: { coverId: randomUUID(), absent: 'owen', covering: 'dia', from: '2019-09-12', until: '2019-09-12' } });
    await becomes(subject, 'dia', there);
    const read = await stage.running.query(
      "SELECT DISTINCT actor, on_behalf_of FROM audit_entry WHERE route = 'GET /referrals/:referralId' AND kind = 'read' AND actor = 'dia'");
    expect(read).toEqual([{ actor: 'dia', on_behalf_of: 'owen' }]);
    const grant = { grantId: randomUUID(), memberId, openedBy: 'eva', reason: 'emergency-treatment', openedAt: Stage.thursday, until: '2019-09-12T17:30:00.000Z' };
    await stage.say({ type: 'BreakGlassOpened', data: grant });
    await becomes(subject, 'eva', there);
    expect(await sees(await stage.sent({ ownerId: 'owen' }), 'eva')).toEqual(nowhere);
  });
});
