import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Format } from './import/formats.js';
import type { Upload } from './import/source-row.js';

const shared = join(import.meta.dirname, '../../../../shared/data');

/** The collected public files lie beside the checkout; where they do not, their tests say so and are skipped. */
export const collected = existsSync(join(shared, 'directory'));
if (!collected) console.warn('The collected directory files are not beside this checkout (../shared/data): their tests are skipped.');

export const collectedText = (path: string): string => readFileSync(join(shared, path), 'utf8');

/** A collected file, its format, and what its rows come to on a first import. */
export interface CollectedFile {
  readonly format: Format;
  readonly path: string;
  /** By file of the answer: rows in, listed, quarantined. */
  readonly expected: Readonly<Record<string, readonly [number, number, number]>>;
}

/** The rows were counted with another program (Python's json, csv and yaml); which of them cannot be listed follows from what HSDS requires. */
export const collectedFiles: readonly CollectedFile[] = [
  { format: 'sf-marin', path: 'directory/sf-marin-food-bank/source.json', expected: { sites: [73, 73, 0] } },
  // Two markets say no postal code, which HSDS requires.
  { format: 'foodoasis-markets', path: 'directory/foodoasis-la/farmers-market.json', expected: { 'farmers-market': [118, 116, 2] } },
  { format: 'foodoasis-summer-lunch', path: 'directory/foodoasis-la/summer-lunch.json', expected: { 'summer-lunch': [70, 70, 0] } },
  { format: 'foodoasis-gardens', path: 'directory/foodoasis-la/community-garden.json', expected: { 'community-garden': [48, 48, 0] } },
  ...([['education', 28], ['employment', 22], ['food', 28], ['health', 47], ['housing', 22], ['legal', 27], ['transportation', 56]] as const)
    .map(([name, rows]): CollectedFile => ({
      format: 'baynavigator-yaml', path: `directory/baynavigator/${name}.yml`, expected: { programs: [rows, rows, 0] },
    })),
  { format: 'baynavigator-yaml', path: 'directory/baynavigator/helplines.yml', expected: { helplines: [20, 20, 0] } },
  {
    format: 'ohana-csv', path: 'directory/ohana-sample/',
    expected: {
      organizations: [8, 8, 0], services: [23, 23, 0], taxonomy: [290, 290, 0], locations: [22, 22, 0], addresses: [21, 21, 0], mail_addresses: [21, 21, 0],
      contacts: [31, 31, 0], phones: [54, 54, 0], programs: [1, 1, 0], regular_schedules: [11, 11, 0], holiday_schedules: [4, 4, 0],
    },
  },
  // Written by a machine; not one is HSDS.
  { format: 'hsds-json', path: 'directory/sf-marin-food-bank/llm-hsds-drafts.jsonl', expected: { organizations: [74, 0, 74] } },
];

/** A collected file as it is uploaded; a folder is a drop of several files. */
export function upload({ path }: CollectedFile): Upload {
  if (!path.endsWith('/')) return collectedText(path);
  return Object.fromEntries(readdirSync(join(shared, path)).map((file) => [file, collectedText(`${path}${file}`)]));
}

/** The published schema of HSDS 3.1, as an independent judge. */
export function officialSchema(name: string): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  (formats as unknown as typeof formats.default)(ajv);
  return ajv.compile(JSON.parse(collectedText(`hsds-3.1-dev/schema/compiled/${name}.json`)) as object);
}

/** The demonstration's own directory, as it is imported there. */
export const demonstration = (): { contents: Record<string, unknown>[] } =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../deploy/local/demo-data/directory.hsds.json'), 'utf8')) as { contents: Record<string, unknown>[] };

const made = (kind: number, nth: number): string => `00000000-0000-4000-8000-${String(kind * 10_000 + nth).padStart(12, '0')}`;
export const exampleOrganizationId = made(1, 0);
export const exampleServiceId = (nth: number): string => made(2, nth);

/** A service of HSDS for a test: the nth, with what the test is about. */
export function exampleService(nth: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: exampleServiceId(nth), name: `Example ${nth}`, status: 'active',
    organization: { id: exampleOrganizationId, name: 'Example Organization', description: 'For tests' }, ...more,
  };
}

/** The service's only place. */
export const examplePlace = (nth: number, latitude: number, longitude: number, more: Record<string, unknown> = {}): Record<string, unknown>[] =>
  [{ id: made(3, nth), location: { id: made(4, nth), location_type: 'physical', latitude, longitude }, ...more }];

/** Weekly hours. */
export const exampleHours = (nth: number, byday: string, opens_at: string, closes_at: string, more: Record<string, unknown> = {}): Record<string, unknown> =>
  ({ id: made(5, nth), freq: 'WEEKLY', byday, opens_at, closes_at, ...more });
