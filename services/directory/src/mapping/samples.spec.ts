import { collected, collectedFiles, collectedText, officialSchema, upload } from '../examples.js';
import { type Format, mappings } from '../import/formats.js';
import { prepare, type Prepared } from '../import/prepared.js';
import { totalsOf } from '../import/totals.js';
import type { Upload } from '../import/source-row.js';

const prepared = (format: Format, from: Upload): Prepared => prepare(mappings[format](from, 'sample'));
const allListed = (read: Prepared): ReturnType<typeof totalsOf> =>
  totalsOf(read, new Map(read.rows.flatMap((row) => ('thing' in row ? [[row.thing, 'listed' as const]] : []))));

(collected ? describe : describe.skip)('the collected directory files', () => {
  it.each(collectedFiles)('come to the rows that another program counts: $path', (file) => {
    const { files, quarantine } = allListed(prepared(file.format, upload(file)));
    expect(Object.fromEntries(files.map(({ file: name, rowsIn, listed, quarantined }) => [name, [rowsIn, listed, quarantined]]))).toEqual(file.expected);
    expect(files.every(({ rowsIn, listed, quarantined, unchanged }) => rowsIn === listed + quarantined + unchanged)).toBe(true);
    expect(quarantine.every(({ reference, reasons }) => reference !== '' && reasons.length > 0)).toBe(true);
  });
  it('become HSDS by the published schemas, whatever they were before', () => {
    const [service, organization] = [officialSchema('service'), officialSchema('organization')];
    const wrong = collectedFiles.flatMap((file) => {
      const { services, organizations } = prepared(file.format, upload(file));
      return [
        ...services.filter(({ record }) => !service(record)).map(({ sourceId }) => [file.path, sourceId, service.errors]),
        ...organizations.filter(({ record }) => !organization(record)).map(({ sourceId }) => [file.path, sourceId, organization.errors]),
      ];
    });
    expect(wrong).toEqual([]);
  });
  it('hold drafts of a machine of which not one is HSDS, by the published schema and by ours', () => {
    const drafts = collectedText('directory/sf-marin-food-bank/llm-hsds-drafts.jsonl').trim().split('\n')
      .map((line) => (JSON.parse(line) as { hsds_draft: object }).hsds_draft);
    const official = officialSchema('organization');
    expect(drafts.filter((draft) => official(draft))).toEqual([]);
    const { files, quarantine } = allListed(prepared('hsds-json', drafts));
    expect(files.map(({ file, rowsIn, quarantined }) => [file, rowsIn, quarantined])).toEqual([['organizations', 74, 74], ['services', 18, 18]]);
    expect(quarantine.find(({ reference }) => reference === 'HAYE')?.reasons).toContain('id: must match format "uuid"');
  });
  it('give the same ids each time, and other ids under another source', () => {
    const file = collectedFiles[0]!;
    const ids = (source: string): string[] => prepare(mappings[file.format](upload(file), source)).services.map(({ id }) => id);
    expect(ids('sample')).toEqual(ids('sample'));
    expect(ids('sample').filter((id) => ids('other').includes(id))).toEqual([]);
  });
});
