import { published, tableDay } from '../engagement-list/fate.js';
import { cast } from '../stage/cast.js';
import { today } from '../stage/days.js';
import { type Line, numberText, tableText } from '../text/table.js';
import type { Narrator } from './narrator.js';

interface Counted { readonly enrolledAt: number; readonly everEnrolledThrough: number }
export interface CountyTable {
  readonly groups: readonly (Counted & { readonly group: number; readonly name: string;
    readonly counties: readonly (Counted & { readonly county: string; readonly name: string })[] })[];
  readonly total: Counted;
  readonly definitions: { readonly enrolledAt: string; readonly everEnrolledThrough: string };
}

/** The county table over all plans, as the state sees it. */
export const countyTable = (tell: Narrator): Promise<CountyTable> =>
  tell.api.get<CountyTable>('reporting', `/enrollment/by-county-group?asOf=${tableDay}`, { as: cast.state });

interface Share { readonly numerator: number; readonly denominator: number; readonly percent: number | null }
interface Both<T> { readonly referrals: T; readonly persons: T }
export interface Measures {
  readonly measures: readonly { readonly id: string; readonly name: string; readonly share?: Both<Share>; readonly figures: Readonly<Record<string,
    Both<number>>> }[];
  readonly byOrganization: { readonly id: string; readonly name: string;
    readonly organizations: readonly (Both<number> & { readonly organizationId: string; readonly name: string | null })[] };
}

/** The five measures of what was sent today, over all plans. Nothing is old enough yet, so nothing waits to mature. */
export const measuresOfToday = (tell: Narrator): Promise<Measures> =>
  tell.api.get<Measures>('reporting', `/measures/referrals?from=${today()}&to=${today()}&matureDays=0&continuationDays=30`, { as: cast.state });

/** Prints the measures and the county table as a person reads them. */
export async function tellFigures(tell: Narrator, whole: boolean): Promise<void> {
  const [measures, table] = [await measuresOfToday(tell), await countyTable(tell)];
  tell.say(`\n  Referrals sent today: what came of them\n\n${measuresText(measures)}`);
  tell.say(`\n  ${measures.byOrganization.name} (${measures.byOrganization.id})\n\n${organizationsText(measures)}`);
  tell.say(`\n  Members enrolled by county group as of ${tableDay} (001-05)\n\n${tableOf(table, whole)}`);
  tell.say(`\n  Enrolled: ${table.definitions.enrolledAt}\n  Ever enrolled: ${table.definitions.everEnrolledThrough}`);
}

const shareText = ({ numerator, denominator, percent }: Share): string =>
  (denominator === 0 ? 'none yet to ask' : `${numerator} of ${denominator}${percent === null ? '' : ` (${percent} %)`}`);

function measuresText({ measures }: Measures): string {
  const lines = measures.map(({ id, name, share, figures }): Line => {
    const made = figures['made'];
    return share ? [id, name, shareText(share.referrals), shareText(share.persons)] : [id, name, numberText(made?.referrals ?? 0),
      numberText(made?.persons ?? 0)];
  });
  return tableText([{ head: 'Measure' }, { head: '' }, { head: 'Referrals', numbers: true }, { head: 'Persons', numbers: true }], lines);
}

function organizationsText({ byOrganization: { organizations } }: Measures): string {
  return tableText([{ head: 'Organization' }, { head: 'Referrals', numbers: true }, { head: 'Persons', numbers: true }],
    organizations.map(({ name, referrals, persons }) => [name, referrals, persons]));
}

/** Of a smaller list the published numbers say nothing. */
function tableOf({ groups, total }: CountyTable, whole: boolean): string {
  const begun = groups.filter(({ everEnrolledThrough }) => everEnrolledThrough > 0);
  const lines = begun.flatMap(({ group, counties, enrolledAt, everEnrolledThrough }): Line[] => [
    [`Group ${group}`, whole ? published.groups[group] : '', enrolledAt, everEnrolledThrough],
    ...counties.map((each): Line => [`  ${each.name}`, '', each.enrolledAt, each.everEnrolledThrough]),
  ]);
  const numbers = ['Published', 'Enrolled', 'Ever enrolled'].map((head) => ({ head, numbers: true }));
  return tableText([{ head: 'County group' }, ...numbers], lines, ['Total', whole ? published.total : '', total.enrolledAt, total.everEnrolledThrough]);
}
