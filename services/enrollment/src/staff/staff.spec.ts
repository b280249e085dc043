import { Refused } from '@hhp/domain-kit';
import { type Administrator, begin, changeRoles, evolve, type KnownPerson, type Person, register, reinstate, type StaffEvent, suspend } from './staff.js';

const [clinic, otherClinic] = ['clinic-1', 'clinic-2'];
const someone = (change: Partial<KnownPerson> = {}): KnownPerson =>
  ({ personId: 'p-1', subject: 'ana', organizationId: clinic, roles: ['care-coordinator'], suspended: false, ...change });
const planAdministrator: Administrator = { actor: 'pat', role: 'plan-administrator', named: false };
const supervisor: Administrator = { actor: 'sam', role: 'cb-cme-supervisor', organizationId: clinic, named: false };
const clerk: Administrator = { actor: 'cleo', role: 'cbo-staff', organizationId: 'pantry', named: false };
const operator: Administrator = { actor: 'otto', role: 'operator', named: false };
const refusal = (work: () => unknown): string | undefined => {
  try { work(); } catch (error) { if (error instanceof Refused) return error.code; throw error; }
  return undefined;
};
const wanted = (roles: string[], organizationId?: string) => ({ personId: 'p-2', subject: 'ben', roles, ...(organizationId ? { organizationId } : {}) });
const after = (person: Person, events: StaffEvent[]): Person => events.reduce(evolve, person);

describe('nobody gives more than they have', () => {
  it.each([
    ['a plan administrator', planAdministrator, ['plan-administrator', 'care-coordinator', 'analyst'], undefined],
    ['a supervisor in the own CB-CME', supervisor, ['cb-cme-supervisor', 'housing-navigator'], clinic],
    ['somebody of a community organization whom its register names', { ...clerk, named: true }, ['cbo-staff', 'people-administrator'], 'pantry'],
    ['an operator', operator, ['state-overseer', 'operator'], undefined],
  ] as const)('%s registers others in the roles below or like the own', (_who, by, roles, organizationId) => {
    expect(register('unknown', wanted([...roles], organizationId), by)).toMatchObject([{ type: 'StaffRegistered', data: { subject: 'ben', roles } }]);
  });
  it.each([
    ['a plan administrator no operator', planAdministrator, ['operator'], undefined, 'role-not-given'],
    ['a plan administrator nobody of the state', planAdministrator, ['state-overseer'], undefined, 'role-not-given'],
    ['a supervisor no plan administrator', supervisor, ['plan-administrator'], clinic, 'role-not-given'],
    ['a supervisor nobody of another CB-CME', supervisor, ['care-coordinator'], otherClinic, 'organization-foreign'],
    ['a supervisor nobody of the plan itself', supervisor, ['care-coordinator'], undefined, 'organization-foreign'],
    ['a supervisor without a CB-CME nobody', { ...supervisor, organizationId: undefined }, ['care-coordinator'], undefined, 'not-administrator'],
    ['a clerk whom no register names nobody', clerk, ['cbo-staff'], 'pantry', 'not-administrator'],
    ['a clerk who is named no coordinator', { ...clerk, named: true }, ['care-coordinator'], 'pantry', 'role-not-given'],
  ] as const)('%s', (_who, by, roles, organizationId, code) => {
    expect(refusal(() => register('unknown', wanted([...roles], organizationId), by))).toBe(code);
  });
  it('and nobody changes what they may do themselves', () => {
    const self = { ...planAdministrator, actor: 'ana' };
    expect(refusal(() => register('unknown', { ...wanted(['analyst']), subject: 'ana' }, self))).toBe('own-rights');
    const away = someone({ suspended: true });
    for (const work of [() => changeRoles(someone(), ['analyst'], self), () => suspend(someone(), 'leave', self), () => reinstate(away, self)]) {
      expect(refusal(work)).toBe('own-rights');
    }
  });
  it('and nobody touches somebody who has more, or whom they do not see', () => {
    const above = someone({ roles: ['care-coordinator', 'plan-administrator'] });
    expect(refusal(() => suspend(above, 'left', supervisor))).toBe('role-not-given');
    expect(refusal(() => changeRoles(above, ['care-coordinator'], supervisor))).toBe('role-not-given');
    expect(refusal(() => suspend(someone({ organizationId: otherClinic }), 'left', supervisor))).toBe('not-found');
    expect(refusal(() => suspend('unknown', 'left', planAdministrator))).toBe('not-found');
  });
});

describe('the life of somebody in the register', () => {
  it('is said once, however often it is asked for', () => {
    const registered = after('unknown', register('unknown', wanted(['care-coordinator'], clinic), planAdministrator));
    expect(register(registered, wanted(['care-coordinator'], clinic), planAdministrator)).toEqual([]);
    expect(refusal(() => register(registered, wanted(['analyst'], clinic), planAdministrator))).toBe('person-stands');
    const suspended = after(registered, suspend(registered, 'leave', supervisor));
    expect([suspended, suspend(suspended, 'leave', supervisor)]).toMatchObject([{ suspended: true }, []]);
    const back = after(suspended, reinstate(suspended, supervisor));
    expect([back, reinstate(back, supervisor)]).toMatchObject([{ suspended: false }, []]);
    const changed = after(back, changeRoles(back, ['cb-cme-supervisor'], planAdministrator));
    expect([changed, changeRoles(changed, ['cb-cme-supervisor'], planAdministrator)]).toMatchObject([{ roles: ['cb-cme-supervisor'] }, []]);
  });
  it('of an organization with people of its own begins with whoever comes first', () => {
    expect(begin('p-3', clerk)).toEqual([{
      type: 'StaffRegistered', data: { personId: 'p-3', subject: 'cleo', organizationId: 'pantry', roles: ['cbo-staff', 'people-administrator'] },
    }]);
  });
});
