import type { Organization, Schedule, Service, Unnamed } from '../hsds/hsds.js';
import { categoryAttributes, sourceField } from '../hsds/categories.js';
import { named, stableId } from '../hsds/stable-id.js';
import type { Mapping, SourceRow } from '../import/source-row.js';
import { phonesIn } from './phones.js';
import { type Fields, isFields, list, number, records, web, words } from './reading.js';
import { dayCode, dayFrom, weekly } from './times.js';

/** The three files of Food Oasis Los Angeles: alike in their fields, different in who stands behind a place. */
interface Kind {
  readonly file: string;
  readonly categories: readonly ('food' | 'physical-activity')[];
  readonly organization: (place: Fields) => string;
  readonly description: string;
}

const ownPlace = (place: Fields): string => words(place, 'name') ?? 'Unnamed place';

export const foodoasisMarkets = mapping({
  file: 'farmers-market', categories: ['food'], organization: ownPlace, description: 'Farmers\' market in Los Angeles County',
});
export const foodoasisGardens = mapping({
  file: 'community-garden', categories: ['food', 'physical-activity'], organization: ownPlace, description: 'Community garden in Los Angeles County',
});
/** Every summer-lunch site names the page of the food bank that runs the programme. */
export const foodoasisSummerLunch = mapping({
  file: 'summer-lunch', categories: ['food'], organization: () => 'Los Angeles Regional Food Bank',
  description: 'Free summer lunches for children at sites in Los Angeles County',
});

function mapping(kind: Kind): Mapping {
  return (upload, source) => records(upload).map((record, at) => row(kind, record, at, source));
}

function row(kind: Kind, record: unknown, at: number, source: string): SourceRow {
  if (!isFields(record)) return { file: kind.file, reference: `#${at + 1}`, kind: 'unreadable', reasons: ['the record: is no object'] };
  const sourceId = words(record, 'uri') ?? `#${at + 1}`;
  const name = kind.organization(record);
  const ownerId = name === ownPlace(record) ? sourceId : name;
  const organization: Organization = { id: stableId(source, 'organization', ownerId), name, description: kind.description };
  const service = named<Service>(draft(kind, record, organization.id), stableId(source, 'service', sourceId));
  return { file: kind.file, reference: sourceId, kind: 'service', sourceId, service, organization: { sourceId: ownerId, record: organization } };
}

function draft(kind: Kind, place: Fields, organization_id: string): Unnamed<Service> {
  const hours = schedules(place);
  return {
    organization_id, name: `${words(place, 'category') ?? kind.file}: ${ownPlace(place)}`.slice(0, 300), status: 'active', url: web(words(place, 'website')),
    description: [kind.description, plainText(words(place, 'content'))].filter(Boolean).join('. '), phones: phonesIn(words(place, 'phone')),
    attributes: [...categoryAttributes(kind.categories), ...['twitter', 'instagram', 'facebook'].flatMap((field) => sourceField(field, words(place, field)))],
    service_at_locations: [{
      ...(hours.length > 0 ? { schedules: hours } : {}),
      location: {
        location_type: 'physical', name: words(place, 'name'), latitude: number(place, 'latitude'), longitude: number(place, 'longitude'),
        addresses: [{
          address_1: words(place, 'address_1')!, address_2: words(place, 'address_2'), city: words(place, 'city')!, state_province: 'CA',
          postal_code: words(place, 'zip')!, country: 'US', address_type: 'physical',
        }],
      },
    }],
  };
}

/** `Thu1st` is the first Thursday of a month; hours of a season hold from its first day to its last. */
function schedules(place: Fields): Unnamed<Schedule>[] {
  const [from, to] = [words(place, 'season_open'), words(place, 'season_close')];
  const seasonal = words(place, 'category') === 'Summer Lunch';
  const season = { valid_from: from && dayFrom(from), valid_to: to && dayFrom(to) };
  // Without its days a summer's hours would hold for ever.
  if (seasonal && !(season.valid_from && season.valid_to)) return [{ description: 'Hours of a summer whose days are not said' }];
  return list(place['hours']).filter(isFields).map((hour) => {
    const day = words(hour, 'day') ?? '';
    const nth = /(\d)(st|nd|rd|th)$/i.exec(day)?.[1];
    const code = dayCode(day);
    return weekly(code && `${nth ?? ''}${code}`, words(hour, 'open'), words(hour, 'close'), { ...season, ...(nth ? { freq: 'MONTHLY' as const } : {}) });
  });
}

/** What a page says, without its markup. */
function plainText(html: string | undefined): string | undefined {
  return html?.replace(/<[^<>]*>/g, ' ').replaceAll('&amp;', '&').replaceAll('&nbsp;', ' ').replace(/\s+/g, ' ').trim() || undefined;
}
