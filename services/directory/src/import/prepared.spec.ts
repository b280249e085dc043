import { exampleOrganizationId, exampleService, exampleServiceId } from '../examples.js';
import { hsdsJson } from '../mapping/hsds-json.js';
import { ohanaCsv } from '../mapping/ohana-csv.js';
import { prepare } from './prepared.js';
import { type Fate, totalsOf } from './totals.js';
import type { Upload } from './source-row.js';

const organization = { id: exampleOrganizationId, name: 'Example Organization', description: 'For tests' };
const read = (upload: Upload): ReturnType<typeof prepare> => prepare(hsdsJson(upload, 'test'));
const refusals = (upload: Upload): unknown[] => read(upload).rows.map((row) => ('refused' in row ? row.refused : 'fits'));

describe('a file of HSDS', () => {
  it('is taken as a document, a list, a page, lists by name and a document a line', () => {
    const [one, two] = [exampleService(1), exampleService(2)];
    for (const upload of [
      [one, two], { contents: [one, two] }, { services: [one, two] }, `${JSON.stringify(one)}\n${JSON.stringify(two)}\n`, JSON.stringify([one, two]),
    ]) {
      expect(read(upload).services.map(({ id }) => id)).toEqual([exampleServiceId(1), exampleServiceId(2)]);
    }
    expect(read(one).services).toHaveLength(1);
  });
  it('may nest services in their organization; both are rows', () => {
    const { organization: _own, ...service } = exampleService(1);
    const prepared = read([{ ...organization, services: [service] }]);
    expect([
      prepared.organizations.length, prepared.services.map(({ record }) => record.organization_id), prepared.rows.length,
    ]).toEqual([1, [exampleOrganizationId], 2]);
  });
  it('with an organization that two services tell differently keeps the second for a person', () => {
    const other = exampleService(2, { organization: { ...organization, name: 'Another name' } });
    expect(refusals([exampleService(1), other])).toEqual(['fits', ['organization.id: another row of this file has it with other content']]);
    expect(refusals({ organizations: [organization], services: [exampleService(1), other] })).toEqual(['fits', 'fits', 'fits']);
  });
  it('says a record twice alike once, and twice differently not at all the second time', () => {
    expect(read([exampleService(1), exampleService(1)])).toMatchObject({
      services: [{ id: exampleServiceId(1) }], rows: [{ thing: expect.any(String) as string }, { thing: expect.any(String) as string }],
    });
    expect(refusals([exampleService(1), exampleService(1, { name: 'Other' })])).toEqual(['fits', ['id: another row of this file has it with other content']]);
  });
  it('is refused by path and rule, and the refusal holds no value', () => {
    const [reasons] = refusals([exampleService(1, { status: 'wide open', email: 'no address', minimum_age: 'secret' })]) as string[][];
    expect(reasons!.map((reason) => reason.split(':')[0])).toEqual(['email', 'status', 'minimum_age']);
    expect(JSON.stringify(reasons)).not.toMatch(/wide open|no address|secret/);
    expect(refusals([exampleService(1, { organization_id: exampleServiceId(9) })])).toEqual([
      ['organization_id: is not the id of the organization that the record carries'],
    ]);
  });
  it('may say nothing by null, blanks and empty lists, and writes ids in capitals', () => {
    const { services } = read([exampleService(1, { id: exampleServiceId(1).toUpperCase(), email: '', phones: [], description: null, url: '  ' })]);
    expect(services[0]).toMatchObject({ id: exampleServiceId(1), record: { name: 'Example 1' } });
  });
});

describe('control totals', () => {
  const drop = {
    'organizations.csv': 'id,name,description\n1,One,First\n2,Two,\n',
    'locations.csv': 'id,organization_id,name,virtual\n1,1,Here,false\n2,2,There,false\n3,9,Nowhere,false\n',
    'services.csv': 'id,location_id,name,status\n1,1,Meals,active\n2,1,Rides,open\n',
    'phones.csv': 'id,location_id,number\n1,1,415-555-0100\n2,3,415-555-0101\n',
    'taxonomy.csv': 'taxonomy_id,name,parent_id\n101,Emergency,\n101,Other,\n',
    'secrets.csv': 'id\n1\n',
  };
  it('count every row of every file of a drop, and parts share the fate of what they belong to', () => {
    const prepared = prepare(ohanaCsv(drop, 'test'));
    const fates = new Map<string, Fate>(prepared.rows.flatMap((row) => ('thing' in row ? [[row.thing, 'listed']] : [])));
    const { files, quarantine } = totalsOf(prepared, fates);
    expect(files.map(({ file, rowsIn, listed, quarantined }) => [file, rowsIn, listed, quarantined])).toEqual([
      ['organizations', 2, 1, 1], ['services', 2, 1, 1], ['taxonomy', 2, 1, 1], ['locations', 3, 1, 2], ['phones', 2, 1, 1], ['secrets', 1, 0, 1],
    ]);
    expect(quarantine.map(({ file, reference, reasons }) => `${file} ${reference} ${reasons.join()}`)).toEqual([
      'organizations 2 description: is missing', 'services 2 status: must be equal to one of the allowed values',
      'taxonomy 101 taxonomy_id: another row of this file has it with other content',
      'locations 2 the record: the records that it belongs to wait for a person',
      'locations 3 the record: belongs to no record of the drop', 'phones 2 the record: belongs to no record of the drop',
      'secrets 1 the file: is not known in an Ohana drop',
    ]);
  });
});
