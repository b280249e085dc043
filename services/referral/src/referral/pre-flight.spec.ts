import { id } from './examples.js';
import { type PreFlight, checkDraft, checkSend } from './pre-flight.js';

const clear: PreFlight = {
  enrolled: true, need: { memberId: id(2), category: 'goods' },
  service: { organizationId: id(4), active: true, capacity: 'has-capacity' }, openDuplicate: false,
};
const subject = { memberId: id(2), organizationId: id(4) };

describe('the checks before a referral leaves', () => {
  it('pass when member, need and service are known and there is room', () => {
    expect(checkSend(clear, subject, [])).toEqual([]);
    expect(checkDraft(clear, id(2))).toBe('goods');
  });
  it.each([
    ['a member outside the programme', { enrolled: false }, 'member-not-enrolled'],
    ['a need that nobody identified', { need: undefined }, 'need-unknown'],
    ['a need of somebody else', { need: { memberId: id(9), category: 'goods' } }, 'need-unknown'],
    ['a service that the directory does not list', { service: undefined }, 'service-unknown'],
    ['a service of another organization', { service: { organizationId: id(9), active: true, capacity: undefined } }, 'service-unknown'],
    ['a service that takes nobody', { service: { organizationId: id(4), active: false, capacity: undefined } }, 'service-not-active'],
    ['a service without room (002-99)', { service: { organizationId: id(4), active: true, capacity: 'no-capacity' } }, 'no-capacity'],
    ['a second open referral to the service', { openDuplicate: true }, 'duplicate-referral'],
  ] as const)('stop %s', (_, found, code) => {
    expect(() => checkSend({ ...clear, ...found }, subject, [])).toThrow(expect.objectContaining({ code }));
  });
  it('let a person override missing room and a duplicate with a reason, and nothing else', () => {
    const overrides = [{ check: 'capacity', reason: 'urgent' }, { check: 'duplicate', reason: 'second-household' }] as const;
    const full = { organizationId: id(4), active: true, capacity: 'no-capacity' } as const;
    expect(checkSend({ ...clear, service: full, openDuplicate: true }, subject, overrides)).toEqual(['capacity:urgent', 'duplicate:second-household']);
    expect(checkSend(clear, subject, overrides)).toEqual([]);
    expect(() => checkSend({ ...clear, enrolled: false }, subject, overrides)).toThrow(expect.objectContaining({ code: 'member-not-enrolled' }));
  });
});
