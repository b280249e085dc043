import type { OrganizationListed, OrganizationWithdrawn } from '@hhp/contracts';
import { apply, type Listing } from './listed-organizations.js';

const listed = (listedAt: string, name = 'Pantry'): OrganizationListed => ({ type: 'OrganizationListed', data: { organizationId: 'o-1', name, source: 'hsds', listedAt } });
const withdrawn = (withdrawnAt: string): OrganizationWithdrawn => ({ type: 'OrganizationWithdrawn', data: { organizationId: 'o-1', withdrawnAt, reason: 'closed' } });
const after = (...events: (OrganizationListed | OrganizationWithdrawn)[]): readonly Listing[] =>
  events.reduce<readonly Listing[]>((listings, event) => apply(listings, event, 'America/Los_Angeles'), []);

describe('when an organization was in the directory (002-126)', () => {
  it('is listed from the local day of its first listing, under its latest name', () => {
    expect(after(listed('2019-07-01T03:00:00Z'), listed('2019-08-01T03:00:00Z', 'Food Pantry'))).toEqual([{ listedOn: '2019-06-30', name: 'Food Pantry' }]);
  });
  it('ends when withdrawn and begins anew when it comes back', () => {
    expect(after(listed('2019-07-01T18:00:00Z'), withdrawn('2019-08-01T18:00:00Z'), listed('2019-09-01T18:00:00Z'))).toEqual([
      { listedOn: '2019-07-01', withdrawnOn: '2019-08-01', name: 'Pantry' }, { listedOn: '2019-09-01', name: 'Pantry' },
    ]);
  });
  it('was not away when it comes back on the day it was withdrawn', () => {
    expect(after(listed('2019-07-01T18:00:00Z'), withdrawn('2019-08-01T18:00:00Z'), listed('2019-08-01T20:00:00Z'))).toEqual([{ listedOn: '2019-07-01', name: 'Pantry' }]);
  });
  it('is not withdrawn without having been listed', () => {
    expect(after(withdrawn('2019-08-01T18:00:00Z'))).toEqual([]);
  });
});
