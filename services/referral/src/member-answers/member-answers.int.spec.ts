import { randomUUID } from 'node:crypto';
import { eventually } from '@hhp/testing';
import { type Subject, Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.stop());

const answered = ({ referralId, memberId }: Pick<Subject, 'referralId' | 'memberId'>, answer: string, on: string, answerId: string) =>
  ({ type: 'MemberAnswered', data: { referralId, memberId, answerId, answer, on, answeredAt: Stage.thursday } });
const factsOf = async ({ referralId }: Subject) => (await stage.get(`/referrals/${referralId}`)).body['facts'];
const ignored = (answerId: string) => stage.running.query<{ reason: string }>('SELECT reason FROM ignored_input WHERE subject = $1', [answerId]);

describe('a member who answers by their own link', () => {
  it('is a source of facts of their own, as if the team had written down what they said; the same twice is once', async () => {
    const [subject, answerId] = [await stage.sent(), randomUUID()];
    const said = await stage.say(answered(subject, 'not-right', '2019-09-11', answerId));
    await stage.running.publish(said);
    await stage.say(answered(subject, 'received', '2019-09-12', answerId));
    await stage.untilIn('in_service', subject.referralId);
    expect(await factsOf(subject)).toMatchObject({
      used: { value: false, evidenceGrade: 'D', statements: [{ value: false, on: '2019-09-11', source: 'member' }] },
      received: { value: true, on: '2019-09-12', evidenceGrade: 'D', statements: [{ value: true, source: 'member' }] },
    });
    expect((await stage.typesOf(subject.referralId)).filter((type) => type === 'UseRecorded' || type === 'ServiceReceived')).toEqual(['UseRecorded', 'ServiceReceived']);
  });
  it('moves nothing of what is not theirs', async () => {
    const [subject, answerId] = [await stage.sent(), randomUUID()];
    await stage.say(answered({ ...subject, memberId: randomUUID() }, 'received', '2019-09-12', answerId));
    await eventually(async () => { expect(await ignored(answerId)).toEqual([{ reason: 'not-found' }]); });
    expect(await stage.stateOf(subject.referralId)).toBe('sent');
  });
});
