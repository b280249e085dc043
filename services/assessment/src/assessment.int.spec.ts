import { randomUUID } from 'node:crypto';
import type { MemberDisenrolled, MemberEnrolled } from '@hhp/contracts';
import { eventually, type Running, startForTest } from '@hhp/testing';
import { planSections } from './action-plan/action-plan.js';
import type { ActionPlanAnswer } from './action-plan/action-plan.projection.js';
import type { LedgerEvent } from './ledger/ledger.js';
import type { LedgerAnswer } from './ledger/ledger.projection.js';
import { prapare } from './screening/prapare.js';
import type { RecordedScreening } from './screening/screening.commands.js';
import { assessmentService } from './service.js';

const at = '2019-09-12T16:30:00.000Z';
const tenant = 'golden-gate';
const words = 'I want to sleep without fear';
let running: Running;
let coordinator: string;

beforeAll(async () => {
  running = await startForTest(assessmentService);
  running.at(at);
  coordinator = await running.token('care-coordinator', { tenant });
});
afterAll(() => running.stop());

async function ask<Body>(method: 'GET' | 'POST', path: string, options: { body?: object; as?: string; key?: string } = {}): Promise<{ status: number; body: Body }> {
  const { status, body } = await running.request(method, path, { as: coordinator, ...options });
  return { status, body: body as Body };
}

const enrolled = (memberId: string, enrolledOn = '2019-09-01'): MemberEnrolled => ({
  type: 'MemberEnrolled',
  data: { memberId, enrollmentId: randomUUID(), contractCode: 'golden-gate-06075', county: '06075', population: 'SPA1', careEntityId: randomUUID(), enrolledOn },
});

/** A member who is enrolled and known to this service. */
async function aMember(enrolledOn?: string): Promise<string> {
  const memberId = randomUUID();
  await running.publish([{ event: enrolled(memberId, enrolledOn), tenant, version: 1 }]);
  await eventually(async () => expect((await ask('GET', `/members/${memberId}/needs`)).status).toBe(200));
  return memberId;
}

const answers = (...given: [question: string, code: string][]): object => ({
  resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: prapare.questionnaire,
  item: [
    ...given.map(([linkId, code]) => ({ linkId: `/group/${linkId}`, answer: [{ valueCoding: { system: 'http://loinc.org', code } }] })),
    { linkId: '/93042-0/56799-0', answer: [{ valueString: words }] },
  ],
});

async function aNeed(memberId: string, category = 'goods'): Promise<string> {
  return (await ask<{ needId: string }>('POST', `/members/${memberId}/needs`, { body: { category, note: words } })).body.needId;
}

const saidOf = async (memberId: string): Promise<{ type: string; data: Readonly<Record<string, unknown>>; labels: readonly string[] }[]> =>
  (await running.said()).filter((event) => event.key === memberId);

describe('a screening', () => {
  it('records risks and refusals, and opens a need where help is wanted (002-41)', async () => {
    const memberId = await aMember();
    const body = {
      questionnaireResponse: answers(['71802-3', 'LA30190-5'], ['93033-9', 'LA30122-8'], ['76501-6', 'LA33-6']),
      wantsHelpWith: ['intimate-partner-violence'],
    };
    const { status, body: answer } = await ask<RecordedScreening>('POST', `/members/${memberId}/screenings`, { body });
    expect(status).toBe(201);
    expect(answer).toMatchObject({ instrument: 'PRAPARE', risks: ['homelessness', 'intimate-partner-violence'], refusedQuestions: ['93033-9'] });
    const said = await saidOf(memberId);
    expect(said.map((event) => [event.type, event.labels])).toEqual([['ScreeningRecorded', ['domestic-violence']], ['NeedIdentified', ['domestic-violence']]]);
    expect(said[1]?.data).toMatchObject({ category: 'intimate-partner-violence', origin: 'screening', screeningId: answer.screeningId });
    expect(JSON.stringify(said)).not.toContain(words);
    expect((await ask('GET', `/members/${memberId}/screenings`)).body).toMatchObject({ screenings: [{ refusedQuestions: ['93033-9'] }] });
  });
  it('does not open a need twice when the member is asked again', async () => {
    const memberId = await aMember();
    const body = { questionnaireResponse: answers(['71802-3', 'LA30190-5']), wantsHelpWith: ['homelessness'] };
    await ask('POST', `/members/${memberId}/screenings`, { body });
    const { body: again } = await ask<RecordedScreening>('POST', `/members/${memberId}/screenings`, { body });
    expect(again.needs).toMatchObject([{ category: 'homelessness', alreadyOpen: true }]);
    expect((await saidOf(memberId)).map((event) => event.type)).toEqual(['ScreeningRecorded', 'NeedIdentified', 'ScreeningRecorded']);
  });
  it('is recorded once when the request is repeated with its key', async () => {
    const memberId = await aMember();
    const request = { body: { questionnaireResponse: answers(['71802-3', 'LA30190-5']), wantsHelpWith: ['homelessness'] }, key: randomUUID() };
    const [first, second] = [await ask('POST', `/members/${memberId}/screenings`, request), await ask('POST', `/members/${memberId}/screenings`, request)];
    expect(second).toEqual(first);
    expect(await saidOf(memberId)).toHaveLength(2);
  });
  it('refuses an unknown question by its name and keeps nothing', async () => {
    const memberId = await aMember();
    const { status, body } = await ask('POST', `/members/${memberId}/screenings`, { body: { questionnaireResponse: answers(['00000-0', 'LA33-6']) } });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({ code: 'question-unknown', fields: ['/group/00000-0'] });
    expect(JSON.stringify(body)).not.toContain(words);
    expect(await saidOf(memberId)).toEqual([]);
  });
  it('is not possible for a member of another plan, who reads like nobody', async () => {
    const memberId = await aMember();
    const stranger = await running.token('care-coordinator', { tenant: 'inland' });
    const body = { questionnaireResponse: answers(['71802-3', 'LA30190-5']) };
    const answerFor = (member: string): Promise<{ status: number }> => ask('POST', `/members/${member}/screenings`, { body, as: stranger });
    expect((await answerFor(memberId)).status).toBe(404);
    expect((await answerFor(randomUUID())).status).toBe(404);
    expect((await ask('GET', `/members/${memberId}/ledger`, { as: stranger })).status).toBe(404);
  });
});

