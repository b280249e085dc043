import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { AcceptReferralRequest, CorrectionRequest, ReceivedRequest, ScheduleHandoffRequest, WaitlistReferralRequest } from './referral.requests.js';

const refusedOf = (request: new () => object, asked: object): string[] => validateSync(plainToInstance(request, asked)).map(({ property }) => property);

describe('a request about a referral', () => {
  it.each([
    [AcceptReferralRequest, { }, 'expectedStartOn'], [WaitlistReferralRequest, {}, 'estimatedStartOn'], [WaitlistReferralRequest, {}, 'recontactOn'],
    [ReceivedRequest, { source: 'partner' }, 'on'], [CorrectionRequest, { fact: 'used', value: true, source: 'partner', reason: 'typing' }, 'on'],
  ])('names days that the calendar has, as readers keep them as such (%p)', (request, rest, field) => {
    expect(refusedOf(request, { ...rest, [field]: '2028-02-29' })).toEqual([]);
    for (const none of ['2026-02-29', '2026-02-31', '2026-13-01', '2026-W09-1']) expect([none, refusedOf(request, { ...rest, [field]: none })]).toEqual([none, [field]]);
  });
  it('names a moment as every reader understands it, not by week or by day of the year', () => {
    const handoff = (handoffAt: string) => refusedOf(ScheduleHandoffRequest, { handoffAt, mode: 'accompanied', participants: ['coordinator-1'] });
    for (const one of ['2026-12-02', '2026-12-02T10:00', '2026-12-02T10:00:00Z', '2026-12-02T10:00:00.123-08:00']) expect([one, handoff(one)]).toEqual([one, []]);
    for (const none of ['2026-W49-1', '2026-336', '2026-336T10:00:00Z', '2026-12-02T10', '20261202', '2026-02-31T10:00:00Z']) expect([none, handoff(none)]).toEqual([none, ['handoffAt']]);
  });
});
