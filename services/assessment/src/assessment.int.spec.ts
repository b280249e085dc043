import { randomUUID } from 'node:crypto';
import type { MemberDisenrolled } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import { planSections } from './action-plan/action-plan.js';
import type { ActionPlanAnswer } from './action-plan/action-plan.projection.js';
import { prapare } from './screening/prapare.js';
import type { RecordedScreening } from './screening/screening.commands.js';
import { Stage, enrolled } from './stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.running.stop());

const answers = (...given: [question: string, code: string][]): object => ({
  resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: prapare.questionnaire,
  item: [
    ...given.map(([linkId, code]) => ({ linkId: `/group/${linkId}`, answer: [{ valueCoding: { system: 'http://loinc.org', code } }] })),
    { linkId: '/93042-0/56799-0', answer: [{ valueString: Stage.words }] },
  ],
});

describe('a screening', () => {
  it('records risks and refusals, and opens a need where help is wanted (002-41)', async () => {
    const memberId = await stage.aMember();
    const body = {
      questionnaireResponse: answers(['71802-3', 'LA30190-5'], ['93033-9', 'LA30122-8'], ['76501-6', 'LA33-6']),
      wantsHelpWith: ['intimate-partner-violence'],
    };
    const { status, body: answer } = await stage.ask<RecordedScreening>('POST', `/members/${memberId}/screenings`, { body });
    expect(status).toBe(201);
    expect(answer).toMatchObject({ instrument: 'PRAPARE', risks: ['homelessness', 'intimate-partner-violence'], refusedQuestions: ['93033-9'] });
    const said = await stage.saidOf(memberId);
    expect(said.map((event) => [event.type, event.labels])).toEqual([['ScreeningRecorded', ['domestic-violence']], ['NeedIdentified', ['domestic-violence']]]);
    expect(said[1]?.data).toMatchObject({ category: 'intimate-partner-violence', origin: 'screening', screeningId: answer.screeningId });
    expect(JSON.stringify(said)).not.toContain(Stage.words);
    expect((await stage.ask('GET', `/members/${memberId}/screenings`)).body).toMatchObject({ screenings: [{ refusedQuestions: ['93033-9'] }] });
  });
  it('does not open a need twice when the member is asked again', async () => {
    const memberId = await stage.aMember();
    const body = { questionnaireResponse: answers(['71802-3', 'LA30190-5']), wantsHelpWith: ['homelessness'] };
    await stage.ask('POST', `/members/${memberId}/screenings`, { body });
    const { body: again } = await stage.ask<RecordedScreening>('POST', `/members/${memberId}/screenings`, { body });
    expect(again.needs).toMatchObject([{ category: 'homelessness', alreadyOpen: true }]);
    expect((await stage.saidOf(memberId)).map((event) => event.type)).toEqual(['ScreeningRecorded', 'NeedIdentified', 'ScreeningRecorded']);
  });
  it('is recorded once when the request is repeated with its key', async () => {
    const memberId = await stage.aMember();
    const request = { body: { questionnaireResponse: answers(['71802-3', 'LA30190-5']), wantsHelpWith: ['homelessness'] }, key: randomUUID() };
    const once = () => stage.ask('POST', `/members/${memberId}/screenings`, request);
    const [first, second] = [await once(), await once()];
    expect(second).toEqual(first);
    expect(await stage.saidOf(memberId)).toHaveLength(2);
  });
  it('opens one need when five screenings at the same moment find it', async () => {
    const memberId = await stage.aMember();
    const body = { questionnaireResponse: answers(['71802-3', 'LA30190-5']), wantsHelpWith: ['homelessness'] };
    const recorded = await Promise.all(Array.from({ length: 5 }, () => stage.ask<RecordedScreening>('POST', `/members/${memberId}/screenings`, { body })));
    expect(recorded.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(new Set(recorded.map((each) => each.body.needs[0]?.needId)).size).toBe(1);
    expect((await stage.saidOf(memberId)).filter((event) => event.type === 'NeedIdentified')).toHaveLength(1);
  });
  it('refuses an unknown question by its name and keeps nothing', async () => {
    const memberId = await stage.aMember();
    const { status, body } = await stage.ask('POST', `/members/${memberId}/screenings`, { body: { questionnaireResponse: answers(['00000-0', 'LA33-6']) } });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toMatchObject({ code: 'question-unknown', fields: ['/group/00000-0'] });
    expect(JSON.stringify(body)).not.toContain(Stage.words);
    expect(await stage.saidOf(memberId)).toEqual([]);
  });
  it('is not possible for a member of another plan, who reads like nobody', async () => {
    const memberId = await stage.aMember();
    const stranger = await stage.running.token('care-coordinator', { tenant: 'inland' });
    const body = { questionnaireResponse: answers(['71802-3', 'LA30190-5']) };
    const answerFor = (member: string): Promise<{ status: number }> => stage.ask('POST', `/members/${member}/screenings`, { body, as: stranger });
    expect((await answerFor(memberId)).status).toBe(404);
    expect((await answerFor(randomUUID())).status).toBe(404);
    expect((await stage.ask('GET', `/members/${memberId}/ledger`, { as: stranger })).status).toBe(404);
  });
});

describe('a Health Action Plan', () => {
  const planFor = (needIds: readonly string[], reason = 'initial'): Record<string, unknown> => ({
    agreedOn: '2019-09-12', reason, needIds, goals: [{ statement: Stage.words, needId: needIds[0] }],
    sections: { ...Object.fromEntries(planSections.map((section) => [section, { answer: 'none' }])), housing: { answer: 'answered', summary: Stage.words } },
  });

  it('is agreed in versions that are never edited (000-18, 002-15)', async () => {
    const memberId = await stage.aMember();
    const needId = await stage.aNeed(memberId);
    const first = await stage.ask<{ planId: string }>('POST', `/members/${memberId}/action-plan-versions`, { body: planFor([needId]) });
    expect(first).toMatchObject({ status: 201, body: { planVersion: 1, dueOn: '2019-11-30' } });
    const second = await stage.ask('POST', `/members/${memberId}/action-plan-versions`, { body: planFor([needId], 'needs-changed') });
    expect(second.body).toMatchObject({ planVersion: 2, planId: first.body.planId });
    const { body } = await stage.ask<ActionPlanAnswer>('GET', `/members/${memberId}/action-plan`);
    const versions = [{ planVersion: 1, reason: 'initial' }, { planVersion: 2, reason: 'needs-changed' }];
    expect(body).toMatchObject({ punctuality: 'agreed-in-time', versions });
    await expect(stage.running.query('UPDATE action_plan_version SET agreed_on = agreed_on')).rejects.toThrow('never edited');
    const agreed = (await stage.saidOf(memberId)).filter((event) => event.type === 'ActionPlanAgreed');
    expect(agreed.map((event) => event.data['planVersion'])).toEqual([1, 2]);
    expect(JSON.stringify(agreed)).not.toContain(Stage.words);
  });
  it('refuses a section that nobody answered, by its name (002-11, 002-13)', async () => {
    const memberId = await stage.aMember();
    const { sections, ...plan } = planFor([]);
    const { dentalHealth: _left, ...rest } = sections as Record<string, unknown>;
    const unanswered = { ...plan, goals: [{ statement: Stage.words }], sections: rest };
    const { body } = await stage.ask('POST', `/members/${memberId}/action-plan-versions`, { body: unanswered });
    expect(body).toMatchObject({ code: 'section-unanswered', fields: ['sections.dentalHealth'] });
  });
  it('is overdue after 90 days, and the supervisor sees it', async () => {
    const [late, inTime] = [await stage.aMember('2019-06-01'), await stage.aMember('2019-06-14')];
    const supervisor = await stage.running.token('cb-cme-supervisor', { tenant: Stage.tenant });
    const { body } = await stage.ask<{ members: { memberId: string }[] }>('GET', '/action-plans/overdue', { as: supervisor });
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
    await stage.say([event, left]);
    await eventually(async () => expect((await stage.ask('GET', `/members/${memberId}/ledger`)).body).toMatchObject({ leftOn: '2019-09-10' }));
    const { status, body } = await stage.ask('POST', `/members/${memberId}/screenings`, { body: { questionnaireResponse: answers(['71802-3', 'LA30190-5']) } });
    expect([status, body]).toMatchObject([409, { code: 'member-not-enrolled' }]);
  });
});