describe('the ledger of needed versus received', () => {
  const story = (memberId: string, needId: string): Record<'sent' | 'accepted' | 'received' | 'taken back' | 'voided', LedgerEvent> => {
    const ids = { referralId: randomUUID(), memberId, needId, organizationId: randomUUID(), serviceId: randomUUID() };
    return {
      sent: {
        type: 'ReferralSent',
        data: {
          ...ids, needCategory: 'goods', channel: 'email', consentId: randomUUID(), dataClasses: ['general'], sentAt: at, respondBy: at, memberFollowUpBy: at,
        },
      },
      accepted: { type: 'ReferralAccepted', data: { referralId: ids.referralId, memberId, organizationId: ids.organizationId, acceptedAt: at, by: 'partner' } },
      received: { type: 'ServiceReceived', data: { ...ids, on: '2019-09-12', source: 'partner', evidenceGrade: 'C', recordedAt: at } },
      'taken back': {
        type: 'ReferralFactCorrected', data: { referralId: ids.referralId, memberId, fact: 'received', value: false, reason: 'mistaken', correctedAt: at },
      },
      voided: { type: 'ReferralVoided', data: { referralId: ids.referralId, memberId, reason: 'duplicate', voidedAt: at } },
    };
  };
  const ledgerOf = async (memberId: string): Promise<LedgerAnswer> => (await ask<LedgerAnswer>('GET', `/members/${memberId}/ledger`)).body;
  const standing = async (memberId: string): Promise<unknown> => {
    const { needs, counts } = await ledgerOf(memberId);
    return [needs[0]?.need.status, needs[0]?.referrals[0]?.state, counts];
  };

  it('moves by referral events alone, back by a correction, and drops what was voided (002-12, 002-14, 002-114)', async () => {
    const memberId = await aMember();
    const needId = await aNeed(memberId);
    const events = story(memberId, needId);
    const say = (event: LedgerEvent, version: number): Promise<void> => running.publish([{ event, tenant, version }]);
    expect(await standing(memberId)).toEqual(['open', undefined, { needed: 1, referred: 0, received: 0 }]);
    await say(events.sent, 1);
    await eventually(async () => expect(await standing(memberId)).toEqual(['in-work', 'sent', { needed: 1, referred: 1, received: 0 }]));
    await say(events.accepted, 2);
    await say(events.received, 3);
    await eventually(async () => expect(await standing(memberId)).toEqual(['partly-met', 'in_service', { needed: 1, referred: 1, received: 1 }]));
    await say(events['taken back'], 4);
    await eventually(async () => expect(await standing(memberId)).toEqual(['in-work', 'accepted', { needed: 1, referred: 1, received: 0 }]));
    await say(events.voided, 5);
    await eventually(async () => expect(await standing(memberId)).toEqual(['open', 'voided', { needed: 1, referred: 0, received: 0 }]));
  });
  it('does not move back when an old event is delivered again', async () => {
    const memberId = await aMember();
    const needId = await aNeed(memberId);
    const [events, later] = [story(memberId, needId), story(memberId, randomUUID())];
    await running.publish([{ event: events.sent, tenant, version: 1 }, { event: events.accepted, tenant, version: 2 }, { event: events.received, tenant, version: 3 }]);
    await running.publish([{ event: events.accepted, tenant, version: 2 }, { event: later.sent, tenant, version: 1 }]);
    await eventually(async () => expect((await ledgerOf(memberId)).needs).toHaveLength(2));
    expect(await standing(memberId)).toEqual(['partly-met', 'in_service', { needed: 2, referred: 2, received: 1 }]);
  });
  it('keeps what a person confirmed beside what the referrals propose', async () => {
    const memberId = await aMember();
    const needId = await aNeed(memberId);
    await ask('POST', `/members/${memberId}/needs/${needId}/status`, { body: { status: 'unmet-no-resource' } });
    expect((await ask('GET', `/members/${memberId}/needs`)).body).toMatchObject({ needs: [{ needId, status: 'unmet-no-resource', proposedStatus: 'open', note: words }] });
    const said = await saidOf(memberId);
    expect(said.map((event) => event.type)).toEqual(['NeedIdentified', 'NeedStatusChanged']);
    expect(JSON.stringify(said)).not.toContain(words);
  });
});

