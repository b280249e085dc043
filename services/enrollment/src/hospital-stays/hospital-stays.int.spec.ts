import { randomUUID } from 'node:crypto';
import { eventually } from '@hhp/testing';
import { aScene, plan, type Scene } from '../scene.js';
import type { StayEvent } from './hospital-stays.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const verdict = async (memberId: string) =>
  (await scene.ask('POST', `/members/${memberId}/eligibility-determinations`, { body: { rulePack: 'hhp/lacare', asOf: '2019-09-12' } })).body;
const say = (version: number, event: StayEvent): Promise<void> => scene.running.publish([{ event, tenant: plan, version }]);
const heard = (memberId: string, times: number): Promise<void> => eventually(async () => {
  const said = (await scene.saidOf(memberId, 'EligibilityFactsRecorded')).filter(({ data }) => data['source'] === 'hospital-feed');
  expect(said.map(({ data }) => data['kinds'])).toEqual(Array.from({ length: times }, () => ['inpatient-stay']));
});

describe('a stay that the hospital feed tells of', () => {
  it('is a fact of eligibility once, makes the member eligible when somebody asks, and is taken back when it was none', async () => {
    const memberId = await scene.member({ conditions: 'SUD;DM', acuity: '', chronic_homeless_indicator: '' });
    const ids = { memberId, stayId: randomUUID(), facilityId: 'general', patientClass: 'inpatient' } as const;
    // Ten at night in California is the next day elsewhere.
    const admitted: StayEvent = { type: 'MemberAdmitted', data: { ...ids, admittedAt: '2019-09-11T05:00:00Z' } };
    expect(await verdict(memberId)).toMatchObject({ verdict: 'unknown' });
    await say(1, admitted);
    await heard(memberId, 1);
    expect(await scene.saidOf(memberId, 'EligibilityDetermined')).toHaveLength(1);
    expect(await verdict(memberId)).toMatchObject({ verdict: 'eligible', clauses: ['R1a', 'R2b'] });
    expect((await verdict(memberId))['factsUsed']).toContainEqual({ kind: 'inpatient-stay', from: '2019-09-10' });
    await say(2, admitted);
    await say(3, { type: 'MemberDischarged', data: { ...ids, dischargedAt: '2019-09-12T17:00:00Z' } });
    await heard(memberId, 2);
    const rows = await scene.running.query('SELECT source, facts FROM facts_recorded WHERE stay_id = $1 AND superseded_at IS NULL', [ids.stayId]);
    expect(rows).toEqual([{ source: 'hospital-feed', facts: [{ kind: 'inpatient-stay', from: '2019-09-10', until: '2019-09-12' }] }]);
    await say(4, { type: 'AdmissionCancelled', data: { ...ids, cancelledAt: '2019-09-12T18:00:00Z' } });
    await heard(memberId, 3);
    expect(await verdict(memberId)).toMatchObject({ verdict: 'unknown' });
    expect(await scene.running.query('SELECT 1 FROM parked_key')).toEqual([]);
  });
});
