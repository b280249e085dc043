import type { Attribute, Organization, Service, Unnamed } from '../hsds/hsds.js';
import { categoriesInWords } from '../hsds/category-words.js';
import { categoryAttributes, sourceField, termAttribute } from '../hsds/categories.js';
import { named, stableId } from '../hsds/stable-id.js';
import { type Mapping, rowKey, type SourceRow } from '../import/source-row.js';
import { language } from './languages.js';
import { contactsOf, locationOf, phonesOf, schedulesOf } from './ohana-parts.js';
import { ohanaFiles, OhanaTables } from './ohana-tables.js';
import { type Fields, listed, web, words } from './reading.js';

/** Ohana CSV: a drop of several files. Organizations, services and terms are records; the rows of all other files are parts of them. */
export const ohanaCsv: Mapping = (upload, source) => {
  const tables = new OhanaTables(upload);
  const organizations = tables.rows('organizations').map((row, at) => organizationRow(tables, row, at, source));
  const services = tables.rows('services').map((row, at) => serviceRow(tables, row, at, source));
  const terms = tables.rows('taxonomy').map((row, at): SourceRow => ({
    ...place('taxonomy', row, at), kind: 'term',
    term: { code: words(row, 'taxonomy_id') ?? '', name: words(row, 'name') ?? '', parentCode: words(row, 'parent_id') },
  }));
  const parts = tables.files.filter((file) => !['organizations', 'services', 'taxonomy'].includes(file));
  return [...organizations, ...services, ...terms, ...parts.flatMap((file) => tables.rows(file).map((row, at) => partRow(tables, file, row, at)))];
};

const place = (file: string, row: Fields, at: number): { file: string; reference: string } =>
  ({ file, reference: words(row, ohanaFiles[file] ?? 'id') ?? `#${at + 1}` });

function organizationRow(tables: OhanaTables, row: Fields, at: number, source: string): SourceRow {
  const id = words(row, 'id');
  const unserved = tables.of('locations', 'organization_id', id).filter((location) => tables.of('services', 'location_id', words(location, 'id')).length === 0);
  const draft: Unnamed<Organization> = {
    name: words(row, 'name')!, description: words(row, 'description')!, alternate_name: words(row, 'alternate_name'), email: words(row, 'email'),
    website: web(words(row, 'website')), tax_id: words(row, 'tax_id'), tax_status: words(row, 'tax_status'), legal_status: words(row, 'legal_status'),
    funding: listed(words(row, 'funding_sources')).map((each) => ({ source: each })), phones: phonesOf(tables, 'organization_id', id),
    contacts: contactsOf(tables, 'organization_id', id), locations: unserved.map((location) => locationOf(tables, location, source)),
    programs: tables.of('programs', 'organization_id', id).map(program),
    attributes: ['accreditations', 'licenses', 'date_incorporated'].flatMap((field) => sourceField(field, words(row, field)))
      .map((attribute) => ({ ...attribute, link_entity: 'organization' })),
  };
  const organization = named<Organization>(draft, stableId(source, 'organization', id ?? ''));
  return { ...place('organizations', row, at), kind: 'organization', sourceId: id ?? `#${at + 1}`, organization };
}

const program = (row: Fields): NonNullable<Unnamed<Organization>['programs']>[number] =>
  ({ name: words(row, 'name')!, alternate_name: words(row, 'alternate_name'), description: words(row, 'name')! });

function serviceRow(tables: OhanaTables, row: Fields, at: number, source: string): SourceRow {
  const id = words(row, 'id');
  const location = tables.one('locations', words(row, 'location_id'));
  const own = tables.one('programs', words(row, 'program_id'));
  const said = (field: string): string | undefined => words(row, field);
  const draft: Unnamed<Service> = {
    organization_id: stableId(source, 'organization', (location && words(location, 'organization_id')) ?? ''), name: said('name')!,
    status: said('status') as Service['status'], alternate_name: said('alternate_name'), description: said('description'), email: said('email'),
    url: web(said('website')), application_process: said('application_process'), eligibility_description: said('eligibility'),
    fees_description: said('fees'), interpretation_services: said('interpretation_services'), wait_time: said('wait_time'),
    languages: listed(said('languages')).map(language), service_areas: listed(said('service_areas')).map((name) => ({ name })),
    funding: listed(said('funding_sources')).map((each) => ({ source: each })),
    required_documents: listed(said('required_documents')).map((document) => ({ document })), program: own && program(own),
    phones: phonesOf(tables, 'service_id', id), contacts: contactsOf(tables, 'service_id', id), schedules: schedulesOf(tables, 'service_id', id),
    service_at_locations: location ? [{ location: locationOf(tables, location, source) }] : [], attributes: attributes(tables, row),
  };
  return {
    ...place('services', row, at), kind: 'service', sourceId: id ?? `#${at + 1}`, service: named<Service>(draft, stableId(source, 'service', id ?? '')),
  };
}

/** Terms of the drop's taxonomy, and the categories that these, the keywords and the name give. */
function attributes(tables: OhanaTables, row: Fields): Unnamed<Attribute>[] {
  const terms = listed(words(row, 'taxonomy_ids')).map((code) => ({ code, name: words(tables.one('taxonomy', code) ?? {}, 'name') ?? code }));
  const text = [words(row, 'name'), words(row, 'keywords'), ...terms.map((term) => term.name)].join('; ');
  const categories = categoriesInWords(text);
  return [
    ...categoryAttributes(categories.length > 0 ? categories : ['other']), ...terms.map(({ code, name }) => termAttribute('ohana', code, name)),
    ...['keywords', 'audience', 'accepted_payments'].flatMap((field) => sourceField(field, words(row, field))),
  ];
}

/** A row that is part of others shares their fate; one that belongs to nothing is told to a person. */
function partRow(tables: OhanaTables, file: string, row: Fields, at: number): SourceRow {
  if (!(file in ohanaFiles)) return { ...place(file, row, at), kind: 'unreadable', reasons: ['the file: is not known in an Ohana drop'] };
  const of = ownersOf(tables, file, row);
  if (of.length > 0) return { ...place(file, row, at), kind: 'part', of };
  return { ...place(file, row, at), kind: 'unreadable', reasons: ['the record: belongs to no record of the drop'] };
}

function ownersOf(tables: OhanaTables, file: string, row: Fields): readonly string[] {
  const key = (table: string, id: string | undefined): string[] => (tables.one(table, id) ? [rowKey({ file: table, reference: id! })] : []);
  const [contact, location] = [
    tables.one('contacts', words(row, 'contact_id')), file === 'locations' ? row : tables.one('locations', words(row, 'location_id')),
  ];
  const services = location ? tables.of('services', 'location_id', words(location, 'id')).flatMap((service) => key('services', words(service, 'id'))) : [];
  if (contact) return ownersOf(tables, 'contacts', contact);
  if (location) return services.length > 0 ? services : key('organizations', words(location, 'organization_id'));
  return [...key('services', words(row, 'service_id')), ...key('organizations', words(row, 'organization_id'))];
}
