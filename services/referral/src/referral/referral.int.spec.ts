import { eventually } from '@hhp/testing';
import { randomUUID } from 'node:crypto';
import { Stage } from '../stage.js';

describe('a referral over HTTP', () => {
  let stage: Stage;
  beforeAll(async () => { stage = await Stage.open(); });
  afterEach(() => stage.mustHaveNothingStuck());
  afterAll(() => stage.stop());

  it('runs its whole course, from the draft to the closing, and tells it', async () => {
    const { referralId, memberId } = await stage.sent();
    await stage.does('acknowledgement', referralId);
    await stage.does('acceptance', referralId, { expectedStartOn: '2019-09-20' });
    await stage.does('handoff', referralId, { handoffAt: '2019-09-16T17:00:00Z', mode: 'accompanied', participants: ['coordinator-1', 'intake-desk'] });
    await stage.does('handoff/result', referralId, { outcome: 'introduced' });
    await stage.does('application', referralId, { applied: true, on: '2019-09-12', source: 'member' });
    await stage.does('service-received', referralId, { on: '2019-09-12', source: 'member' });
    await stage.does('use', referralId, { used: true, on: '2019-09-12', source: 'partner' });
    await stage.does('service-received', referralId, { on: '2019-09-12', source: 'partner' });
    await stage.does('closing', referralId, { outcome: 'received', reason: 'one_off_good_delivered', evidenceGrade: 'B' });

    const { body } = await stage.get(`/referrals/${referralId}`);
    expect(body).toMatchObject({
      state: 'closed', outcome: 'received', disputed: false, memberId,
      facts: { applied: { value: true, evidenceGrade: 'D' }, received: { value: true, on: '2019-09-12', evidenceGrade: 'B' } },
      next: { step: 'continuation-30', actor: 'team' },
    });
    const types = (body['timeline'] as { type: string }[]).map((line) => line.type);
    expect(types).toEqual([
      'ReferralDrafted', 'ReferralReady', 'ReferralSent', 'ReferralAcknowledged', 'ReferralAccepted', 'HandoffScheduled', 'WarmHandoffMade',
      'ApplicationRecorded', 'ServiceReceived', 'UseRecorded', 'ServiceReceived', 'ReferralClosed',
    ]);
    expect(await stage.typesOf(referralId)).toEqual(types);
  });

  it('is sent once by ten who send at the same moment', async () => {
    const { referralId } = await stage.drafted();
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.post(`/referrals/${referralId}/send`, { channel: 'email' })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(202));
    expect(await stage.typesOf(referralId)).toEqual(['ReferralDrafted', 'ReferralReady', 'ReferralSent']);
  });

  it('takes one of two contrary answers that are given at the same moment, and no other', async () => {
    const { referralId } = await stage.sent();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, nth) => (nth % 2 === 0
      ? stage.post(`/referrals/${referralId}/acceptance`, {}) : stage.post(`/referrals/${referralId}/decline`, { reason: 'no_capacity' }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(5).fill(202), ...Array<number>(5).fill(409)]);
    expect((await stage.typesOf(referralId)).filter((type) => /Accepted|Declined/.test(type))).toHaveLength(1);
  });

  it('takes a step once when the request is repeated with its key, and answers the same', async () => {
    const { referralId } = await stage.sent();
    const asked = ['POST', `/referrals/${referralId}/follow-ups`, { ask: 'member', result: 'not-reached' }, undefined, randomUUID()] as const;
    const [first, second] = [await stage.ask(...asked), await stage.ask(...asked)];
    expect([second.status, second.body]).toEqual([202, first.body]);
    expect((await stage.typesOf(referralId)).filter((type) => type === 'FollowUpRecorded')).toHaveLength(1);
  });

  it('leaves once when two referrals to one service are sent at the same moment', async () => {
    const first = await stage.drafted();
    const second = await stage.drafted({ memberId: first.memberId, needId: first.needId });
    const answers = await Promise.all([first, second].map(({ referralId }) => stage.post(`/referrals/${referralId}/send`, { channel: 'email' })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    const refused = answers.find((answer) => answer.status === 409)!;
    expect(refused.body).toMatchObject({ code: 'duplicate-referral' });
  });

  it('to a service without room leaves only when a person overrides it with a reason (002-99)', async () => {
    const serviceId = randomUUID();
    await stage.listService(serviceId, 'no-capacity');
    const { referralId } = await stage.drafted({ serviceId });
    expect((await stage.post(`/referrals/${referralId}/send`, { channel: 'phone' })).body).toMatchObject({ code: 'no-capacity' });
    await stage.does('send', referralId, { channel: 'phone', overrides: [{ check: 'capacity', reason: 'urgent' }] });
    expect((await stage.saidOf(referralId)).at(-1)).toMatchObject({ type: 'ReferralSent', data: { overrides: ['capacity:urgent'] } });
  });

  it('needs a member in the programme and a known need', async () => {
    const memberId = randomUUID();
    const wanted = { memberId, needId: randomUUID(), organizationId: stage.organizationId, serviceId: stage.serviceId, dataClasses: ['general'] };
    expect((await stage.put(`/referrals/${randomUUID()}`, wanted)).body).toMatchObject({ code: 'member-not-enrolled' });
    await stage.enrol(memberId);
    expect((await stage.put(`/referrals/${randomUUID()}`, wanted)).body).toMatchObject({ code: 'need-unknown' });
  });

  it('that nobody would be reminded of is found by the one query, and by nothing less', async () => {
    const { referralId } = await stage.drafted();
    const supervisor = await stage.token('cb-cme-supervisor', {});
    const stuck = async () => (await stage.ask('GET', '/referrals/stuck', undefined, supervisor)).body['stuck'];
    expect(await stuck()).toEqual([]);
    await stage.running.query('DELETE FROM deadline WHERE subject = $1', [referralId]);
    expect(await stuck()).toMatchObject([{ referralId, state: 'draft' }]);
    await stage.does('send', referralId, { channel: 'email' });
    expect(await stuck()).toEqual([]);
  });

  it('is in the audit with its member once for each that changed or saw it', async () => {
    const { referralId, memberId } = await stage.sent();
    const staff = await stage.token('cbo-staff', { organization: stage.organizationId });
    await stage.get(`/referrals/${referralId}`);
    await stage.ask('POST', `/referrals/${referralId}/acknowledgement`, undefined, staff);
    const entries = await stage.running.query('SELECT kind, role FROM audit_entry WHERE member_ids = ARRAY[$1::uuid] ORDER BY id', [memberId]);
    const team = 'care-coordinator';
    expect(entries).toEqual([
      { kind: 'change', role: team }, { kind: 'change', role: team }, { kind: 'read', role: team }, { kind: 'change', role: 'cbo-staff' },
    ]);
  });

  it('of another plan does not exist for the caller', async () => {
    const { referralId } = await stage.drafted();
    const stranger = await stage.token('care-coordinator', { tenant: 'bay-view' });
    expect((await stage.running.request('GET', `/referrals/${referralId}`, { as: stranger })).status).toBe(404);
    expect((await stage.running.request('POST', `/referrals/${referralId}/send`, { as: stranger, body: { channel: 'email' } })).status).toBe(404);
  });

  it('is answered by the staff of the organization it was addressed to, and by no other', async () => {
    const { referralId } = await stage.sent();
    const other = await stage.token('cbo-staff', { organization: randomUUID() });
    expect((await stage.running.request('POST', `/referrals/${referralId}/acceptance`, { as: other, body: {} })).status).toBe(404);
    const own = await stage.token('cbo-staff', { organization: stage.organizationId });
    expect((await stage.running.request('POST', `/referrals/${referralId}/acceptance`, { as: own, body: {} })).status).toBe(202);
    expect((await stage.saidOf(referralId)).at(-1)).toMatchObject({ type: 'ReferralAccepted', data: { by: 'partner' } });
  });

  it('is voided by a supervisor only', async () => {
    const { referralId } = await stage.drafted();
    expect((await stage.post(`/referrals/${referralId}/voiding`, { reason: 'wrong-member' })).status).toBe(403);
    const supervisor = await stage.token('cb-cme-supervisor', {});
    expect((await stage.running.request('POST', `/referrals/${referralId}/voiding`, { as: supervisor, body: { reason: 'wrong-member' } })).status).toBe(202);
  });

  it('shows in the work of its owner, the most overdue first', async () => {
    const { referralId } = await stage.drafted({ ownerId: 'navigator-7' });
    const navigator = await stage.token('housing-navigator', { actor: 'navigator-7' });
    await eventually(async () => {
      const { body } = await stage.ask('GET', '/my-work', undefined, navigator);
      expect(body['work']).toMatchObject([{ kind: 'referral', id: referralId, step: 'complete-draft', actor: 'team', overdue: false }]);
    });
  });
});
