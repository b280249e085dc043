import { tableDay } from '../engagement-list/fate.js';
import { cast } from '../stage/cast.js';
import type { CountyTable } from '../story/figures.js';
import { grouped } from '../text/grouped.js';
import { type Claim, differs, some } from './claim.js';
import type { Evidence } from './evidence.js';

/** The table of 2019-09-30, and that every one in it is traceable to what was said in Kafka. */
export const tableClaims: readonly Claim[] = [
  { says: 'the county table of 2019-09-30 is as published', wrong: publishedTable },
  { says: 'the same table comes out of Kafka alone', wrong: tableFromKafka },
  { says: 'everybody in the table is traceable to a MemberEnrolled in Kafka, Albert and Susan among them', wrong: traceable },
  {
    says: 'nobody was enrolled before their county and population went live, or without having been judged eligible',
    wrong: ({ members }) => some(members.wronglyEnrolled),
  },
  { says: 'every row of the lists is accounted for, and every one that was listed is in Kafka', wrong: controlTotals },
];

async function publishedTable({ api, expected }: Evidence): Promise<readonly string[]> {
  const { groups, total } = await api.get<CountyTable>('reporting', `/enrollment/by-county-group?asOf=${tableDay}`, { as: cast.state });
  return [
    ...Object.entries(expected.groups).flatMap(([group, count]) => differs(`group ${group}`, groups.find((each) => each.group === Number(group))?.enrolledAt, count)),
    ...differs('total', total.enrolledAt, expected.total),
  ];
}

function tableFromKafka({ members, groupOf, expected }: Evidence): readonly string[] {
  const standing = [...members.standing.values()];
  const byGroup = grouped(standing, ({ county }) => groupOf.get(county));
  return [
    ...Object.entries(expected.groups).flatMap(([group, count]) => differs(`group ${group} of Kafka`, byGroup.get(Number(group))?.length ?? 0, count)),
    ...differs('people of Kafka', new Set(standing.map(({ tenant, memberId }) => `${tenant} ${memberId}`)).size, expected.total),
  ];
}

interface Enrolled {
  readonly memberId: string;
  readonly enrollmentId: string;
  readonly county: string;
  readonly enrolledOn: string;
  readonly enrolledEvent: string;
}
interface Page { readonly members: readonly Enrolled[]; readonly next: string | null }

async function traceable({ api, tenants, members: { enrolled }, expected, albert, susan }: Evidence): Promise<readonly string[]> {
  const traced = new Set<string>();
  const wrong: string[] = [];
  for (const tenant of tenants) {
    for (let after = ''; ;) {
      const path = `/enrollment/members?asOf=${tableDay}&limit=2000${after && `&after=${after}`}`;
      const { members, next } = await api.get<Page>('reporting', path, { as: cast.analystOf(tenant) });
      for (const { enrolledEvent, ...member } of members) {
        const said = enrolled.get(enrolledEvent);
        if (!said || JSON.stringify(said) !== JSON.stringify({ tenant, ...inOrder(member) })) wrong.push(`no such MemberEnrolled: ${enrolledEvent}`);
        else traced.add(enrolledEvent);
      }
      if (next === null) break;
      after = next;
    }
  }
  const people = new Set([...traced].map((id) => enrolled.get(id)!.memberId));
  const missing = [['Albert', albert], ['Susan', susan]].filter(([, id]) => !people.has(id!)).map(([name]) => `${name} is not in the table`);
  return [...some(wrong), ...missing, ...differs('members that could be traced', traced.size, expected.total)];
}

const inOrder = ({ memberId, enrollmentId, county, enrolledOn }: Omit<Enrolled, 'enrolledEvent'>): object => ({ memberId, enrollmentId, county, enrolledOn });

interface Lists { readonly lists: readonly { readonly listId: string }[] }
interface ControlTotals { readonly rows: number; readonly listed: number; readonly unchanged: number; readonly rejected: number }
interface List { readonly members: number; readonly imports: readonly ControlTotals[] }

async function controlTotals({ api, tenants, members }: Evidence): Promise<readonly string[]> {
  let [onLists, wrong]: [number, string[]] = [0, []];
  for (const tenant of tenants) {
    const as = cast.administratorOf(tenant);
    for (const { listId } of (await api.get<Lists>('enrollment', '/engagement-lists', { as })).lists) {
      const list = await api.get<List>('enrollment', `/engagement-lists/${listId}`, { as });
      onLists += list.members;
      const lost = list.imports.filter(({ rows, listed, unchanged, rejected }) => rows !== listed + unchanged + rejected);
      wrong = [...wrong, ...lost.map(() => `a file of ${tenant} does not add up`)];
    }
  }
  return [...wrong, ...differs('MemberListed in Kafka', members.listed, onLists)];
}
