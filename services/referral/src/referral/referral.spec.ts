import { specificationOf } from '@hhp/testing';
import type { ReferralDrafted, ReferralReady, ReferralSent } from '@hhp/contracts';
import { consentId, fridge, friday, handoff, id, inState, thursday } from './examples.js';
import { type Referral, type ReferralEvent, evolve, noReferral } from './referral.js';
import {
  accept, acknowledge, confirmConsent, decline, draft, loseConsent, makeHandoff, missHandoff, scheduleHandoff, send, waitlist,
} from './referral-steps.js';

const given = specificationOf<Referral, ReferralEvent>(noReferral, evolve);
const { ownerId: _, ...subject } = fridge;
const who = { referralId: fridge.referralId, memberId: fridge.memberId };
const onThursday = '2019-09-12T16:30:00.000Z';
const onFriday = '2019-09-13T16:30:00.000Z';

const drafted: ReferralDrafted = { type: 'ReferralDrafted', data: { ...fridge, draftedAt: onThursday } };
const ready: ReferralReady = { type: 'ReferralReady', data: { ...who, consentId, readyAt: onThursday } };
const sent: ReferralSent = {
  type: 'ReferralSent',
  data: { ...subject, channel: 'email', consentId, sentAt: onThursday, respondBy: '2019-09-17T00:00:00.000Z', memberFollowUpBy: '2019-09-20T00:00:00.000Z' },
};
const waiting: ReferralEvent = {
  type: 'ReferralAwaitingConsent', data: { ...who, organizationId: fridge.organizationId, since: onThursday, dueAt: '2019-09-18T00:00:00.000Z' },
};
const acknowledged: ReferralEvent = {
  type: 'ReferralAcknowledged', data: { ...who, acknowledgedAt: onFriday, by: 'partner', decideBy: '2019-09-18T00:00:00.000Z' },
};
const accepted: ReferralEvent = {
  type: 'ReferralAccepted', data: { ...who, organizationId: fridge.organizationId, acceptedAt: onFriday, by: 'partner', expectedStartOn: '2019-09-20' },
};
const scheduled: ReferralEvent = { type: 'HandoffScheduled', data: { ...who, ...handoff, scheduledAt: onFriday } };

const byEmail = { channel: 'email', consentId, overrides: [] } as const;

