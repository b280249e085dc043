import { isDisputed } from './evidence.js';
import { type Deed, after, friday, inState } from './examples.js';
import { checkContinuation, correctFact, receiveService, recordApplication, recordUse } from './facts.js';
import type { Drafted } from './referral.js';

const on = '2019-09-12';
const received = (source: 'member' | 'partner' | 'document'): Deed => (referral) => receiveService(referral, { on, source }, friday);
const used = (source: 'member' | 'partner', value: boolean, day = on): Deed => (referral) => recordUse(referral, { on: day, source, used: value }, friday);
const applied = (source: 'member' | 'partner', value: boolean, day = on): Deed => (referral) =>
  recordApplication(referral, { on: day, source, applied: value }, friday);
const refused = (code: string, ...fields: string[]) => expect.objectContaining(fields.length > 0 ? { code, fields } : { code });
const factsOf = (...deeds: Deed[]) => (after(inState('accepted'), ...deeds) as Drafted).course.facts;

describe('applied, used and received', () => {
  it('are dated facts with a source and a grade, whatever the state (002-73, 002-74)', () => {
    expect(recordApplication(inState('sent'), { on, source: 'member', applied: true }, friday)).toEqual([{
      type: 'ApplicationRecorded',
      data: expect.objectContaining({ applied: true, on, source: 'member', evidenceGrade: 'D', recordedAt: '2019-09-13T16:30:00.000Z' }),
    }]);
    const facts = { used: [{ value: true, source: 'partner' }] };
    expect(after(inState('closed'), used('partner', true))).toMatchObject({ status: 'closed', course: { facts } });
  });
  it('are said once by each source', () => {
    expect(applied('member', true)(after(inState('accepted'), applied('member', true)))).toEqual([]);
    expect(received('member')(after(inState('accepted'), received('member')))).toEqual([]);
  });
  it.each([
    [['member'], 'D'], [['partner'], 'C'], [['partner', 'member'], 'B'], [['member', 'partner'], 'B'], [['document'], 'A'],
    [['partner', 'member', 'document'], 'A'],
  ] as const)('received as said by %s has grade %s', (sources, grade) => {
    const before = after(inState('accepted'), ...sources.slice(0, -1).map(received));
    expect(receiveService(before, { on, source: sources.at(-1)! }, friday)).toMatchObject([{ data: { evidenceGrade: grade } }]);
  });
  it('are never dated ahead', () => {
    expect(() => receiveService(inState('accepted'), { on: '2019-09-14', source: 'member' }, friday)).toThrow(refused('date-not-past', 'on'));
  });
  it.each(['0001-01-01', '2018-09-11'])('are not of %s, long before the referral was sent, neither first nor as a correction', (early) => {
    expect(() => receiveService(inState('accepted'), { on: early, source: 'partner' }, friday)).toThrow(refused('date-too-early', 'on'));
    for (const say of [applied, used]) expect(() => say('partner', true, early)(inState('accepted'))).toThrow(refused('date-too-early', 'on'));
    const correction = { fact: 'received', value: true, on: early, source: 'member', reason: 'typing' } as const;
    expect(() => correctFact(inState('in_service'), correction, friday)).toThrow(refused('date-too-early', 'on'));
    expect(correctFact(inState('in_service'), { ...correction, on: '2018-09-12' }, friday)).toHaveLength(1);
  });
  it('bring the referral into service with the first service, even before the organization has answered', () => {
    expect(after(inState('sent'), received('member')).status).toBe('in_service');
    expect(after(inState('declined'), received('member')).status).toBe('declined');
  });
  it('are disputed when two sides disagree, not when the world moved on', () => {
    expect(isDisputed(factsOf(used('partner', true), used('member', false, '2019-09-13')))).toBe(true);
    expect(isDisputed(factsOf(received('partner'), used('member', false)))).toBe(true);
    expect(isDisputed(factsOf(applied('member', false, '2019-09-11'), applied('partner', true)))).toBe(false);
    expect(isDisputed(factsOf(applied('member', false), applied('member', true)))).toBe(false);
  });
});

describe('a mistaken fact', () => {
  const typing = { fact: 'received', value: false, source: 'member', reason: 'wrong-member' } as const;
  it('is corrected by saying so, which takes the referral out of service', () => {
    const correct: Deed = (referral) => correctFact(referral, typing, friday);
    const right = { fact: 'received', value: false, on, reason: 'wrong-member' };
    expect(correct(inState('in_service'))).toMatchObject([{ type: 'ReferralFactCorrected', data: right }]);
    expect(after(inState('in_service'), correct)).toMatchObject({ status: 'accepted' });
    const facts = { received: [{ source: 'partner' }, { value: false }] };
    expect(after(inState('in_service'), received('partner'), correct)).toMatchObject({ status: 'in_service', course: { facts } });
  });
  it('is corrected only where somebody said it', () => {
    expect(() => correctFact(inState('accepted'), typing, friday)).toThrow(expect.objectContaining({ code: 'nothing-to-correct' }));
  });
  it('cannot be replaced by saying another day of the first service', () => {
    expect(() => receiveService(inState('in_service'), { on: '2019-09-11', source: 'member' }, friday)).toThrow(refused('already-recorded'));
  });
});

describe('a continuation checkpoint (002-128)', () => {
  const thirty = { checkpointDays: 30, status: 'continuing', source: 'member' } as const;
  it('is answered also after the referral has closed', () => {
    const data = { checkpointDays: 30, status: 'continuing', evidenceGrade: 'D' };
    expect(checkContinuation(inState('closed'), thirty, friday)).toMatchObject([{ type: 'ContinuationRecorded', data }]);
    expect(checkContinuation(after(inState('closed'), (referral) => checkContinuation(referral, thirty, friday)), thirty, friday)).toEqual([]);
  });
  it('needs a first service and a checkpoint of the protocol', () => {
    expect(() => checkContinuation(inState('declined'), thirty, friday)).toThrow(expect.objectContaining({ code: 'no-first-service' }));
    expect(() => checkContinuation(inState('in_service'), { ...thirty, checkpointDays: 31 }, friday)).toThrow(refused('checkpoint-unknown'));
  });
});
