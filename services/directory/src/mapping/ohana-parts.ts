import type { Address, Contact, Location, Phone, Schedule, Unnamed } from '../hsds/hsds.js';
import { sourceField } from '../hsds/categories.js';
import { stableId } from '../hsds/stable-id.js';
import { language } from './languages.js';
import type { OhanaTables } from './ohana-tables.js';
import { type Fields, listed, number, web, words } from './reading.js';
import { dayCode, dayFrom, weekly } from './times.js';

/** The telephones of a row of Ohana, by the column in which they name it. */
export function phonesOf(tables: OhanaTables, column: string, id: string | undefined): Unnamed<Phone>[] {
  return tables.of('phones', column, id).map((phone) => ({
    number: [words(phone, 'country_prefix'), words(phone, 'number')].filter(Boolean).join(' '), extension: number(phone, 'extension'),
    type: words(phone, 'number_type'), description: [words(phone, 'department'), words(phone, 'vanity_number')].filter(Boolean).join(', ') || undefined,
  }));
}

export function contactsOf(tables: OhanaTables, column: string, id: string | undefined): Unnamed<Contact>[] {
  return tables.of('contacts', column, id).map((contact) => ({
    name: words(contact, 'name'), title: words(contact, 'title'), department: words(contact, 'department'), email: words(contact, 'email'),
    phones: phonesOf(tables, 'contact_id', words(contact, 'id')),
  }));
}

/** Regular hours, and the holidays that come in their place. */
export function schedulesOf(tables: OhanaTables, column: string, id: string | undefined): Unnamed<Schedule>[] {
  const regular = tables.of('regular_schedules', column, id).map((hours) =>
    weekly(dayCode(words(hours, 'weekday') ?? ''), words(hours, 'opens_at'), words(hours, 'closes_at')));
  return [...regular, ...tables.of('holiday_schedules', column, id).map(holiday)];
}

function holiday(row: Fields): Unnamed<Schedule> {
  const [from, to] = [words(row, 'start_date'), words(row, 'end_date')].map((text) => text && dayFrom(text));
  const days = { valid_from: from, valid_to: to };
  if (words(row, 'closed') === 'true') return { description: 'Closed', ...days };
  return weekly('MO,TU,WE,TH,FR,SA,SU', words(row, 'opens_at'), words(row, 'closes_at'), { description: 'Holiday hours', ...days });
}

const address = (row: Fields, address_type: Address['address_type']): Unnamed<Address> => ({
  attention: words(row, 'attention'), address_1: words(row, 'address_1')!, address_2: words(row, 'address_2'), city: words(row, 'city')!,
  state_province: words(row, 'state_province')!, postal_code: words(row, 'postal_code')!, country: words(row, 'country')!, address_type,
});

/** A location with all that belongs to it. Accounts that may edit it (`admin_emails`) are no facts about it and stay behind. */
export function locationOf(tables: OhanaTables, row: Fields, source: string): Unnamed<Location> {
  const id = words(row, 'id');
  return {
    id: stableId(source, 'location', id ?? ''), location_type: words(row, 'virtual') === 'true' ? 'virtual' : 'physical', name: words(row, 'name'),
    alternate_name: words(row, 'alternate_name'), description: words(row, 'description'), transportation: words(row, 'transportation'),
    url: web(words(row, 'website')), latitude: number(row, 'latitude'), longitude: number(row, 'longitude'),
    external_identifier: id, external_identifier_type: 'Ohana', languages: listed(words(row, 'languages')).map(language),
    addresses: [
      ...tables.of('addresses', 'location_id', id).map((each) => address(each, 'physical')),
      ...tables.of('mail_addresses', 'location_id', id).map((each) => address(each, 'postal')),
    ],
    accessibility: listed(words(row, 'accessibility')).map((description) => ({ description })),
    phones: phonesOf(tables, 'location_id', id), contacts: contactsOf(tables, 'location_id', id), schedules: schedulesOf(tables, 'location_id', id),
    attributes: [...sourceField('email', words(row, 'email')), ...sourceField('short description', words(row, 'short_desc'))]
      .map((attribute) => ({ ...attribute, link_entity: 'location' })),
  };
}
