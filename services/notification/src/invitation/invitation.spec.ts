import { type Answer, type Invitation, answer, mustBeOpen, mustBeUnused } from './invitation.js';

const friday = new Date('2019-09-13T16:30:00Z');
const open: Invitation = {
  id: 'l-1', referralId: 'r-1', memberId: 'm-1', organizationId: 'o-1', expiresAt: new Date('2019-09-27T16:30:00Z'),
  settled: false, acknowledged: false, answer: null,
};
const says = (given: Answer, invitation = open) => answer(invitation, given, '2019-09-13', friday);
const refused = (code: string) => expect.objectContaining({ code });

describe('an invitation to serve a member', () => {
  it('is acknowledged once, and may then still be accepted or declined', () => {
    expect(says({ answer: 'acknowledge' })).toMatchObject([{ type: 'PartnerAnswered', data: { answer: 'acknowledge', linkId: 'l-1' } }]);
    const seen = { ...open, acknowledged: true };
    expect(says({ answer: 'acknowledge' }, seen)).toEqual([]);
    expect(says({ answer: 'accept', expectedStartOn: '2019-09-16' }, seen)).toMatchObject([{ data: { answer: 'accept', expectedStartOn: '2019-09-16' } }]);
  });
  it('is accepted without a date when the organization knows none yet', () => {
    expect(says({ answer: 'accept', expectedStartOn: '', reason: '' })[0]!.data).toEqual({
      referralId: 'r-1', memberId: 'm-1', organizationId: 'o-1', answer: 'accept', answeredAt: friday.toISOString(), linkId: 'l-1',
    });
  });
  it.each(['yesterday', '2019-02-31', '2019-13-01', '2019-09-12', '2021-09-14', '9999-12-31'])('is not accepted from %s on', (expectedStartOn) => {
    expect(() => says({ answer: 'accept', expectedStartOn })).toThrow(refused('start-invalid'));
  });
  it('is declined with a coded reason only', () => {
    expect(says({ answer: 'decline', reason: 'no_capacity' })).toMatchObject([{ data: { answer: 'decline', reason: 'no_capacity' } }]);
    for (const reason of [undefined, '', 'Albert is rude']) expect(() => says({ answer: 'decline', reason })).toThrow(refused('reason-missing'));
  });
  it('has one final answer: the same again says nothing, another is refused', () => {
    const accepted = { ...open, acknowledged: true, answer: 'accept' as const };
    expect(says({ answer: 'accept' }, accepted)).toEqual([]);
    expect(says({ answer: 'acknowledge' }, accepted)).toEqual([]);
    expect(() => says({ answer: 'decline', reason: 'no_capacity' }, accepted)).toThrow(refused('already-answered'));
  });
  it('reads the same when it is unknown, expired, withdrawn or used', () => {
    expect(mustBeUnused(mustBeOpen(open, friday))).toBe(open);
    const gone = [undefined, { ...open, expiresAt: friday }, { ...open, settled: true }, { ...open, answer: 'accept' as const }];
    for (const invitation of gone) expect(() => mustBeUnused(mustBeOpen(invitation, friday))).toThrow(refused('not-found'));
  });
});
