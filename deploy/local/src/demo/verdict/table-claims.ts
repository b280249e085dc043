import { tableDay } from '../engagement-list/fate.js';
import { cast } from '../stage/cast.js';
import type { Seen } from '../stage/event-log.js';
import type { CountyTable } from '../story/figures.js';
import { grouped } from '../text/grouped.js';
import { type Claim, differs, some } from './claim.js';
import { type Evidence, text } from './evidence.js';

/** The table of 2019-09-30, and that every one in it is traceable to what was said in Kafka. */
export const tableClaims: readonly Claim[] = [
  { says: 'the county table of 2019-09-30 is as published', wrong: publishedTable },
  { says: 'the same table comes out of Kafka alone', wrong: tableFromKafka },
  { says: 'everybody in the table is traceable to a MemberEnrolled in Kafka, Albert and Susan among them', wrong: traceable },
  { says: 'nobody was enrolled before their county and population went live, or without having been judged eligible', wrong: rightlyEnrolled },
  { says: 'every row of the lists is accounted for, and every one that was listed is in Kafka', wrong: controlTotals },
];

interface Calendar { readonly counties: readonly { readonly county: string; readonly group: number;
  readonly goLive: readonly { readonly phase: string; readonly effectiveOn: string }[] }[] }

const calendarOf = ({ api }: Evidence): Promise<Calendar> => api.get<Calendar>('enrollment', '/go-live-calendar', { as: cast.coordinator });

async function publishedTable({ api, expected }: Evidence): Promise<readonly string[]> {
  const { groups, total } = await api.get<CountyTable>('reporting', `/enrollment/by-county-group?asOf=${tableDay}`, { as: cast.state });
  return [
    ...Object.entries(expected.groups).flatMap(([group, count]) => differs(`group ${group}`, groups.find((each) => each.group === Number(group))?.enrolledAt, count)),
    ...differs('total', total.enrolledAt, expected.total),
  ];
}

/** Who is enrolled at the end of the day, by the events of the members alone. */
function enrolledByEvents({ events }: Evidence): ReadonlyMap<string, Seen> {
  const standing = new Map<string, Seen>();
  for (const event of events['hhp.member']) {
    const enrollment = text(event, 'enrollmentId');
    if (event.type === 'MemberEnrolled' && text(event, 'enrolledOn') <= tableDay) standing.set(enrollment, event);
    if (event.type === 'EnrollmentVoided' || (event.type === 'MemberDisenrolled' && text(event, 'disenrolledOn') <= tableDay)) standing.delete(enrollment);
  }
  return standing;
}

async function tableFromKafka(evidence: Evidence): Promise<readonly string[]> {
  const { counties } = await calendarOf(evidence);
  const groupOf = new Map(counties.map(({ county, group }) => [county, group]));
  const members = [...enrolledByEvents(evidence).values()];
  const byGroup = grouped(members, (event) => groupOf.get(text(event, 'county')));
  return [
    ...Object.entries(evidence.expected.groups).flatMap(([group, count]) => differs(`group ${group} of Kafka`, byGroup.get(Number(group))?.length ?? 0, count)),
    ...differs('people of Kafka', new Set(members.map(({ tenant, key }) => `${tenant} ${key}`)).size, evidence.expected.total),
  ];
}

interface Page { readonly members: readonly { readonly memberId: string; readonly enrollmentId: string; readonly county: string;
  readonly enrolledOn: string; readonly enrolledEvent: string }[]; readonly next: string | null }

async function traceable(evidence: Evidence): Promise<readonly string[]> {
  const said = new Map(evidence.events['hhp.member'].filter(({ type }) => type === 'MemberEnrolled').map((event) => [event.id, event]));
  const traced = new Set<string>();
  const wrong: string[] = [];
  for (const tenant of evidence.tenants) {
    for (let after = ''; ;) {
      const path = `/enrollment/members?asOf=${tableDay}&limit=5000${after && `&after=${after}`}`;
      const { members, next } = await evidence.api.get<Page>('reporting', path, { as: cast.analystOf(tenant) });
      for (const { enrolledEvent, memberId, ...member } of members) {
        const event = said.get(enrolledEvent);
        if (event?.tenant !== tenant || event.key !== memberId || Object.entries(member).some(([field, value]) => event.data[field] !== value)) wrong.push(`no such MemberEnrolled: ${enrolledEvent}`);
        else traced.add(enrolledEvent);
      }
      if (next === null) break;
      after = next;
    }
  }
  const keys = new Set([...traced].map((id) => said.get(id)!.key));
  const missing = [['Albert', evidence.albert], ['Susan', evidence.susan]].filter(([, id]) => !keys.has(id!)).map(([name]) => `${name} is not in the table`);
  return [...some(wrong), ...missing, ...differs('members that could be traced', traced.size, evidence.expected.total)];
}

async function rightlyEnrolled(evidence: Evidence): Promise<readonly string[]> {
  const { counties } = await calendarOf(evidence);
  const live = new Map(counties.flatMap(({ county, goLive }) => goLive.map(({ phase, effectiveOn }) => [`${county} ${phase}`, effectiveOn])));
  const verdicts = new Map<string, string>();
  const wrong: string[] = [];
  for (const event of evidence.events['hhp.member']) {
    if (event.type === 'EligibilityDetermined') verdicts.set(`${event.tenant} ${event.key}`, text(event, 'verdict'));
    if (event.type !== 'MemberEnrolled') continue;
    if (verdicts.get(`${event.tenant} ${event.key}`) !== 'eligible') wrong.push(`enrolled without a verdict: ${event.key}`);
    const from = live.get(`${text(event, 'county')} ${text(event, 'population')}`);
    if (!from || text(event, 'enrolledOn') < from) wrong.push(`enrolled too early: ${event.key}`);
  }
  return some(wrong);
}

interface Lists { readonly lists: readonly { readonly listId: string }[] }
interface List { readonly members: number; readonly imports: readonly { readonly rows: number; readonly listed: number; readonly unchanged: number;
  readonly rejected: number }[] }

async function controlTotals({ api, tenants, events }: Evidence): Promise<readonly string[]> {
  let [members, wrong]: [number, string[]] = [0, []];
  for (const tenant of tenants) {
    const as = cast.administratorOf(tenant);
    for (const { listId } of (await api.get<Lists>('enrollment', '/engagement-lists', { as })).lists) {
      const list = await api.get<List>('enrollment', `/engagement-lists/${listId}`, { as });
      members += list.members;
      const lost = list.imports.filter(({ rows, listed, unchanged, rejected }) => rows !== listed + unchanged + rejected);
      wrong = [...wrong, ...lost.map(() => `a file of ${tenant} does not add up`)];
    }
  }
  return [...wrong, ...differs('MemberListed in Kafka', events['hhp.member'].filter(({ type }) => type === 'MemberListed').length, members)];
}
