import { randomUUID } from 'node:crypto';
import { Messaging } from '@hhp/messaging';
import { eventually } from '@hhp/testing';
import { Stage } from '../stage.js';
import type { LedgerEvent } from './ledger.js';
import type { LedgerAnswer } from './ledger.projection.js';

const { at } = Stage;
let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.running.stop());

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
  const ledgerOf = async (memberId: string): Promise<LedgerAnswer> => (await stage.ask<LedgerAnswer>('GET', `/members/${memberId}/ledger`)).body;
  const standing = async (memberId: string): Promise<unknown> => {
    const { needs, counts } = await ledgerOf(memberId);
    return [needs[0]?.need.status, needs[0]?.referrals[0]?.state, counts];
  };

  it('moves by referral events alone, back by a correction, and drops what was voided (002-12, 002-14, 002-114)', async () => {
    const memberId = await stage.aMember();
    const needId = await stage.aNeed(memberId);
    const events = story(memberId, needId);
    expect(await standing(memberId)).toEqual(['open', undefined, { needed: 1, referred: 0, received: 0 }]);
    await stage.say([events.sent]);
    await eventually(async () => expect(await standing(memberId)).toEqual(['in-work', 'sent', { needed: 1, referred: 1, received: 0 }]));
    await stage.say([events.accepted], 2);
    await stage.say([events.received], 3);
    await eventually(async () => expect(await standing(memberId)).toEqual(['partly-met', 'in_service', { needed: 1, referred: 1, received: 1 }]));
    await stage.say([events['taken back']], 4);
    await eventually(async () => expect(await standing(memberId)).toEqual(['in-work', 'accepted', { needed: 1, referred: 1, received: 0 }]));
    await stage.say([events.voided], 5);
    await eventually(async () => expect(await standing(memberId)).toEqual(['open', 'voided', { needed: 1, referred: 0, received: 0 }]));
  });
  it('does not move back when an old event is delivered again', async () => {
    const memberId = await stage.aMember();
    const needId = await stage.aNeed(memberId);
    const [events, later] = [story(memberId, needId), story(memberId, randomUUID())];
    await stage.say([events.sent, events.accepted, events.received]);
    await stage.say([events.accepted], 2);
    await stage.say([later.sent]);
    await eventually(async () => expect((await ledgerOf(memberId)).needs).toHaveLength(2));
    expect(await standing(memberId)).toEqual(['partly-met', 'in_service', { needed: 2, referred: 2, received: 1 }]);
  });
  it('is the same when it is made anew from what the referrals said', async () => {
    const memberId = await stage.aMember();
    const events = story(memberId, await stage.aNeed(memberId));
    await stage.say([events.sent, events.accepted, events.received, events['taken back']]);
    await eventually(async () => expect(await standing(memberId)).toMatchObject(['in-work', 'accepted', {}]));
    const lines = () => stage.running.query('SELECT tenant, referral_id, member_id, line FROM ledger_line ORDER BY tenant, referral_id');
    const before = await lines();
    expect((await stage.running.get(Messaging).rebuild('ledger')).events).toBeGreaterThanOrEqual(4);
    expect(await lines()).toEqual(before);
  });
  it('stands still for one member alone when a fact fails, and goes on in order when a person releases it', async () => {
    const [poor, other] = [await stage.aMember(), await stage.aMember()];
    const [stuck, fine] = [story(poor, await stage.aNeed(poor)), story(other, await stage.aNeed(other))];
    await stage.running.query(`CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''failing''; END';
      CREATE TRIGGER failing BEFORE INSERT ON ledger_line FOR EACH ROW WHEN (NEW.member_id = '${poor}') EXECUTE FUNCTION failing()`);
    await stage.say([stuck.sent, stuck.accepted]);
    await stage.say([fine.sent]);
    await eventually(async () => expect(await standing(other)).toMatchObject(['in-work', 'sent', {}]));
    const messaging = stage.running.get(Messaging);
    const parked = await eventually(async () => {
      const keys = await messaging.parkedKeys();
      expect(keys).toMatchObject([{ reader: 'ledger', key: poor, kind: 'refused', events: 2 }]);
      return keys[0]!;
    });
    await stage.running.query('DROP FUNCTION failing CASCADE');
    await messaging.release(parked.id);
    expect(await standing(poor)).toEqual(['in-work', 'accepted', { needed: 1, referred: 1, received: 0 }]);
  });
  it('keeps what a person confirmed beside what the referrals propose', async () => {
    const memberId = await stage.aMember();
    const needId = await stage.aNeed(memberId);
    await stage.ask('POST', `/members/${memberId}/needs/${needId}/status`, { body: { status: 'unmet-no-resource' } });
    const { body } = await stage.ask('GET', `/members/${memberId}/needs`);
    expect(body).toMatchObject({ needs: [{ needId, status: 'unmet-no-resource', proposedStatus: 'open', note: Stage.words }] });
    const said = await stage.saidOf(memberId);
    expect(said.map((event) => event.type)).toEqual(['NeedIdentified', 'NeedStatusChanged']);
    expect(JSON.stringify(said)).not.toContain(Stage.words);
  });
});

