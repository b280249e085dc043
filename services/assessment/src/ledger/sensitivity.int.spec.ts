import { randomUUID } from 'node:crypto';
import type { DataClass, NeedCategory, ReferralSent } from '@hhp/contracts';
import { eventually } from '@hhp/testing';
import { prapare } from '../screening/prapare.js';
import { Stage } from '../stage.js';
import type { LedgerAnswer, NeedStanding } from './ledger.projection.js';

let stage: Stage;
beforeAll(async () => { stage = await Stage.open(); });
afterAll(() => stage.running.stop());

const sent = (memberId: string, needId: string, needCategory: NeedCategory, dataClasses: readonly DataClass[]): ReferralSent => ({
  type: 'ReferralSent',
  data: {
    referralId: randomUUID(), memberId, needId, needCategory, organizationId: randomUUID(), serviceId: randomUUID(), channel: 'email', consentId: randomUUID(),
    dataClasses, sentAt: Stage.at, respondBy: Stage.at, memberFollowUpBy: Stage.at,
  },
});

/** What a role finds of a member: needs, needs and referrals of the ledger, risks of screenings. */
async function found(memberId: string, role: string) {
  const as = await stage.running.token(role, { tenant: Stage.tenant });
  const read = async <Body>(path: string): Promise<Body> => (await stage.ask<Body>('GET', `/members/${memberId}/${path}`, { as })).body;
  const [{ needs }, ledger, { screenings }] = await Promise.all([
    read<{ needs: NeedStanding[] }>('needs'), read<LedgerAnswer>('ledger'), read<{ screenings: { risks: string[] }[] }>('screenings')]);
  return {
    needs: needs.map(({ category }) => category).sort(), ledger: ledger.needs.map(({ need }) => need.category).sort(),
    referrals: ledger.needs.flatMap(({ referrals }) => referrals).length, risks: screenings.flatMap(({ risks }) => risks).sort(),
  };
}

describe('a sensitive need', () => {
  it('is there for the roles that its label names, in needs, ledger and screenings, and for nobody else', async () => {
    const memberId = await stage.aMember();
    const [violence, home, goods] = [
      await stage.aNeed(memberId, 'intimate-partner-violence'), await stage.aNeed(memberId, 'homelessness'), await stage.aNeed(memberId, 'goods')];
    await stage.ask('POST', `/members/${memberId}/screenings`, {
      body: {
        questionnaireResponse: {
          resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: prapare.questionnaire,
          item: [['71802-3', 'LA30190-5'], ['76501-6', 'LA33-6']].map(([linkId, code]) => ({
            linkId: `/group/${linkId!}`, answer: [{ valueCoding: { system: 'http://loinc.org', code } }],
          })),
        },
      },
    });
    await stage.say([sent(memberId, violence, 'intimate-partner-violence', ['general', 'domestic-violence'])]);
    await stage.say([sent(memberId, home, 'homelessness', ['general', 'sud'])]);
    await stage.say([sent(memberId, goods, 'goods', ['general'])]);
    const all = ['goods', 'homelessness', 'intimate-partner-violence'];
    await eventually(async () => expect((await found(memberId, 'care-coordinator')).referrals).toBe(3));
    expect(await found(memberId, 'cb-cme-supervisor')).toEqual({ needs: all, ledger: all, referrals: 3, risks: all.slice(1) });
    expect(await found(memberId, 'housing-navigator')).toEqual({ needs: all, ledger: all, referrals: 2, risks: all.slice(1) });
    expect(await found(memberId, 'community-health-worker')).toEqual({ needs: all.slice(0, 2), ledger: all.slice(0, 2), referrals: 1, risks: ['homelessness'] });
  });
});
