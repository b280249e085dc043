import { Messaging } from '@hhp/messaging';
import { eventually } from '@hhp/testing';
import { randomUUID } from 'node:crypto';
import { type Subject, Stage } from '../stage.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterEach(() => stage.mustHaveNothingStuck());
afterAll(() => stage.stop());

type Words = { answer: 'acknowledge' | 'accept' } | { answer: 'decline'; reason?: 'no_capacity' };
const answered = ({ referralId, memberId, organizationId }: Subject, words: Words, linkId: string = randomUUID()) =>
  ({ type: 'PartnerAnswered', data: { referralId, memberId, organizationId, linkId, answeredAt: Stage.thursday, ...words } });
const links = new Map<string, string[]>();
const ignored = ({ referralId }: Subject) => stage.running.query<{ type: string; reason: string }>(
  'SELECT type, reason FROM ignored_input WHERE subject = ANY ($1::text[])', [links.get(referralId)]);
/** Says an answer through a link and remembers which. */
async function says(subject: Subject, words: Words, linkId: string = randomUUID()) {
  links.set(subject.referralId, [...links.get(subject.referralId) ?? [], linkId]);
  return stage.say(answered(subject, words, linkId));
}

describe('an organization that answers by its link', () => {
  it('acknowledges and accepts', async () => {
    const subject = await stage.sent();
    const linkId = randomUUID();
    await says(subject, { answer: 'acknowledge' }, linkId);
    await stage.untilIn('acknowledged', subject.referralId);
    await says(subject, { answer: 'accept' }, linkId);
    await stage.untilIn('accepted', subject.referralId);
    expect((await stage.saidOf(subject.referralId)).slice(-2)).toMatchObject([
      { type: 'ReferralAcknowledged', data: { by: 'partner' } }, { type: 'ReferralAccepted', data: { by: 'partner' } },
    ]);
  });
  it('declines with a reason, which is a task of the team', async () => {
    const subject = await stage.sent();
    await says(subject, { answer: 'decline', reason: 'no_capacity' });
    await stage.untilIn('declined', subject.referralId);
    expect((await stage.saidOf(subject.referralId)).at(-1)).toMatchObject({ type: 'ReferralDeclined', data: { side: 'provider', reason: 'no_capacity' } });
    expect((await stage.get(`/referrals/${subject.referralId}`)).body['next']).toMatchObject({ actor: 'team', step: 're-route' });
  });
  it('too late moves nothing, and is kept with the reason', async () => {
    const subject = await stage.sent();
    await stage.does('closing', subject.referralId, { outcome: 'not_received_provider', reason: 'unresponsive', evidenceGrade: 'E' });
    await says(subject, { answer: 'accept' });
    await eventually(async () => { expect(await ignored(subject)).toEqual([{ type: 'PartnerAnswered', reason: 'cannot-accept' }]); });
    expect(await stage.stateOf(subject.referralId)).toBe('closed');
  });
  it('without being asked, or without a reason for its no, moves nothing', async () => {
    const subject = await stage.sent();
    await says({ ...subject, organizationId: randomUUID() }, { answer: 'accept' });
    await says(subject, { answer: 'decline' });
    await eventually(async () => { expect((await ignored(subject)).map(({ reason }) => reason).sort()).toEqual(['not-addressed', 'reason-missing']); });
    expect(await stage.stateOf(subject.referralId)).toBe('sent');
  });
  it('twice, or whose answer is delivered twice, has answered once', async () => {
    const [subject, later] = [await stage.sent(), await stage.sent()];
    const said = await says(subject, { answer: 'acknowledge' });
    await stage.running.publish(said);
    await says(subject, { answer: 'acknowledge' });
    await says({ ...later, memberId: subject.memberId }, { answer: 'accept' });
    await stage.untilIn('accepted', later.referralId);
    expect((await stage.typesOf(subject.referralId)).filter((type) => type === 'ReferralAcknowledged')).toHaveLength(1);
  });
  it('while the team notes its no on the phone ends in one of both answers', async () => {
    for (let round = 0; round < 5; round++) {
      const subject = await stage.sent();
      const { referralId } = subject;
      const [, declined] = await Promise.all([says(subject, { answer: 'accept' }), stage.post(`/referrals/${referralId}/decline`, { reason: 'no_capacity' })]);
      await stage.hasRead('partner-answers', links.get(referralId)![0]!);
      const said = (await stage.typesOf(referralId)).filter((type) => ['ReferralAccepted', 'ReferralDeclined'].includes(type));
      expect(said).toEqual([declined.status === 202 ? 'ReferralDeclined' : 'ReferralAccepted']);
    }
  });
});

describe('an answer that fails', () => {
  it('stops the answers about its member alone, is kept with the reason, and counts once when a person releases it', async () => {
    const [poor, other] = [await stage.sent(), await stage.sent()];
    await stage.running.query(`CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''failing''; END';
      CREATE TRIGGER failing BEFORE INSERT ON referral_history FOR EACH ROW WHEN (NEW.referral_id = '${poor.referralId}') EXECUTE FUNCTION failing()`);
    const linkId = randomUUID();
    await says(poor, { answer: 'acknowledge' }, linkId);
    await says(poor, { answer: 'accept' }, linkId);
    await says(other, { answer: 'accept' });
    await stage.untilIn('accepted', other.referralId);
    const messaging = stage.running.get(Messaging);
    const parked = await eventually(async () => {
      const keys = await messaging.parkedKeys();
      expect(keys).toMatchObject([{ reader: 'partner-answers', key: poor.memberId, kind: 'refused', events: 2 }]);
      return keys[0]!;
    });
    expect(await stage.stateOf(poor.referralId)).toBe('sent');
    await stage.running.query('DROP FUNCTION failing CASCADE');
    await messaging.release(parked.id);
    expect((await stage.typesOf(poor.referralId)).slice(-3)).toEqual(['ReferralSent', 'ReferralAcknowledged', 'ReferralAccepted']);
  });
});
