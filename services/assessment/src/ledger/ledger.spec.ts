import type { FactSource, ReferralClosed, ServiceReceived } from '@hhp/contracts';
import { type LedgerEvent, type LedgerLine, move, proposedStatus, receiptOf } from './ledger.js';

const ids = { referralId: 'r-1', memberId: 'm-1', needId: 'n-1', organizationId: 'o-1', serviceId: 's-1' };
const at = '2019-09-12T16:30:00.000Z';
const sent: LedgerEvent = {
  type: 'ReferralSent',
  data: {
    ...ids, needCategory: 'goods', channel: 'email', consentId: 'c-1', dataClasses: ['general'], sentAt: at, respondBy: at, memberFollowUpBy: at,
  },
};
const accepted: LedgerEvent = { type: 'ReferralAccepted', data: { ...ids, acceptedAt: at, by: 'partner' } };
const declined = (side: 'provider' | 'member', reason: 'no_capacity' | 'declined'): LedgerEvent =>
  ({ type: 'ReferralDeclined', data: { ...ids, side, reason, declinedAt: at } });
const received: ServiceReceived = { type: 'ServiceReceived', data: { ...ids, on: '2019-09-16', source: 'partner', evidenceGrade: 'C', recordedAt: at } };
const receivedBy = (source: FactSource): LedgerEvent => ({ ...received, data: { ...received.data, source } });
const receivedByBoth = [sent, received, receivedBy('member')];
const used = (value: boolean, on: string, source: FactSource = 'member'): LedgerEvent =>
  ({ type: 'UseRecorded', data: { ...ids, used: value, on, source, evidenceGrade: 'D', recordedAt: at } });
const correctedTo = (value: boolean, source?: FactSource): LedgerEvent =>
  ({ type: 'ReferralFactCorrected', data: { ...ids, fact: 'received', value, ...(source ? { source } : {}), reason: 'entered-for-another', correctedAt: at } });
const handoff = { memberId: ids.memberId, referralId: ids.referralId, handoffAt: at, mode: 'accompanied', participants: ['coordinator-1'] } as const;
const scheduled: LedgerEvent = { type: 'HandoffScheduled', data: { ...handoff, scheduledAt: at } };
const made = (outcome: 'introduced' | 'failed'): LedgerEvent => ({ type: 'WarmHandoffMade', data: { ...handoff, outcome } });
const closed = (outcome: ReferralClosed['data']['outcome'], reason: string): LedgerEvent =>
  ({ type: 'ReferralClosed', data: { ...ids, outcome, reason, evidenceGrade: 'C', closedAt: at } });
const continued = (status: 'ended_needs_met' | 'ended_other' | 'continuing'): LedgerEvent =>
  ({ type: 'ContinuationRecorded', data: { ...ids, checkpointDays: 30, status, source: 'member', evidenceGrade: 'D', recordedAt: at } });
const voided: LedgerEvent = { type: 'ReferralVoided', data: { ...ids, reason: 'duplicate', voidedAt: at } };

const lineAfter = (...events: LedgerEvent[]): LedgerLine =>
  events.reduce<LedgerLine | undefined>((line, event) => move(line, event), undefined)!;

describe('the needed-versus-received ledger (002-12, 002-14)', () => {
  it.each([
    ['sent', [sent], 'not-yet', 'in-work'],
    ['accepted', [sent, accepted], 'not-yet', 'in-work'],
    ['declined by the organization: the need is open again', [sent, declined('provider', 'no_capacity')], 'not-received', 'open'],
    ['declined by the member', [sent, declined('member', 'declined')], 'not-received', 'declined'],
    ['first service received', [sent, accepted, received], 'received', 'partly-met'],
    ['a good delivered at once (002-114)', [sent, received, closed('received', 'one_off_good_delivered')], 'received', 'met'],
    ['partly received', [sent, received, closed('received', 'partial')], 'received', 'partly-met'],
    ['received elsewhere', [sent, closed('received_elsewhere', 'own_network')], 'received-elsewhere', 'met'],
    ['closed without service', [sent, closed('not_received_provider', 'unresponsive')], 'not-received', 'open'],
    ['not needed any more', [sent, closed('not_received_member', 'no_longer_needed')], 'not-received', 'declined'],
    ['received but not appropriate', [sent, received, closed('not_appropriate', 'language_mismatch')], 'received', 'open'],
    ['ended after it helped', [sent, received, continued('ended_needs_met')], 'received', 'met'],
    ['ended although still needed', [sent, received, closed('received', 'ongoing_at_close'), continued('ended_other')], 'received', 'partly-met'],
    ['a receipt taken back', [sent, received, correctedTo(false)], 'not-yet', 'in-work'],
    ['a receipt taken back and found again', [sent, received, correctedTo(false), correctedTo(true)], 'received', 'partly-met'],
    ['a receipt that two said, taken back by one of them', [...receivedByBoth, correctedTo(false, 'member')], 'disputed', 'in-work'],
    ['a receipt that two said, taken back by both', [...receivedByBoth, correctedTo(false, 'member'), correctedTo(false, 'partner')], 'not-yet', 'in-work'],
    ['used, says one; not used, says another', [sent, received, used(true, '2019-09-16', 'partner'), used(false, '2019-09-16')], 'disputed', 'in-work'],
    ['closed as received, then the receipt was taken back', [sent, received, closed('received', 'full'), correctedTo(false)], 'disputed', 'in-work'],
    ['the member says later that it was not used', [sent, received, used(false, '2019-09-20')], 'disputed', 'in-work'],
    ['not used at first, then received', [sent, used(false, '2019-09-13'), received], 'received', 'partly-met'],
    ['a claim arrives after it was closed as not received', [sent, closed('not_received_member', 'applied_not_used'), received], 'disputed', 'in-work'],
  ] as const)('%s', (_name, events, receipt, status) => {
    const line = lineAfter(...events);
    expect(receiptOf(line)).toBe(receipt);
    expect(proposedStatus([line])).toBe(status);
  });
  it('counts a voided referral nowhere', () => {
    expect(proposedStatus([lineAfter(sent, received, voided)])).toBe('open');
  });
  it('says met when one of several referrals met the need', () => {
    const other = lineAfter(sent, declined('provider', 'no_capacity'));
    expect(proposedStatus([other, lineAfter(sent, received, closed('received', 'full'))])).toBe('met');
  });
  it('says open for a need that was never referred', () => {
    expect(proposedStatus([])).toBe('open');
  });
  it.each([
    ['closed', [sent, closed('not_received_member', 'moved'), received]], ['declined', [sent, declined('provider', 'no_capacity'), received]],
    ['scheduled', [sent, accepted, scheduled, made('introduced')]], ['accepted', [sent, accepted, scheduled, made('failed')]],
    ['in_service', [...receivedByBoth, correctedTo(false, 'member')]], ['accepted', [sent, received, correctedTo(false, 'partner')]],
    ['in_service', [sent, received, correctedTo(false, 'partner'), correctedTo(true, 'partner')]],
  ] as const)('stands at %s where the referral itself does', (state, events) => {
    expect(lineAfter(...events).state).toBe(state);
  });
});
