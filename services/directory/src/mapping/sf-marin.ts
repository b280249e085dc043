import type { Organization, Schedule, Service, Unnamed } from '../hsds/hsds.js';
import { categoryAttributes, sourceField } from '../hsds/categories.js';
import { named, stableId } from '../hsds/stable-id.js';
import type { Mapping, SourceRow } from '../import/source-row.js';
import { phonesIn } from './phones.js';
import { type Fields, isFields, list, listed, number, records, words } from './reading.js';
import { dayCode, weekly } from './times.js';

/** Food sites of the SF-Marin Food Bank as its food locator gives them: one service of the food bank at one place a record. */
export const sfMarin: Mapping = (upload, source) => records(upload).map((record, at) => row(record, at, source));

function row(record: unknown, at: number, source: string): SourceRow {
  if (!isFields(record)) return { file: 'sites', reference: `#${at + 1}`, kind: 'unreadable', reasons: ['the record: is no object'] };
  const sourceId = words(record, 'id') ?? `#${at + 1}`;
  const bank = words(record, 'food_bank') ?? 'Food bank';
  const organization = { id: stableId(source, 'organization', bank), name: bank, description: 'Food bank with pantries in San Francisco and Marin' };
  const service = named<Service>(draft(record, organization.id), stableId(source, 'service', sourceId));
  return {
    file: 'sites', reference: sourceId, kind: 'service', sourceId, service,
    organization: { sourceId: bank, record: organization satisfies Organization },
  };
}

function draft(site: Fields, organization_id: string): Unnamed<Service> {
  const notes = notesOf(words(site, 'notes') ?? '');
  const enrollment = [site['enrollment_required'] === true ? 'Enrollment is required.' : undefined,
    notes['Enrollment Time'] ? `Enrollment time: ${notes['Enrollment Time']}.` : undefined].filter(Boolean).join(' ');
  const kinds = list(site['services']).filter((kind) => typeof kind === 'string').join(', ') || 'Food';
  return {
    organization_id, name: `${kinds} at ${words(site, 'name') ?? 'an unnamed site'}`, status: 'active', description: words(site, 'notes'),
    url: words(site, 'website'), application_process: enrollment || undefined, phones: phonesIn(words(site, 'phone')),
    service_areas: listed(notes['Zip Codes Served']).map((zip) => ({ name: zip, extent_type: 'postal code' })),
    service_at_locations: [{ schedules: schedules(site, notes), location: place(site) }],
    attributes: [
      ...categoryAttributes(['food']), ...sourceField('availability', words(site, 'availability')),
      // The food bank writes its languages as numbers and gives no legend: they are kept, and the languages stay unknown.
      ...sourceField('Additional Languages', notes['Additional Languages']),
    ],
  };
}

function place(site: Fields): NonNullable<NonNullable<Unnamed<Service>['service_at_locations']>[number]['location']> {
  return {
    location_type: 'physical', name: words(site, 'name'), latitude: number(site, 'latitude'), longitude: number(site, 'longitude'),
    addresses: [{
      address_1: words(site, 'address')!, city: words(site, 'city')!, state_province: words(site, 'state')!, postal_code: words(site, 'zip')!,
      country: 'US', address_type: 'physical',
    }],
  };
}

/** One day a week; a site that is open on several says so in its notes. */
function schedules(site: Fields, notes: Readonly<Record<string, string>>): Unnamed<Schedule>[] {
  const several = /Hours of operation: ([A-Za-z, ]+) \|\| ([\d:]+\s?[AP]M) - ([\d:]+\s?[AP]M)/i.exec(words(site, 'notes') ?? '');
  if (several) return [weekly(listed(several[1]).flatMap((day) => dayCode(day) ?? []).join(','), several[2], several[3])];
  const [opens, closes] = (words(site, 'hours') ?? '').split(' - ');
  return [weekly(dayCode(notes['Distribution Day'] ?? ''), opens, closes)];
}

function notesOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.split('|').map((note) => note.trim().split(/:\s(.*)/s));
  return Object.fromEntries(pairs.flatMap(([name, value]) => (name && value ? [[name, value]] : [])));
}
