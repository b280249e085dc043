import type { ServiceCategory } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { parse } from 'yaml';
import type { Organization, Service, Unnamed } from '../hsds/hsds.js';
import { categoryAttributes, sourceField } from '../hsds/categories.js';
import { categoriesInWords } from '../hsds/category-words.js';
import { named, stableId } from '../hsds/stable-id.js';
import type { Mapping, SourceRow, Upload } from '../import/source-row.js';
import { language } from './languages.js';
import { phonesIn } from './phones.js';
import { type Fields, isFields, list, number, web, words } from './reading.js';
import { alwaysOpen } from './times.js';

/** Programmes and helplines of Bay Navigator (YAML): each is an organization and its service. */
export const baynavigator: Mapping = (upload, source) => {
  const { file, programs } = contents(upload);
  return programs.map((record, at) => row(file, record, at, source));
};

function contents(upload: Upload): { file: string; programs: readonly unknown[] } {
  const parsed = typeof upload === 'string' ? parsedYaml(upload) : upload;
  if (Array.isArray(parsed)) return { file: 'programs', programs: parsed };
  if (isFields(parsed) && Array.isArray(parsed['helplines'])) return { file: 'helplines', programs: parsed['helplines'] };
  throw new Refused('not-a-list', 'The file is no list of programmes or helplines.', 'invalid');
}

function parsedYaml(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    throw new Refused('not-yaml', 'The file is no YAML.', 'invalid');
  }
}

function row(file: string, record: unknown, at: number, source: string): SourceRow {
  if (!isFields(record)) return { file, reference: `#${at + 1}`, kind: 'unreadable', reasons: ['the record: is no object'] };
  const sourceId = words(record, 'id') ?? `#${at + 1}`;
  const organization = {
    id: stableId(source, 'organization', sourceId), name: words(record, 'name')!, description: words(record, 'description')!,
    website: web(words(record, 'link') ?? words(record, 'website')),
  } satisfies Organization;
  const service = named<Service>(draft(record, file, organization.id), stableId(source, 'service', sourceId));
  return { file, reference: sourceId, kind: 'service', sourceId, service, organization: { sourceId, record: organization } };
}

function draft(program: Fields, file: string, organization_id: string): Unnamed<Service> {
  const said = (field: string): string | undefined => words(program, field);
  const groups = list(program['groups']).join(', ');
  const around = said('timeframe') === '24/7' || said('availability') === '24/7';
  return {
    organization_id, name: said('name')!, status: 'active', url: web(said('link') ?? said('website')),
    application_process: said('how_to_get_it') ?? said('how_to_use'),
    description: [said('description'), said('what_they_offer'), said('benefit')].filter(Boolean).join('\n'),
    eligibility_description: groups ? `For: ${groups}` : undefined, assured_date: said('verified_date'), phones: phones(program),
    languages: list(program['languages']).filter((each) => typeof each === 'string').map(language),
    service_areas: said('area') ? [{ name: said('area')! }] : undefined,
    ...(around ? { schedules: [alwaysOpen] } : { schedules: said('timeframe') ? [{ description: said('timeframe')! }] : undefined }),
    ...(said('address') ? { service_at_locations: [{ location: place(program) }] } : {}),
    attributes: [
      ...categoryAttributes(categories(program, file)), ...sourceField('keywords', said('keywords')), ...sourceField('timeframe', said('timeframe')),
      ...sourceField('city', said('city')), ...sourceField('verified by', said('verified_by')), ...sourceField('chat', said('chat')),
    ],
  };
}

function phones(program: Fields): Unnamed<Service>['phones'] {
  const sms = words(program, 'sms');
  return [...phonesIn(words(program, 'phone')), ...(sms ? [{ number: sms, type: 'sms' }] : [])];
}

/** An address in one line, `1600 Franklin Street, Oakland, CA 94612`; another form is kept whole in its first line and refused by the check. */
function place(program: Fields): NonNullable<NonNullable<Unnamed<Service>['service_at_locations']>[number]['location']> {
  const line = words(program, 'address')!;
  const parts = /^(.+), ([^,]+), ([A-Z]{2}) (\d{5}(?:-\d{4})?)$/.exec(line);
  return {
    location_type: 'physical', latitude: number(program, 'latitude'), longitude: number(program, 'longitude'),
    addresses: [{
      address_1: parts?.[1] ?? line, city: parts?.[2] ?? words(program, 'city')!, state_province: parts?.[3] ?? 'CA', postal_code: parts?.[4]!,
      country: 'US', address_type: 'physical',
    }],
  };
}

const ofSource: Readonly<Record<string, ServiceCategory>> = {
  Food: 'food', Education: 'education', Childcare: 'child-care', Health: 'health', 'Legal Services': 'legal',
  Transportation: 'transportation', Finance: 'benefits',
};

/** The source's own category, and what the name and the keywords say besides; helplines are for crises. */
function categories(program: Fields, file: string): ServiceCategory[] {
  const own = file === 'helplines' ? 'crisis' : ofSource[words(program, 'category') ?? ''];
  const said = own ? categoriesInWords(words(program, 'name') ?? '') : categoriesInWords(`${words(program, 'name')}; ${words(program, 'keywords')}`);
  const all = [...new Set([...(own ? [own] : []), ...said])];
  return all.length > 0 ? all : ['other'];
}
