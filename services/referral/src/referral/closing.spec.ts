import { type CloseOutcome, type EvidenceGrade, type FactSource, closeReasons } from '@hhp/contracts';
import { recordFollowUp } from '../follow-up/follow-up.js';
import { close, voidReferral } from './closing.js';
import { type Deed, after, at, friday, id, inState } from './examples.js';
import { receiveService, recordApplication, recordUse } from './facts.js';

const closing = (outcome: CloseOutcome, reason: string, evidenceGrade: EvidenceGrade = 'D') => ({ outcome, reason, evidenceGrade });
const refused = (code: string) => expect.objectContaining({ code });
const received = (source: FactSource): Deed => (referral) => receiveService(referral, { on: '2019-09-12', source }, friday);

describe('closing a referral', () => {
  it('needs an outcome, a reason and evidence that fit each other', () => {
    expect(close(inState('in_service'), closing('received', 'one_off_good_delivered'), friday))
      .toMatchObject([{ type: 'ReferralClosed', data: { outcome: 'received', reason: 'one_off_good_delivered', evidenceGrade: 'D' } }]);
    expect(() => close(inState('in_service'), closing('received', 'no_capacity'), friday)).toThrow(refused('reason-does-not-fit'));
  });
  it.each(Object.entries(closeReasons).flatMap(([outcome, reasons]) => reasons.map((reason) => [outcome as CloseOutcome, reason] as const)))(
    'as %s takes %s and no reason of another outcome', (outcome, reason) => {
      for (const other of Object.keys(closeReasons) as CloseOutcome[]) {
        if ((closeReasons[other] as readonly string[]).includes(reason)) continue;
        expect(() => close(inState('in_service'), closing(other, reason), friday)).toThrow(refused('reason-does-not-fit'));
      }
      expect(closeReasons[outcome]).toContain(reason);
    });
  it('as received needs somebody who says so, and never rests on having sent it (002-20)', () => {
    expect(() => close(inState('sent'), closing('received', 'full'), friday)).toThrow(refused('evidence-missing'));
    expect(() => close(inState('in_service'), closing('received', 'full', 'A'), friday)).toThrow(refused('evidence-too-weak'));
  });
  it.each(['homelessness', 'housing-instability', 'inadequate-housing'] as const)('a %s need closes as received only with evidence of access (002-20)', (needCategory) => {
    const believed = after(inState('accepted', { needCategory }), received('staff'));
    expect(() => close(believed, closing('received', 'full', 'E'), friday)).toThrow(refused('access-not-shown'));
    expect(() => close(inState('accepted', { needCategory }), closing('received_elsewhere', 'other_agency', 'E'), friday)).toThrow(refused('access-not-shown'));
    expect(close(after(inState('accepted', { needCategory }), received('partner')), closing('received', 'full', 'C'), friday)).toHaveLength(1);
  });
  it('as received waits while two sides disagree', () => {
    const disputed = after(inState('in_service'), (referral) => recordUse(referral, { on: '2019-09-13', source: 'partner', used: false }, friday));
    expect(() => close(disputed, closing('received', 'full'), friday)).toThrow(refused('facts-disputed'));
  });
  it('as not received contradicts no recorded fact', () => {
    expect(() => close(inState('in_service'), closing('not_received_provider', 'no_capacity'), friday)).toThrow(refused('facts-disagree'));
    const applied = after(inState('accepted'), (referral) => recordApplication(referral, { on: '2019-09-12', source: 'member', applied: true }, friday));
    expect(() => close(applied, closing('not_received_member', 'did_not_apply'), friday)).toThrow(refused('facts-disagree'));
    expect(close(applied, closing('not_received_member', 'applied_not_used'), friday)).toHaveLength(1);
    expect(() => close(inState('draft'), closing('not_received_provider', 'no_capacity'), friday)).toThrow(refused('never-sent'));
  });
  it('as unable to reach comes only after the member was tried on three days', () => {
    const unreachable = closing('not_received_member', 'unable_to_reach', 'E');
    const tried = (day: string, n: number): Deed => (referral) =>
      recordFollowUp(referral, { followUpId: id(n), prompted: false, ask: 'member', result: 'not-reached' }, at(`${day}T17:00:00Z`));
    const twice = after(inState('accepted'), tried('2019-09-13', 11), tried('2019-09-13', 12), tried('2019-09-16', 13));
    expect(() => close(twice, unreachable, friday)).toThrow(refused('ladder-not-exhausted'));
    expect(close(after(twice, tried('2019-09-17', 14)), unreachable, friday)).toHaveLength(1);
    const reached: Deed = (referral) => recordFollowUp(referral, { followUpId: id(15), prompted: false, ask: 'member', result: 'reached' }, friday);
    expect(() => close(after(twice, tried('2019-09-17', 14), reached), unreachable, friday)).toThrow(refused('ladder-not-exhausted'));
  });
  it('twice with the same words says nothing new, with others it is refused', () => {
    expect(close(inState('closed'), closing('received', 'one_off_good_delivered'), friday)).toEqual([]);
    expect(() => close(inState('closed'), closing('administrative', 'error'), friday)).toThrow(refused('already-closed'));
  });
  it('is another thing than voiding what was created in error', () => {
    expect(voidReferral(inState('closed'), 'wrong-member', friday)).toMatchObject([{ type: 'ReferralVoided', data: { reason: 'wrong-member' } }]);
    expect(voidReferral(inState('voided'), 'wrong-member', friday)).toEqual([]);
  });
});
