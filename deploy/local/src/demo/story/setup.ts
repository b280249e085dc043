import { mentalIllnessFrom, countyOf, lists } from '../engagement-list/counties.js';
import { type DemoPlan, plans } from '../engagement-list/plans.js';
import { cast } from '../stage/cast.js';
import { today } from '../stage/days.js';
import { tableText } from '../text/table.js';
import type { Narrator } from './narrator.js';
import { directoryDocument } from './places.js';

/** By what names the hospital signs its messages. */
export const hospitalFeed = { sendingApplication: 'BAYGENERAL-ADT', sendingFacility: 'BAYGENERAL' } as const;

/** Plans, contracts, care entities, the directory, the hospital's feed, and where the care team gets its mail. */
export async function setUp(tell: Narrator): Promise<void> {
  await declarePlans(tell);
  await importDirectory(tell);
  await tell.step({
    what: 'Bay General Hospital may send admissions and discharges',
    does: (correlation) => tell.api.put('hospital-feed', `/feeds/${cast.hospital}`, { as: cast.operator, body: hospitalFeed, correlation }),
  });
  await tell.step({
    what: 'Reminders reach the care team by mail',
    does: async () => {
      for (const [actor, supervisor] of [['coordinator-1', 'supervisor-1'], ['navigator-1', 'supervisor-1'], ['supervisor-1', undefined]] as const) {
        await tell.api.put('notification', `/staff-contacts/${actor}`, {
          as: cast.administratorOf(cast.tenant), body: { email: `${actor}@mission-clinic.example`, ...(supervisor ? { supervisor } : {}) },
        });
      }
    },
  });
}

async function declarePlans(tell: Narrator): Promise<void> {
  await tell.step({
    what: `${plans.length} plans declare their contracts over eleven counties, and the CB-CME that serves their members`,
    does: async (correlation) => {
      for (const plan of plans) await declarePlan(tell, plan, correlation);
    },
  });
  tell.say(tableText([{ head: 'Plan' }, { head: 'CB-CME' }, { head: 'Counties' }],
    plans.map(({ name, careEntity, contracts }) => [name, careEntity.name, contracts.map(({ county }) => countyOf(county).name).join(', ')])));
}

async function declarePlan(tell: Narrator, { tenant, careEntity, contracts }: DemoPlan, correlation: string): Promise<void> {
  const as = cast.administratorOf(tenant);
  for (const { code, county, product } of contracts) {
    const { group } = countyOf(county);
    const effectiveOn = lists[group][0]![0];
    const population = mentalIllnessFrom[group] > '2019-11-30' ? 'SPA1' : 'BOTH';
    await tell.api.post('enrollment', '/plan-contracts', { as, correlation, body: { contractCode: code, county, product, population, effectiveOn } });
    await tell.api.put('enrollment', `/care-entities/${careEntity.id}`, { as, correlation, body: { name: careEntity.name, contractCode: code } });
  }
}

interface Imported { readonly rowsIn: number; readonly listed: number; readonly quarantined: number; readonly unchanged: number }

async function importDirectory(tell: Narrator): Promise<void> {
  const file = directoryDocument();
  const organizations = new Set(file.contents.map(({ organization }) => organization.id));
  const { files: [totals] } = await tell.step({
    what: 'The directory takes over its file: ten real pantries, and organizations that are made up',
    does: (correlation) => tell.api.post<{ files: readonly Imported[] }>('directory', '/imports?source=demo&format=hsds-json', { as: cast.steward, body: file, correlation }),
    seenBy: () => [{
      service: 'reporting', reader: 'listed-organizations', knows: `knows all ${organizations.size} organizations, also those without a referral`,
      check: async () => (await listedOrganizations(tell)) >= organizations.size,
    }],
  });
  tell.say(`      ${totals!.rowsIn} rows in = ${totals!.listed} listed + ${totals!.quarantined} quarantined + ${totals!.unchanged} unchanged`);
}

async function listedOrganizations(tell: Narrator): Promise<number> {
  const measures = await tell.api.get<{ byOrganization: { organizations: readonly { listed: boolean }[] } }>(
    'reporting', `/measures/referrals?from=2018-07-01&to=${today()}`, { as: cast.analystOf(cast.tenant) });
  return measures.byOrganization.organizations.filter(({ listed }) => listed).length;
}
