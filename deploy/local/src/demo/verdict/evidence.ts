import type { Topic } from '@hhp/contracts';
import type { Mail } from '../../mail/mailbox.js';
import { plans } from '../engagement-list/plans.js';
import { albert, susan } from '../engagement-list/seed-people.js';
import type { Api } from '../stage/api.js';
import { cast } from '../stage/cast.js';
import { placeOf, type Seen } from '../stage/event-log.js';
import type { Narrator } from '../story/narrator.js';
import { MemberRecord } from './member-record.js';
import { givenAwayBy } from './telling.js';
import { VersionCount } from './version-count.js';

/** What the verdict judges by: Kafka and the public APIs, read anew. Nothing that the story remembers. */
export interface Evidence {
  readonly api: Api;
  /** How many events were read. */
  readonly read: number;
  readonly members: MemberRecord;
  /** All events but heartbeats; of `hhp.member` those of Albert and Susan only. */
  readonly events: Readonly<Record<Read, readonly Seen[]>>;
  /** Events whose data give away what clear topics must not hold. */
  readonly givenAway: readonly string[];
  readonly brokenVersions: readonly string[];
  readonly groupOf: ReadonlyMap<string, number>;
  readonly mails: readonly Mail[];
  readonly albert: string;
  readonly susan: string;
  readonly tenants: readonly string[];
  /** The numbers that the table should show: as published, or less when a smaller list was played. */
  readonly expected: ExpectedTable;
}

export interface ExpectedTable {
  readonly groups: Readonly<Record<number, number>>;
  readonly total: number;
}

/** The topics that carry no sealed data. */
export const clearTopics = [
  'hhp.member', 'hhp.consent', 'hhp.care-entity', 'hhp.staff', 'hhp.assessment', 'hhp.directory', 'hhp.referral', 'hhp.hospital-stay', 'hhp.notification',
  'hhp.disclosure',
] as const satisfies readonly Topic[];
export type Read = (typeof clearTopics)[number];

interface CountyStart {
  readonly county: string;
  readonly group: number;
  readonly goLive: readonly { readonly phase: string; readonly effectiveOn: string }[];
}
interface Calendar { readonly counties: readonly CountyStart[] }

export async function gather({ api, log, mails }: Narrator, expected: ExpectedTable): Promise<Evidence> {
  const memberOf = async (cin: string | undefined): Promise<string> =>
    (await api.post<{ memberId: string }>('enrollment', '/member-searches', { as: cast.coordinator, body: { cin } })).memberId;
  const two = { albert: await memberOf(albert.cells['cin']), susan: await memberOf(susan.cells['cin']) };
  const { counties } = await api.get<Calendar>('enrollment', '/go-live-calendar', { as: cast.coordinator });
  const live = new Map(counties.flatMap(({ county, goLive }) => goLive.map(({ phase, effectiveOn }) => [`${county} ${phase}`, effectiveOn] as const)));
  const reading = new Reading(new MemberRecord(live), new Set(Object.values(two)));
  for (const topic of clearTopics) await log.each(topic, (event) => { reading.take(topic, event); });
  return {
    api, expected, ...two, ...reading.found, groupOf: new Map(counties.map(({ county, group }) => [county, group])), mails: await mails.all(),
    tenants: plans.map(({ tenant }) => tenant),
  };
}

/** Kafka as it is read, event by event. */
class Reading {
  private readonly versions = new VersionCount();
  private readonly givenAway: string[] = [];
  private readonly events = Object.fromEntries(clearTopics.map((topic) => [topic, []])) as unknown as Record<Read, Seen[]>;
  private read = 0;

  constructor(private readonly members: MemberRecord, private readonly two: ReadonlySet<string>) {}

  get found(): Pick<Evidence, 'read' | 'members' | 'events' | 'givenAway' | 'brokenVersions'> {
    const { read, members, events, givenAway } = this;
    return { read, members, events, givenAway, brokenVersions: this.versions.broken };
  }

  take(topic: Read, event: Seen): void {
    this.read += 1;
    if (event.type === 'ConsentHeartbeat') return;
    this.versions.take(event);
    const secret = givenAwayBy(event);
    if (secret) this.givenAway.push(`${event.type} at ${placeOf(event)} gives away ${secret}`);
    if (topic === 'hhp.member') this.members.take(event);
    if (topic !== 'hhp.member' || this.two.has(event.key)) this.events[topic].push(event);
  }
}

/** A field of an event's data that is a text. */
export const text = ({ data }: Pick<Seen, 'data'>, field: string): string => String(data[field] ?? '');
