import type { OfficeCalendar } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { asDirectory } from '../access.js';
import { answered, type CapacityAnswer } from '../capacity/capacity.js';
import { type CapacityColumns, capacityFrom } from '../capacity/reports.js';
import type { Address, Organization, Service } from '../hsds/hsds.js';
import { categoriesAsked, languagesAsked, openAsked, positionAsked, type SearchAsked } from './asked.js';
import { searchStatement } from './statement.js';

export interface SearchHit {
  readonly serviceId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly organizationName: string;
  readonly status: string;
  readonly categories: readonly string[];
  readonly languages: readonly string[];
  /** As the crow flies; nothing when nobody asked from a place, or the service has none. */
  readonly distanceMiles: number | null;
  /** Only when a moment was asked for. */
  readonly open: 'open' | 'unknown' | null;
  readonly hours: 'known' | 'unknown';
  readonly place: { readonly locationId: string; readonly name: string | null; readonly address: Omit<Address, 'id'> | null } | null;
  readonly capacity: CapacityAnswer;
  readonly phone: string | null;
  readonly email: string | null;
  readonly website: string | null;
}

export interface SearchAnswer {
  readonly page: number;
  readonly perPage: number;
  readonly total: number;
  /** Services that fit but for what nobody said of them: they are not among the hits. */
  readonly notShown: { readonly languagesUnknown: number; readonly placeUnknown: number };
  readonly services: readonly SearchHit[];
}

type HitRow = CapacityColumns & {
  id: string; organization_id: string; organization_name: string; name: string; status: string; categories: string[]; languages: string[]; record: Service;
  organization_record: Organization; place_nth: number; location_id: string | null; miles: number | null; open: 'open' | 'unknown' | null; hours_known: boolean;
};

/** Finds services by need, place, language, hours and words (001-08, 002-52). */
@Injectable()
export class SearchProjection {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  search(caller: Caller, asked: SearchAsked): Promise<SearchAnswer> {
    const [page, perPage] = [asked.page ?? 1, asked.perPage ?? 25];
    const near = positionAsked(asked.near);
    const open = openAsked(asked.openAt, this.office.timeZone);
    const values = [
      categoriesAsked(asked.need), near?.latitude ?? null, near?.longitude ?? null, near ? asked.withinMiles ?? null : null, languagesAsked(asked.language),
      open?.at.day ?? null, open?.at.codes ?? null, open?.at.minute ?? null, open?.dayBefore.day ?? null, open?.dayBefore.codes ?? null,
      asked.text ?? null, perPage, (page - 1) * perPage,
    ];
    return this.transactions.read(asDirectory(caller), async (tx) => {
      const [row] = await tx.query<{ total: number; languages_unknown: number; place_unknown: number; hits: HitRow[] }>(searchStatement, values);
      const { total, languages_unknown: languagesUnknown, place_unknown: placeUnknown, hits } = row!;
      return { page, perPage, total, notShown: { languagesUnknown, placeUnknown }, services: hits.map((hit) => hitOf(hit, tx.now)) };
    });
  }
}

function hitOf(row: HitRow, now: Date): SearchHit {
  const { record, organization_record: organization } = row;
  return {
    serviceId: row.id, organizationId: row.organization_id, name: row.name, organizationName: row.organization_name, status: row.status,
    categories: row.categories, languages: row.languages, distanceMiles: row.miles === null ? null : Math.round(row.miles * 100) / 100, open: row.open,
    hours: row.hours_known ? 'known' : 'unknown', place: placeOf(row), capacity: answered(capacityFrom(row), now),
    phone: phoneOf(row), email: record.email ?? organization.email ?? null, website: record.url ?? organization.website ?? null,
  };
}

function placeOf({ record, place_nth: nth, location_id: locationId }: HitRow): SearchHit['place'] {
  if (locationId === null) return null;
  const location = record.service_at_locations?.[nth]?.location;
  const found = location?.addresses?.find(({ address_type: type }) => type === 'physical');
  if (!found) return { locationId, name: location?.name ?? null, address: null };
  const { id: _id, ...address } = found;
  return { locationId, name: location?.name ?? null, address };
}

function phoneOf({ record, organization_record: organization, place_nth: nth }: HitRow): string | null {
  const site = record.service_at_locations?.[nth];
  const phones = [site?.phones, record.phones, site?.location?.phones, organization.phones].flatMap((each) => each ?? []);
  return (phones.find(({ type }) => (type ?? 'voice') === 'voice') ?? phones[0])?.number ?? null;
}