describe('a Health Action Plan', () => {
  const planFor = (needIds: readonly string[], reason = 'initial'): Record<string, unknown> => ({
    agreedOn: '2019-09-12', reason, needIds, goals: [{ statement: words, needId: needIds[0] }],
    sections: Object.fromEntries(planSections.map((section) => [section, section === 'housing' ? { answer: 'answered', summary: words } : { answer: 'none' }])),
  });

  it('is agreed in versions that are never edited (000-18, 002-15)', async () => {
    const memberId = await aMember();
    const needId = await aNeed(memberId);
    const first = await ask<{ planId: string }>('POST', `/members/${memberId}/action-plan-versions`, { body: planFor([needId]) });
    expect(first).toMatchObject({ status: 201, body: { planVersion: 1, dueOn: '2019-11-30' } });
    const second = await ask('POST', `/members/${memberId}/action-plan-versions`, { body: planFor([needId], 'needs-changed') });
    expect(second.body).toMatchObject({ planVersion: 2, planId: first.body.planId });
    const { body } = await ask<ActionPlanAnswer>('GET', `/members/${memberId}/action-plan`);
    expect(body).toMatchObject({ punctuality: 'agreed-in-time', versions: [{ planVersion: 1, reason: 'initial' }, { planVersion: 2, reason: 'needs-changed' }] });
    await expect(running.query('UPDATE action_plan_version SET agreed_on = agreed_on')).rejects.toThrow('never edited');
    const agreed = (await saidOf(memberId)).filter((event) => event.type === 'ActionPlanAgreed');
    expect(agreed.map((event) => event.data['planVersion'])).toEqual([1, 2]);
    expect(JSON.stringify(agreed)).not.toContain(words);
  });
  it('refuses a section that nobody answered, by its name (002-11, 002-13)', async () => {
    const memberId = await aMember();
    const { sections, ...plan } = planFor([]);
    const { dentalHealth: _left, ...rest } = sections as Record<string, unknown>;
    const { body } = await ask('POST', `/members/${memberId}/action-plan-versions`, { body: { ...plan, goals: [{ statement: words }], sections: rest } });
    expect(body).toMatchObject({ code: 'section-unanswered', fields: ['sections.dentalHealth'] });
  });
  it('is overdue after 90 days, and the supervisor sees it', async () => {
    const [late, inTime] = [await aMember('2019-06-01'), await aMember('2019-06-14')];
    const supervisor = await running.token('cb-cme-supervisor', { tenant });
    const { body } = await ask<{ members: { memberId: string }[] }>('GET', '/action-plans/overdue', { as: supervisor });
    const ids = body.members.map((member) => member.memberId);
    expect(ids).toContain(late);
    expect(ids).not.toContain(inTime);
  });
});

describe('a member who left', () => {
  it('keeps the ledger, which says so, and is not screened any more', async () => {
    const event = enrolled(randomUUID());
    const { memberId, enrollmentId, county } = event.data;
    const left: MemberDisenrolled = { type: 'MemberDisenrolled', data: { memberId, enrollmentId, county, disenrolledOn: '2019-09-10', reason: 'DP' } };
    await running.publish([{ event, tenant, version: 1 }, { event: left, tenant, version: 2 }]);
    await eventually(async () => expect((await ask('GET', `/members/${memberId}/ledger`)).body).toMatchObject({ leftOn: '2019-09-10' }));
    const { status, body } = await ask('POST', `/members/${memberId}/screenings`, { body: { questionnaireResponse: answers(['71802-3', 'LA30190-5']) } });
    expect([status, body]).toMatchObject([409, { code: 'member-not-enrolled' }]);
  });
});
