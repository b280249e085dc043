import { type Running, startForTest } from '@hhp/testing';
import { collected, collectedFiles, upload } from '../examples.js';
import { directoryService } from '../service.js';
import type { ImportAnswer } from './import.commands.js';
import type { ImportShown, QuarantineShown } from './import.projection.js';

let running: Running;
let steward: string;

beforeAll(async () => {
  running = await startForTest(directoryService);
  steward = await running.token('directory-steward');
});
afterAll(() => running.stop());

type Answered<T> = { status: number; body: T };

function importFile(source: string, format: string, file: string | object, asked: { key?: string; as?: string } = {}): Promise<Answered<ImportAnswer>> {
  const body = { body: file, as: steward, ...(typeof file === 'string' ? { type: 'text/plain' as const } : {}), ...asked };
  return running.request('POST', `/imports?source=${source}&format=${format}`, body) as Promise<Answered<ImportAnswer>>;
}
const said = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { type } of await running.said()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};
const totals = ({ body }: Answered<ImportAnswer>, counted: 'listed' | 'unchanged'): Record<string, number[]> =>
  Object.fromEntries(body.files.map((file) => [file.file, [file.rowsIn, file[counted], file.quarantined]]));
const sourceOf = (path: string): string => path.replace(/\W+/g, '-');

const market = (name: string, more: object = {}): object => ({
  uri: `/${name}/`, name, category: 'Farmers Market', latitude: '34.05', longitude: '-118.24', address_1: '1 Main St', city: 'Los Angeles', zip: '90012',
  hours: [{ day: 'Sat', open: '900', close: '1300' }], ...more,
});
const markets = (count: number, prefix: string): object[] => Array.from({ length: count }, (_, at) => market(`${prefix}${at}`));

(collected ? describe : describe.skip)('the collected directory files, imported', () => {
  it.each(collectedFiles)('come to the expected totals, and the same file again changes nothing and says nothing: $path', async (file) => {
    const first = await importFile(sourceOf(file.path), file.format, upload(file));
    expect(first.status).toBe(201);
    expect(totals(first, 'listed')).toEqual(file.expected);
    const before = await said();
    const again = await importFile(sourceOf(file.path), file.format, upload(file));
    expect(totals(again, 'unchanged')).toEqual(file.expected);
    expect(await said()).toEqual(before);
    const { body: shown } = await running.request('GET', `/imports/${again.body.importId}`, { as: steward }) as Answered<ImportShown>;
    expect(shown).toMatchObject({ files: again.body.files, format: file.format });
    expect(shown.endedAt).not.toBeNull();
  });
  it('say each organization and service once, with the versions of a first listing', async () => {
    const events = await running.said();
    const [counted] = await running.query<Record<string, number>>(
      'SELECT (SELECT count(*)::int FROM service) AS "ServiceListed", (SELECT count(*)::int FROM organization) AS "OrganizationListed"');
    expect(await said()).toEqual(counted);
    expect(new Set(events.map(({ version }) => version))).toEqual(new Set([1]));
    expect(new Set(events.map(({ tenant }) => tenant))).toEqual(new Set(['directory']));
  });
});