describe('a referral', () => {
  it('is composed for a need of the member (002-72)', () => {
    given().when((referral) => draft(referral, fridge, thursday)).then(drafted);
  });
  it('is the same draft when it is composed twice', () => {
    given(drafted).when((referral) => draft(referral, fridge, friday)).thenNothingHappens();
  });
  it('may be composed anew before it leaves, and not after', () => {
    const recomposed = { ...fridge, serviceId: id(55) };
    given(drafted).when((referral) => draft(referral, recomposed, friday)).then({ type: 'ReferralDrafted', data: { ...recomposed, draftedAt: onFriday } });
    given(drafted, ready, sent).when((referral) => draft(referral, recomposed, friday)).thenRefused('cannot-draft');
    given(drafted).when((referral) => draft(referral, { ...fridge, memberId: id(77) }, friday)).thenRefused('other-member');
  });
  it('asks the organization to answer in two business days and promises the member a date (002-110)', () => {
    given(drafted).when((referral) => send(referral, byEmail, thursday)).then(ready, sent);
  });
  it('is not sent without the consent of the member but waits for it (002-71)', () => {
    given(drafted).when((referral) => send(referral, { ...byEmail, consentId: undefined }, thursday)).then(waiting);
    given(drafted, waiting).when((referral) => send(referral, { ...byEmail, consentId: undefined }, friday)).thenNothingHappens();
  });
  it('becomes ready when the consent arrives later, and leaves when a person sends it', () => {
    given(drafted, waiting).when((referral) => confirmConsent(referral, consentId, thursday))
      .then({ type: 'ReferralConsentConfirmed', data: { ...who, consentId, confirmedAt: onThursday } }, ready);
    given(drafted, waiting, ready).when((referral) => send(referral, byEmail, thursday)).then(sent);
  });
  it('waits again when the consent is revoked before it was sent', () => {
    given(drafted, ready).when((referral) => loseConsent(referral, consentId, id(9), thursday)).then(waiting);
    given(drafted, ready).when((referral) => loseConsent(referral, id(66), id(9), thursday)).thenNothingHappens();
  });
  it('stays where it is when the consent is revoked after it was sent, and a person is told once', () => {
    const told: ReferralEvent = { type: 'FollowUpDue', data: { ...who, followUpId: id(9), ask: 'team', step: 'consent-withdrawn', dueAt: onFriday } };
    given(drafted, ready, sent).when((referral) => loseConsent(referral, consentId, id(9), friday)).then(told);
    given(drafted, ready, sent, told).when((referral) => loseConsent(referral, consentId, id(10), friday)).thenNothingHappens();
  });
  it('is sent once', () => {
    given(drafted, ready, sent).when((referral) => send(referral, byEmail, friday)).thenNothingHappens();
  });
  it('names the checks that a person overrode', () => {
    given(drafted, ready).when((referral) => send(referral, { ...byEmail, overrides: ['capacity:urgent'] }, thursday))
      .then({ ...sent, data: { ...sent.data, overrides: ['capacity:urgent'] } });
  });
  it('is acknowledged by the organization, which should then decide in two business days', () => {
    given(drafted, ready, sent).when((referral) => acknowledge(referral, 'partner', friday)).then({
      ...acknowledged, data: { ...who, acknowledgedAt: onFriday, by: 'partner', decideBy: '2019-09-18T00:00:00.000Z' } } as ReferralEvent);
    given(drafted, ready, sent, acknowledged).when((referral) => acknowledge(referral, 'team', friday)).thenNothingHappens();
  });
  it('is accepted with or without having been acknowledged', () => {
    const yes = { by: 'partner', expectedStartOn: '2019-09-20' } as const;
    given(drafted, ready, sent, acknowledged).when((referral) => accept(referral, yes, friday)).then(accepted);
    given(drafted, ready, sent).when((referral) => accept(referral, yes, friday)).then(accepted);
  });
  it.each([['no_capacity', 'provider'], ['declined', 'member'], ['moved', 'member']] as const)(
    'is declined for %s by the side of the %s', (reason, side) => {
      const { organizationId, serviceId } = fridge;
      given(drafted, ready, sent).when((referral) => decline(referral, reason, friday))
        .then({ type: 'ReferralDeclined', data: { ...who, organizationId, serviceId, side, reason, declinedAt: onFriday } });
    });
  it('is put on a waitlist with a day to talk again', () => {
    given(drafted, ready, sent, accepted).when((referral) => waitlist(referral, {}, friday))
      .then({ type: 'ReferralWaitlisted', data: { ...who, organizationId: fridge.organizationId, recontactOn: '2019-09-27', waitlistedAt: onFriday } });
    given(drafted, ready, sent, accepted).when((referral) => waitlist(referral, { recontactOn: '2019-09-13' }, friday)).thenRefused('date-not-ahead');
  });
  it('is handed over warmly: a date, who takes part, and how it went', () => {
    given(drafted, ready, sent, accepted).when((referral) => scheduleHandoff(referral, handoff, friday)).then(scheduled);
    given(drafted, ready, sent, accepted, scheduled).when((referral) => makeHandoff(referral, { outcome: 'introduced' }))
      .then({ type: 'WarmHandoffMade', data: { ...who, ...handoff, outcome: 'introduced' } });
    const past = { ...handoff, handoffAt: onThursday };
    given(drafted, ready, sent, accepted).when((referral) => scheduleHandoff(referral, past, friday)).thenRefused('date-not-ahead');
  });
  it.each(['0001-01-01', '2019-09-11', '2021-09-14', '9999-12-31'])('expects nothing on %s, before it was sent or more than two years ahead', (day) => {
    given(drafted, ready, sent).when((referral) => accept(referral, { by: 'team', expectedStartOn: day }, friday)).thenRefused('date-not-expected');
    given(drafted, ready, sent, accepted).when((referral) => waitlist(referral, { estimatedStartOn: day }, friday)).thenRefused('date-not-expected');
    if (day < '2020') return;
    given(drafted, ready, sent, accepted).when((referral) => waitlist(referral, { recontactOn: day }, friday)).thenRefused('date-not-expected');
    const late = { ...handoff, handoffAt: `${day}T20:00:00.000Z` };
    given(drafted, ready, sent, accepted).when((referral) => scheduleHandoff(referral, late, friday)).thenRefused('date-not-expected');
  });
  it('may be accepted for a day that was said before it was written down', () => {
    given(drafted, ready, sent).when((referral) => accept(referral, { by: 'team', expectedStartOn: '2019-09-12' }, friday))
      .then({ ...accepted, data: { ...accepted.data, by: 'team', expectedStartOn: '2019-09-12' } } as ReferralEvent);
  });
  it('goes back for a new date when the handoff was missed, and not after it was made', () => {
    const missed: ReferralEvent = { type: 'HandoffMissed', data: { ...who, missedAt: onFriday, reason: 'no-ride' } };
    given(drafted, ready, sent, accepted, scheduled).when((referral) => missHandoff(referral, 'no-ride', friday)).then(missed);
    given(drafted, ready, sent, accepted, scheduled, missed).when((referral) => scheduleHandoff(referral, handoff, friday)).then(scheduled);
    const made: ReferralEvent = { type: 'WarmHandoffMade', data: { ...who, ...handoff, outcome: 'partly' } };
    given(drafted, ready, sent, accepted, scheduled, made).when((referral) => missHandoff(referral, 'no-ride', friday)).thenRefused('handoff-made');
  });
  it('does not exist before its draft', () => {
    expect(() => evolve(noReferral, sent)).toThrow('before the draft');
    expect(inState('draft')).toMatchObject({ status: 'draft', course: { ownerId: 'coordinator-1' } });
  });
});
