import type { FactSource, ReferralClosed } from '@hhp/contracts';
import { apply, type Outcome, type OutcomeEvent, receiptOf, rowOf } from './referral-outcomes.js';

const ids = { referralId: 'r-1', memberId: 'm-1', needId: 'n-1', organizationId: 'o-1', serviceId: 's-1' };
const at = '2019-09-12T16:30:00.000Z';
const sentAt = (instant: string): OutcomeEvent => ({
  type: 'ReferralSent',
  data: {
    ...ids, needCategory: 'food-insecurity', channel: 'email', consentId: 'c-1', dataClasses: ['general'], sentAt: instant, respondBy: at, memberFollowUpBy: at,
  },
});
const sent = sentAt(at);
const received: OutcomeEvent = { type: 'ServiceReceived', data: { ...ids, on: '2019-09-16', source: 'partner', evidenceGrade: 'C', recordedAt: at } };
const receivedBy = (source: FactSource): OutcomeEvent => ({ ...received, data: { ...received.data, source } } as OutcomeEvent);
const both = [sent, received, receivedBy('member')];
const used = (value: boolean, on: string, source: FactSource = 'member'): OutcomeEvent =>
  ({ type: 'UseRecorded', data: { ...ids, used: value, on, source, evidenceGrade: 'D', recordedAt: at } });
const corrected = (fact: 'applied' | 'received' | 'used', value: boolean, source?: FactSource): OutcomeEvent =>
  ({ type: 'ReferralFactCorrected', data: { ...ids, fact, value, ...(source ? { source } : {}), reason: 'mistaken', correctedAt: at } });
const closed = (outcome: ReferralClosed['data']['outcome'], reason: string): OutcomeEvent =>
  ({ type: 'ReferralClosed', data: { ...ids, outcome, reason, evidenceGrade: 'C', closedAt: at } });
const declined: OutcomeEvent = { type: 'ReferralDeclined', data: { ...ids, side: 'provider', reason: 'no_capacity', declinedAt: at } };
const after = (...events: OutcomeEvent[]): Outcome => events.reduce<Outcome | undefined>(apply, undefined)!;

describe('what came of a referral', () => {
  it.each([
    ['nothing yet', [sent], 'still-open'],
    ['declined', [sent, declined], 'not-received'],
    ['received (002-127)', [sent, received], 'received'],
    ['closed as received, without a dated fact', [sent, closed('received', 'full')], 'received'],
    ['received elsewhere', [sent, closed('received_elsewhere', 'own_network')], 'received-elsewhere'],
    ['closed without service', [sent, closed('not_received_member', 'did_not_apply')], 'not-received'],
    ['received, said the organization; not used, said the member', [sent, received, used(false, '2019-09-20')], 'disputed'],
    ['not used at first, then received', [sent, used(false, '2019-09-14'), received], 'received'],
    ['the mistaken denial was corrected', [sent, received, used(false, '2019-09-20'), corrected('used', true)], 'received'],
    ['the mistaken receipt was corrected', [sent, received, corrected('received', false)], 'still-open'],
    ['two said received, one of them takes it back', [...both, corrected('received', false, 'member')], 'disputed'],
    ['two said received, both take it back', [...both, corrected('received', false, 'member'), corrected('received', false, 'partner')], 'still-open'],
    ['two said received, the staff takes all of it back', [...both, corrected('received', false)], 'still-open'],
    ['used, says one; not used, says another', [sent, received, used(true, '2019-09-16', 'partner'), used(false, '2019-09-16')], 'disputed'],
    ['used, said both; one of them takes it back',
      [sent, received, used(true, '2019-09-17', 'partner'), used(true, '2019-09-17'), corrected('used', false, 'member')], 'disputed'],
    ['not used, said one; the word of another was corrected',
      [sent, received, used(true, '2019-09-17', 'partner'), used(false, '2019-09-17'), corrected('used', true, 'partner')], 'disputed'],
    ['an application that was mistaken moves nothing', [sent, received, corrected('applied', false)], 'received'],
    ['closed as received, the receipt was mistaken', [sent, received, closed('received', 'full'), corrected('received', false)], 'disputed'],
    ['closed as not received, a claim says otherwise', [sent, closed('not_received_provider', 'unresponsive'), received], 'disputed'],
  ] as const)('%s', (_name, events, receipt) => {
    expect(receiptOf(after(...events))).toBe(receipt);
  });
  it('begins with the first send and no other (002-125)', () => {
    expect(after(sent, sentAt('2019-10-01T00:00:00.000Z')).sentAt).toBe(at);
    expect(apply(undefined, received)).toBeUndefined();
  });
  it('says when a service began only while that stands', () => {
    expect(rowOf(after(sent, received))).toMatchObject({ received_on: '2019-09-16', in_service: true, one_off: false });
    expect(rowOf(after(sent, received, corrected('received', false)))).toMatchObject({ received_on: null, in_service: false });
    expect(rowOf(after(...both, corrected('received', false, 'member')))).toMatchObject({ received_on: '2019-09-16', in_service: true });
    expect(rowOf(after(sent, received, closed('received', 'one_off_good_delivered')))).toMatchObject({ one_off: true, in_service: false, close_outcome: 'received' });
  });
});
