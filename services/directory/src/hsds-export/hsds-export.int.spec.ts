import { type Running, startForTest } from '@hhp/testing';
import { collected, collectedFiles, demonstration, exampleService, exampleServiceId, officialSchema, upload } from '../examples.js';
import { directoryService } from '../service.js';
import type { HsdsPage } from './hsds-document.js';

let running: Running;
let steward: string;

beforeAll(async () => {
  running = await startForTest(directoryService, { settings: { PUBLIC_URL: 'https://directory.example' } });
  steward = await running.token('directory-steward');
});
afterAll(() => running.stop());

type Totals = { files: { file: string; rowsIn: number; listed: number; quarantined: number; unchanged: number }[] };

async function importFile(source: string, format: string, body: string | object): Promise<Totals> {
  return (await running.request('POST', `/imports?source=${source}&format=${format}`, { as: steward, body })).body as Totals;
}
const get = async <T = HsdsPage>(path: string): Promise<T> => {
  const { status, body } = await running.request('GET', path, { as: steward });
  expect(status).toBe(200);
  return body as T;
};

describe('the demonstration\'s directory', () => {
  it('is imported without a row that waits for a person', async () => {
    expect((await importFile('demonstration', 'hsds-json', demonstration())).files).toEqual([
      { file: 'services', rowsIn: 17, listed: 17, quarantined: 0, unchanged: 0 },
    ]);
  });
  it('reaches nobody: all its e-mail addresses end in .example', () => {
    const addresses = JSON.stringify(demonstration()).match(/[\w.+-]+@[\w.-]+/g)!;
    expect(addresses.length).toBeGreaterThan(17);
    expect(addresses.filter((address) => !address.endsWith('.example'))).toEqual([]);
    expect(demonstration().contents.every(({ email }) => typeof email === 'string')).toBe(true);
  });
  it('comes out as it went in, but for when it changed', async () => {
    const { contents } = await get('/hsds/services?full=true&per_page=1000');
    const withoutTimes = contents.map(({ last_modified: _when, ...service }) => service);
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>): number => (String(a['id']) < String(b['id']) ? -1 : 1);
    expect(withoutTimes).toEqual(demonstration().contents.sort(byId));
  });
});

(collected ? describe : describe.skip)('the export', () => {
  it('is HSDS 3.1 by the published schemas, whatever was imported: whole, as a list, and one by one', async () => {
    for (const file of collectedFiles) await importFile(file.path.replace(/\W+/g, '-'), file.format, upload(file));
    const [service, inList, organization, organizationInList] = ['service', 'service_list', 'organization', 'organization_list'].map(officialSchema);
    const whole = (await get('/hsds/services?full=true&per_page=1000')).contents;
    const flat = (await get('/hsds/services?per_page=1000')).contents;
    expect([whole.length, flat.length]).toEqual([597, 597]);
    const wrong = (check: typeof service, records: readonly object[]): unknown[] =>
      records.filter((each) => !check!(each)).map((each) => [(each as { id: string }).id, check!.errors]);
    expect(wrong(service, whole)).toEqual([]);
    expect(wrong(inList, flat)).toEqual([]);
    expect(wrong(organization, (await get('/hsds/organizations?full=true&per_page=1000')).contents)).toEqual([]);
    expect(wrong(organizationInList, (await get('/hsds/organizations?per_page=1000')).contents)).toEqual([]);
    expect(await get(`/hsds/services/${String(whole[0]!['id'])}`)).toEqual(whole[0]);
  }, 120_000);
  it.each(['sf-marin', 'ohana-csv', 'foodoasis-summer-lunch', 'baynavigator-yaml'])('of %s is a fixed point: imported under its source it changes nothing and says nothing', async (format) => {
    const file = collectedFiles.find((each) => each.format === format)!;
    const source = file.path.replace(/\W+/g, '-');
    const ours = await running.query<{ id: string; organization_id: string }>('SELECT id, organization_id FROM service WHERE source = $1', [source]);
    const ids = new Set(ours.flatMap((row) => [row.id, row.organization_id]));
    const services = (await get('/hsds/services?full=true&per_page=1000')).contents.filter(({ id }) => ids.has(String(id)));
    const organizations = (await get('/hsds/organizations?full=true&per_page=1000')).contents.filter(({ id }) => ids.has(String(id)));
    const before = (await running.said()).length;
    const { files } = await importFile(source, 'hsds-json', { organizations, services });
    expect(files).toEqual([
      { file: 'organizations', rowsIn: organizations.length, listed: 0, quarantined: 0, unchanged: organizations.length },
      { file: 'services', rowsIn: services.length, listed: 0, quarantined: 0, unchanged: services.length },
    ]);
    expect(await running.said()).toHaveLength(before);
  });
});

