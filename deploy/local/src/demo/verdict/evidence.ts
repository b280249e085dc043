import type { Topic } from '@hhp/contracts';
import type { Mail } from '../../mail/mailbox.js';
import { plans } from '../engagement-list/plans.js';
import { albert, susan } from '../engagement-list/seed-people.js';
import type { Api } from '../stage/api.js';
import { cast } from '../stage/cast.js';
import { placeOf, type Seen } from '../stage/event-log.js';
import type { Narrator } from '../story/narrator.js';
import { givenAwayBy } from './telling.js';

/** What the verdict judges by: Kafka and the public APIs, read anew. Nothing that the story remembers. */
export interface Evidence {
  readonly api: Api;
  /** All events; of those about members only the fields that are judged, for there are many. */
  readonly events: Readonly<Record<Read, readonly Seen[]>>;
  /** Events whose data give away what clear topics must not hold. */
  readonly givenAway: readonly string[];
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
  'hhp.member', 'hhp.consent', 'hhp.care-entity', 'hhp.assessment', 'hhp.directory', 'hhp.referral', 'hhp.hospital-stay', 'hhp.notification', 'hhp.disclosure',
] as const satisfies readonly Topic[];
export type Read = (typeof clearTopics)[number];

export async function gather({ api, log, mails }: Narrator, expected: ExpectedTable): Promise<Evidence> {
  const memberOf = async (cin: string | undefined): Promise<string> =>
    (await api.post<{ memberId: string }>('enrollment', '/member-searches', { as: cast.coordinator, body: { cin } })).memberId;
  const events: Partial<Record<Read, Seen[]>> = {};
  const givenAway: string[] = [];
  for (const topic of clearTopics) {
    const kept: Seen[] = events[topic] = [];
    await log.each(topic, (event) => {
      const secret = givenAwayBy(event);
      if (secret) givenAway.push(`${event.type} at ${placeOf(event)} gives away ${secret}`);
      if (event.type !== 'ConsentHeartbeat') kept.push(topic === 'hhp.member' ? slim(event) : event);
    });
  }
  return {
    api, expected, events: events as Evidence['events'], givenAway, mails: await mails.all(), tenants: plans.map(({ tenant }) => tenant),
    albert: await memberOf(albert.cells['cin']), susan: await memberOf(susan.cells['cin']),
  };
}

const judged = ['enrollmentId', 'enrolledOn', 'disenrolledOn', 'county', 'population', 'verdict'] as const;

/** Only what is judged of an event about a member. */
function slim({ id, type, tenant, topic, partition, offset, key, version, time, data }: Seen): Seen {
  const kept = Object.fromEntries(judged.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]])));
  return { id, type, tenant, topic, partition, offset, key, aggregate: key, version, time, data: kept } as Seen;
}

/** A field of an event's data that is a text. */
export const text = ({ data }: Pick<Seen, 'data'>, field: string): string => String(data[field] ?? '');