describe('an import', () => {
  it('keeps a row that it cannot list, with its place and the reasons, and lists the others', async () => {
    const { body } = await importFile('with-mistakes', 'foodoasis-markets', [market('good'), market('no-zip', { zip: '' }), 'no record at all']);
    expect(body.files).toEqual([{ file: 'farmers-market', rowsIn: 3, listed: 1, quarantined: 2, unchanged: 0 }]);
    const { body: waiting } = await running.request('GET', `/imports/${body.importId}/quarantine`, { as: steward }) as Answered<QuarantineShown>;
    expect(waiting.rows).toEqual([
      { nth: 1, file: 'farmers-market', reference: '/no-zip/', reasons: ['service_at_locations.0.location.addresses.0.postal_code: is missing'] },
      { nth: 2, file: 'farmers-market', reference: '#3', reasons: ['the record: is no object'] },
    ]);
  });
  it('of a changed file lists what changed, with the next version, and nothing else', async () => {
    await importFile('changing', 'foodoasis-markets', markets(3, 'changing'));
    const before = (await running.said()).length;
    const { body } = await importFile('changing', 'foodoasis-markets', [market('changing0', { zip: '90099' }), ...markets(3, 'changing').slice(1)]);
    expect(body.files).toEqual([{ file: 'farmers-market', rowsIn: 3, listed: 1, quarantined: 0, unchanged: 2 }]);
    expect((await running.said()).slice(before).map(({ type, version }) => [type, version])).toEqual([['ServiceListed', 2]]);
  });
  it('that is asked for twice at once lists everything once: each row is listed by one and unchanged for the other', async () => {
    const before = (await running.said()).length;
    const file = markets(600, 'raced');
    const both = await Promise.all([importFile('raced', 'foodoasis-markets', file), importFile('raced', 'foodoasis-markets', file)]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    const files = both.map(({ body }) => body.files[0]!);
    expect(files.map(({ listed, unchanged, quarantined }) => [listed + unchanged, quarantined])).toEqual([[600, 0], [600, 0]]);
    expect(files[0]!.listed + files[1]!.listed).toBe(600);
    const events = (await running.said()).slice(before);
    expect(events.filter(({ type }) => type === 'ServiceListed')).toHaveLength(600);
    expect(events.filter(({ type }) => type === 'OrganizationListed')).toHaveLength(600);
    expect(events.every(({ version }) => version === 1)).toBe(true);
  });
  it('asked again with its key gives the same answer, whatever was changed since', async () => {
    const file = markets(2, 'repeated');
    const first = await importFile('repeated', 'foodoasis-markets', file, { key: 'the-same' });
    const again = await importFile('repeated', 'foodoasis-markets', file, { key: 'the-same' });
    expect(again.body).toEqual(first.body);
    expect(first.body.files[0]).toMatchObject({ listed: 2 });
  });
  it('that was cut off in the midst goes on where it stood when it is asked again with its key', async () => {
    const file = markets(300, 'cut');
    const cut = await importFile('cut', 'foodoasis-markets', file, { key: 'cut-off' });
    await running.query(`DELETE FROM idempotency_key WHERE key = 'cut-off' AND step IN ('services-1', 'end')`);
    const resumed = await importFile('cut', 'foodoasis-markets', file, { key: 'cut-off' });
    expect(resumed.body.importId).toBe(cut.body.importId);
    expect(resumed.body.files[0]).toMatchObject({ rowsIn: 300, listed: 150, unchanged: 150 });
  });
  it('leaves the records of other sources alone', async () => {
    const document = { id: '11111111-1111-4111-8111-111111111111', name: 'Ours', description: 'First come' };
    await importFile('first-come', 'hsds-json', [document]);
    const { body } = await importFile('intruder', 'hsds-json', [{ ...document, name: 'Theirs' }]);
    expect(body.files).toEqual([{ file: 'organizations', rowsIn: 1, listed: 0, quarantined: 1, unchanged: 0 }]);
    const service = { id: '11111111-1111-4111-8111-222222222222', organization_id: document.id, name: 'Guest', status: 'active' };
    expect((await importFile('intruder', 'hsds-json', [service])).body.files[0]).toMatchObject({ quarantined: 1 });
  });
  it('is the steward\'s alone, names its source and its format, and refuses what is no file of it', async () => {
    expect((await importFile('x', 'foodoasis-markets', [], { as: await running.token('care-coordinator', { tenant: 'plan-a' }) })).status).toBe(403);
    expect(await importFile('x', 'unheard-of', [])).toMatchObject({ status: 400, body: { code: 'request-invalid', fields: ['format'] } });
    expect(await importFile('a name', 'sf-marin', [])).toMatchObject({ status: 400, body: { fields: ['source'] } });
    expect(await importFile('x', 'sf-marin', [])).toMatchObject({ status: 400, body: { code: 'file-empty' } });
    expect(await importFile('x', 'sf-marin', 'not { json')).toMatchObject({ status: 400, body: { code: 'not-json' } });
    expect(await importFile('x', 'baynavigator-yaml', 'a: [')).toMatchObject({ status: 400, body: { code: 'not-yaml' } });
    expect(await importFile('x', 'ohana-csv', { 'services.csv': 7 })).toMatchObject({ status: 400, body: { code: 'not-a-drop' } });
  });
  it('is described as it is taken: as text of two kinds, or as JSON', async () => {
    const { body } = await running.request('GET', '/docs-json') as Answered<{ paths: Record<string, { post: { requestBody: { content: object } } }> }>;
    const text = { schema: { type: 'string' } };
    expect(body.paths['/imports']!.post.requestBody.content)
      .toEqual({ 'text/csv': text, 'text/plain': text, 'application/json': { schema: { type: ['object', 'array'] } } });
  });
});
