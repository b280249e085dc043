import { Refused } from '@hhp/domain-kit';
import type { Caller } from '@hhp/messaging';
import { type AccessRule, admit, type Identity, mustBeOnPanel, type Named, type OnPanel, Panels, type Relation, type Role } from './policy.js';

const rule = (relation: Relation, except: AccessRule['except'] = {}): AccessRule =>
  ({ roles: ['care-coordinator', 'cbo-staff', 'state-overseer'], relation, except, purpose: 'care-coordination', data: ['referral'] });
const bearer = (role: Role, more: Partial<Identity> = {}): Identity => ({ actor: 'a-1', role, tenant: undefined, organization: undefined, ...more });
const [plan, clinic] = [{ tenant: 'golden-gate' }, { organization: 'clinic-1' }];
const refusal = (identity: Identity, asked: AccessRule): string | undefined => {
  try { admit(identity, asked); } catch (error) { if (error instanceof Refused) return error.code; }
  return undefined;
};

describe('who is let in', () => {
  it('has a role that the route names', () => {
    expect(refusal(bearer('analyst', plan), rule('any'))).toBe('role-not-allowed');
    expect(refusal({ ...bearer('analyst'), role: 'constructor' }, rule('any'))).toBe('role-not-allowed');
  });
  it.each([
    ['own-plan', 'plan-missing', clinic], ['own-panel', 'plan-missing', clinic],
    ['own-organization', 'organization-missing', plan], ['addressed-organization', 'organization-missing', plan],
  ] as const)('stands to the route in the relation %s', (relation, code, other) => {
    expect(refusal(bearer('care-coordinator', other), rule(relation))).toBe(code);
    expect(refusal(bearer('care-coordinator', { ...plan, ...clinic }), rule(relation))).toBeUndefined();
  });
  it('may act for the plan of the token, or for its organization in no plan, and never for both', () => {
    const both = bearer('cbo-staff', { ...plan, ...clinic });
    expect(admit(both, rule('own-plan'))).toEqual({ tenants: ['golden-gate'], organization: 'clinic-1' });
    expect(admit(both, rule('own-plan', { 'cbo-staff': 'addressed-organization' }))).toEqual({ tenants: [], organization: 'clinic-1' });
    expect(admit(both, rule('own-organization'))).toEqual({ tenants: [], organization: 'clinic-1' });
  });
  it('acts for nobody when it sees numbers over all plans', () => {
    expect(admit(bearer('state-overseer', { ...plan, ...clinic }), rule('own-plan', { 'state-overseer': 'all-plans' }))).toEqual({ tenants: [], organization: undefined });
  });
});

describe('a panel', () => {
  class OnlyAnna extends Panels {
    holds(_caller: Caller, { id }: Named): Promise<OnPanel> { return Promise.resolve(id === 'anna' && { onBehalfOf: 'cam' }); }
  }
  const caller = {} as Caller;
  const named = (id: string): Named => ({ what: 'member', id });
  it('is asked where the service knows panels, answers for whom one acts, and a member of another one reads as none', async () => {
    await expect(mustBeOnPanel(new OnlyAnna(), caller, named('anna'))).resolves.toEqual({ onBehalfOf: 'cam' });
    await expect(mustBeOnPanel(new OnlyAnna(), caller, named('bert'))).rejects.toMatchObject({ kind: 'not-found' });
  });
  it('leaves the plan alone to decide where nobody knows panels or no member is named', async () => {
    await expect(mustBeOnPanel(undefined, caller, named('bert'))).resolves.toEqual({});
    await expect(mustBeOnPanel(new OnlyAnna(), caller, undefined)).resolves.toEqual({});
  });
});
