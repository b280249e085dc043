import type { FollowUpDue, ReferralSent } from '@hhp/contracts';
import { intentOf } from './referral-messages.js';

const due = (ask: FollowUpDue['data']['ask'], step: string): FollowUpDue => ({
  type: 'FollowUpDue', data: { referralId: 'r-1', memberId: 'm-1', followUpId: 'f-1', ask, step, dueAt: '2019-09-17T00:00:00Z' },
});
const sent = (channel: ReferralSent['data']['channel']) => ({ type: 'ReferralSent', data: { channel } }) as ReferralSent;

describe('what is written about a referral', () => {
  it('invites the organization when the referral travels by e-mail (002-69)', () => {
    expect(intentOf(sent('email'), undefined)).toMatchObject({ template: 'partner-invitation', recipientKind: 'partner', occasion: 'sent' });
    expect(intentOf(sent('phone'), undefined)).toBeUndefined();
  });
  it('reminds the organization while its answer is out, and later asks how it goes (002-112)', () => {
    expect(intentOf(due('partner', 'respond'), 'email')).toMatchObject({ template: 'partner-reminder', occasion: 'f-1' });
    expect(intentOf(due('partner', 'confirm-service'), 'email')).toMatchObject({ template: 'partner-check-in', step: 'confirm-service' });
  });
  it('asks the coordinator to call an organization without e-mail, the member and the team (002-110)', () => {
    expect(intentOf(due('partner', 'respond'), 'phone')?.template).toBe('coordinator-reminder');
    expect(intentOf(due('member', 'member-promise'), 'email')?.template).toBe('coordinator-reminder');
    expect(intentOf(due('team', 'send'), undefined)?.template).toBe('coordinator-reminder');
  });
  it('tells the coordinator, then the supervisor, of silence, each time anew', () => {
    const escalated = (to: 'coordinator' | 'supervisor', escalatedAt: string) =>
      intentOf({ type: 'FollowUpEscalated', data: { referralId: 'r-1', memberId: 'm-1', step: 'respond', to, escalatedAt, nextAt: escalatedAt } }, 'email');
    expect(escalated('coordinator', '2019-09-18T00:00:00Z')).toMatchObject({ template: 'coordinator-reminder', recipientKind: 'coordinator' });
    expect(escalated('supervisor', '2019-09-19T00:00:00Z')).toMatchObject({ template: 'supervisor-reminder', occasion: 'respond:2019-09-19T00:00:00Z' });
    expect(escalated('supervisor', '2019-09-20T00:00:00Z')?.occasion).not.toBe(escalated('supervisor', '2019-09-19T00:00:00Z')?.occasion);
  });
});
