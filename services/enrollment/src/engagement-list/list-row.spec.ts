import { lacare } from '../rule-packs/lacare.js';
import { type ListContext, type ListRow, readListRow } from './list-row.js';

const context: ListContext = {
  programCode: 'HHP', listRunDate: '2019-07-01', listVersion: '1', contracts: new Map([['GGHP-SF', '06075']]),
  careEntities: new Set(['018f5c1a-7b2c-7def-8a9b-0000000004c5']), exclusions: new Set(lacare.exclusions.map(({ code }) => code)),
};
const albert = {
  cin: '91234567A', last_name: 'Reyes', first_name: 'Albert', birth_date: '1961-04-02', sex: 'M', language: 'es', phone: '415-555-0101',
  plan_contract_code: 'GGHP-SF', county_code: '06075', population: 'SPA1', conditions: 'HTN:2019-03-01;DM;CAD', acuity: 'R2b:0;R2c:1',
  exclusion_code: 'NONE', assigned_cbcme_id: '018F5C1A-7B2C-7DEF-8A9B-0000000004C5', assignment_basis: 'pcp', homeless_indicator: 'N',
};
const read = (change: Record<string, string> = {}): ReturnType<typeof readListRow> => readListRow({ ...albert, ...change }, context);
const rowOf = (change: Record<string, string> = {}): ListRow => {
  const outcome = read(change);
  if (!('read' in outcome)) throw new Error(JSON.stringify(outcome.complaints));
  return outcome.read;
};

describe('a row of an engagement list', () => {
  it('becomes a sealed profile, a listing and dated facts (domain 3.1)', () => {
    expect(rowOf()).toEqual({
      profile: { cin: '91234567A', firstName: 'Albert', lastName: 'Reyes', birthDate: '1961-04-02', sex: 'M', phone: '415-555-0101', language: 'es' },
      contractCode: 'GGHP-SF', county: '06075', population: 'SPA1', source: 'DHCS_TEL', careEntityId: '018f5c1a-7b2c-7def-8a9b-0000000004c5',
      assignmentBasis: 'pcp',
      facts: [
        { kind: 'coverage', contractCode: 'GGHP-SF', from: '2019-07-01' },
        { kind: 'condition', code: 'HTN', on: '2019-03-01' }, { kind: 'condition', code: 'DM', on: '2019-07-01' },
        { kind: 'condition', code: 'CAD', on: '2019-07-01' },
        { kind: 'reviewed', what: 'conditions', on: '2019-07-01' }, { kind: 'reviewed', what: 'exclusions', on: '2019-07-01' },
        { kind: 'utilization', through: '2019-07-01', inpatientStays: 0, edVisits: 1 }, { kind: 'homelessness', on: '2019-07-01', homeless: false },
      ],
    });
  });
  it('says nothing by an empty cell (000-28)', () => {
    const { facts } = rowOf({ conditions: '', acuity: '', exclusion_code: '', homeless_indicator: '' });
    expect(facts.map(({ kind }) => kind)).toEqual(['coverage']);
    expect(rowOf({ acuity: 'R2b:2' }).facts).toContainEqual({ kind: 'utilization', through: '2019-07-01', inpatientStays: 2 });
  });
  it('names its county by the federal or the Medi-Cal code', () => {
    expect(rowOf({ county_code: '38' }).county).toBe('06075');
  });
  it.each([
    ['a number that is none', { cin: '1234' }, 'cin', 'cin-malformed'], ['a dummy number', { cin: '91111111A' }, 'cin', 'cin-dummy'],
    ['no number', { cin: '' }, 'cin', 'missing'], ['a county of elsewhere', { county_code: '06041' }, 'county_code', 'county-unknown'],
    ['a county that is not of the contract', { county_code: '06065' }, 'county_code', 'county-not-of-contract'],
    ['a contract of another plan', { plan_contract_code: 'IEHP-RIV' }, 'plan_contract_code', 'contract-unknown'],
    ['a day that does not exist', { birth_date: '1961-02-30' }, 'birth_date', 'date-malformed'],
    ['a birth after the list', { birth_date: '2019-07-02' }, 'birth_date', 'date-impossible'],
    ['a formula as a name', { last_name: '=HYPERLINK(1)' }, 'last_name', 'looks-like-a-formula'],
    ['a formula as an address', { email: '=cmd@people.example' }, 'email', 'email-malformed'],
    ['several addresses in one', { email: 'albert;mallory@people.example' }, 'email', 'email-malformed'],
    ['markup as a name', { first_name: '<b>x</b>' }, 'first_name', 'characters-not-allowed'],
    ['a name that was not UTF-8', { last_name: 'Nu\uFFFDez' }, 'last_name', 'not-utf-8'],
    ['no name', { last_name: ' ' }, 'last_name', 'missing'], ['a condition of elsewhere', { conditions: 'DM;FLU' }, 'conditions', 'code-unknown'],
    ['evidence after the list', { conditions: 'DM:2019-07-02' }, 'conditions', 'date-impossible'],
    ['none and some', { exclusion_code: 'NONE;CMC' }, 'exclusion_code', 'none-and-some'],
    ['a count that is none', { acuity: 'R2b:many' }, 'acuity', 'number-malformed'],
    ['another list', { list_run_date: '2019-08-01' }, 'list_run_date', 'of-another-list'],
    ['a care entity of elsewhere', { assigned_cbcme_id: '018f5c1a-7b2c-7def-8a9b-000000000000' }, 'assigned_cbcme_id', 'care-entity-unknown'],
    ['a population of elsewhere', { population: 'SPA3' }, 'population', 'code-unknown'],
  ])('with %s is rejected by field and reason', (_name, change, field, reason) => {
    expect(read(change as Record<string, string>)).toMatchObject({ complaints: [{ field, reason }] });
  });
  it.each(['\u202eAlbert', 'Al\u200ebert', 'Al\u2066bert\u2069', 'Al\u0085bert', 'Al\u0007bert', 'Al\nbert', 'Al\u200bbert'])(
    'with what nobody sees in a name is rejected (%j)', (name) => {
      const complaints = [{ field: 'first_name', reason: 'characters-not-allowed' }, { field: 'last_name', reason: 'characters-not-allowed' }];
      expect(read({ first_name: name, last_name: name })).toMatchObject({ complaints });
    });
  it('is rejected with all its reasons at once and without its values', () => {
    const outcome = read({ cin: '1234', last_name: '=cmd|calc', birth_date: 'yesterday', sex: 'Q' });
    expect(outcome).toMatchObject({ county: '06075', complaints: [{ field: 'cin' }, { field: 'last_name' }, { field: 'birth_date' }, { field: 'sex' }] });
    expect(JSON.stringify(outcome)).not.toMatch(/1234|calc|yesterday|Q/);
  });
  it('is refused at once, however long the address is that it names', () => {
    const before = performance.now();
    for (const email of [`a@${'.'.repeat(60_000)}@`, `a@${'b.'.repeat(30_000)}@`, `${'a'.repeat(60_000)}@`, `a@${'x'.repeat(300)}.example`]) {
      expect(read({ email })).toMatchObject({ complaints: [{ field: 'email', reason: 'email-malformed' }] });
    }
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(rowOf({ email: "albert.o'reyes+list@mail.people.example" }).profile.email).toBe("albert.o'reyes+list@mail.people.example");
  });
  it("keeps an apostrophe, and what reads like SQL, as a person's name", () => {
    expect(rowOf({ last_name: "O'Brien'); DROP TABLE member;--" }).profile.lastName).toBe("O'Brien'); DROP TABLE member;--");
  });
});