describe('the HSDS API', () => {
  it('names its version, its profile and its description', async () => {
    expect(await get('/hsds')).toEqual({ version: '3.1', profile: expect.stringMatching(/^https:/) as string, openapi_url: 'https://directory.example/docs-json' });
  });
  it('says a capacity in units and in Gravity\'s status, and takes its own word for nothing new', async () => {
    const capacities = [{ id: exampleServiceId(900), unit: { id: exampleServiceId(901), name: 'beds' }, available: 4, updated: '2019-09-01T10:00:00.5-07:00' }];
    await importFile('with-capacity', 'hsds-json', [exampleService(1, { capacities })]);
    const [said] = await running.said('CapacityReported');
    expect(said).toMatchObject({
      version: 2, data: { serviceId: exampleServiceId(1), status: 'has-capacity', available: 4, reportedAt: '2019-09-01T17:00:00.500Z' },
    });
    await running.request('POST', `/services/${exampleServiceId(1)}/capacity`, { as: steward, body: { status: 'additional-assessment-required' } });
    const asked = await get<Record<string, unknown>>(`/hsds/services/${exampleServiceId(1)}`);
    expect(asked['capacities']).toBeUndefined();
    await running.request('POST', `/services/${exampleServiceId(1)}/capacity`, { as: steward, body: { status: 'no-capacity-has-waitlist' } });
    const document = await get<Record<string, unknown>>(`/hsds/services/${exampleServiceId(1)}`);
    expect(document).toMatchObject({ capacities: [{ available: 0 }], attributes: [{ taxonomy_term: { code: 'no-capacity-has-waitlist' } }] });
    if (collected) expect([officialSchema('service')(document), officialSchema('service')(asked)]).toEqual([true, true]);
    const before = (await running.said()).length;
    expect((await importFile('with-capacity', 'hsds-json', [document])).files).toMatchObject([{ unchanged: 1 }]);
    expect(await running.said()).toHaveLength(before);
  });
  it('keeps a capacity of a moment to come for a person', async () => {
    const capacities = [{ id: exampleServiceId(900), unit: { id: exampleServiceId(901), name: 'beds' }, available: 4, updated: '2999-01-01T00:00:00Z' }];
    expect((await importFile('with-capacity', 'hsds-json', [exampleService(2, { capacities })])).files).toMatchObject([{ quarantined: 1 }]);
  });
  it('pages and filters as HSDS says: parameters add up', async () => {
    const first = await get('/hsds/services?per_page=5');
    expect(first).toMatchObject({ page_number: 1, size: 5, first_page: true, last_page: false, empty: false });
    const pages = await Promise.all(Array.from({ length: first.total_pages }, (_, at) => get(`/hsds/services?per_page=5&minimal=true&page=${at + 1}`)));
    const ids = pages.flatMap(({ contents }) => contents.map(({ id }) => id));
    expect([new Set(ids).size, ids.length, pages.at(-1)!.last_page]).toEqual([first.total_items, first.total_items, true]);
    expect(await get('/hsds/services?page=9999')).toMatchObject({ size: 0, empty: true, contents: [] });
    const organization = demonstration().contents.find(({ name }) => name === 'Temporary housing with case managers')!['organization_id'] as string;
    expect((await get(`/hsds/services?organization_id=${organization}`)).contents.map(({ name }) => name)).toEqual(['Temporary housing with case managers']);
    expect((await get(`/hsds/services?organization_id=${organization}&search=pantry`)).total_items).toBe(0);
    expect((await get('/hsds/services?taxonomy_id=hhp-diet')).total_items).toBe(1);
    expect((await get('/hsds/services?modified_after=2999-01-01T00:00:00Z')).total_items).toBe(0);
    expect((await get('/hsds/organizations?search=bridge')).contents.map(({ name }) => name)).toEqual(['Bridge House']);
  });
});
