/** JSON Schemas of what is kept of HSDS 3.1 (`hsds.ts`): what is not named here is taken off, what is named must fit. */
export type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string', maxLength: 20_000 };
const name: Schema = { type: 'string', maxLength: 300 };
const number: Schema = { type: 'number' };
const uri: Schema = { type: 'string', format: 'uri', maxLength: 500 };
const email: Schema = { type: 'string', format: 'email', maxLength: 200 };
const day: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}' };
const uuid: Schema = { type: 'string', format: 'uuid' };
const moment: Schema = { type: 'string', format: 'date-time' };
const place = ['physical', 'postal', 'virtual'];

const oneOf = (...values: readonly string[]): Schema => ({ enum: values });
const list = (items: Schema): Schema => ({ type: 'array', items, maxItems: 2_000 });
const record = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema =>
  ({ type: 'object', properties: { id: uuid, ...properties }, required: ['id', ...required], additionalProperties: false });

const term = record({ name: text, description: text, code: text, taxonomy: text, term_uri: uri }, ['name', 'description']);
const attribute = record({ label: text, value: text, link_type: text, link_entity: text, taxonomy_term: term });
const language = record({ name: text, code: text, note: text });
const phone = record({ number: { type: 'string', maxLength: 80 }, extension: number, type: text, description: text, languages: list(language) }, ['number']);
const contact = record({ name: text, title: text, department: text, email, phones: list(phone) });
const schedule = record({
  freq: oneOf('WEEKLY', 'MONTHLY'), wkst: oneOf('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), byday: text, bymonthday: text, byweekno: text,
  byyearday: text, interval: number, count: number, until: day, dtstart: day, timezone: number, valid_from: day, valid_to: day,
  opens_at: text, closes_at: text, description: text, notes: text, schedule_link: uri, attending_type: text, attributes: list(attribute),
});
const address = record({
  attention: text, address_1: text, address_2: text, city: text, region: text, state_province: text, postal_code: text, country: text,
  address_type: oneOf(...place),
}, ['address_1', 'city', 'state_province', 'postal_code', 'country', 'address_type']);
const location = record({
  location_type: oneOf(...place), url: uri, name: text, alternate_name: text, description: text, transportation: text,
  latitude: { type: 'number', minimum: -90, maximum: 90 }, longitude: { type: 'number', minimum: -180, maximum: 180 },
  external_identifier: text, external_identifier_type: text, languages: list(language), addresses: list(address), contacts: list(contact),
  accessibility: list(record({ description: text, details: text, url: uri })), phones: list(phone), schedules: list(schedule),
  attributes: list(attribute),
}, ['location_type']);
const serviceArea = record({ name: text, description: text, extent: text, extent_type: text, uri: text });
const site = record({
  location_id: uuid, description: text, service_areas: list(serviceArea), contacts: list(contact), phones: list(phone),
  schedules: list(schedule), location, attributes: list(attribute),
});
const link = record({ label: text, url: uri }, ['url']);
const funding = record({ source: text });
const program = record({ name: text, alternate_name: text, description: text }, ['name', 'description']);
const capacity = record({
  unit: record({ name: text, scheme: text, identifier: text, uri }, ['name']), available: number, maximum: number, description: text, updated: moment,
}, ['unit', 'available', 'updated']);

export const organizationSchema = record({
  name, alternate_name: text, description: text, email, website: uri, additional_websites: list(link), tax_status: text, tax_id: text,
  year_incorporated: number, legal_status: text, logo: text, uri, parent_organization_id: uuid, funding: list(funding),
  contacts: list(contact), phones: list(phone), locations: list(location), programs: list(program),
  organization_identifiers: list(record({ identifier_scheme: text, identifier_type: text, identifier: text }, ['identifier_type', 'identifier'])),
  attributes: list(attribute),
}, ['name', 'description']);

export const serviceSchema = record({
  organization_id: uuid, name, alternate_name: text, description: text, url: uri, additional_urls: list(link), email,
  status: oneOf('active', 'inactive', 'defunct', 'temporarily closed'), interpretation_services: text, application_process: text,
  fees_description: text, wait_time: text, fees: text, accreditations: text, eligibility_description: text, minimum_age: number,
  maximum_age: number, assured_date: day, assurer_email: email, licenses: text, alert: text, phones: list(phone), schedules: list(schedule),
  service_areas: list(serviceArea), service_at_locations: list(site), languages: list(language), funding: list(funding),
  cost_options: list(record({ option: text, amount: number, amount_description: text, currency: text, valid_from: day, valid_to: day })),
  program, required_documents: list(record({ document: text, uri })), contacts: list(contact), capacities: list(capacity),
  attributes: list(attribute),
}, ['organization_id', 'name', 'status']);
