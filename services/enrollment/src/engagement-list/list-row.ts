import type { MemberListed, Population } from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';
import { conditions, type Condition, type Fact, type Risk, risks } from '../eligibility/facts.js';
import { type Cells, readCin, RowReading } from '../file-import/cells.js';
import type { ReadRow } from '../file-import/file-imports.js';
import { countyOf } from '../go-live/go-live.js';

/** Who the member is; kept sealed only. The names of the fields are those that readers of the sealed profile use. */
export interface Profile {
  readonly cin: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate: Day;
  readonly sex?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly address?: string;
  readonly language?: string;
}

/** One row of an engagement list, read (domain 3.1). */
export interface ListRow {
  readonly profile: Profile;
  readonly contractCode: string;
  readonly county: string;
  readonly population: Population;
  readonly source: MemberListed['data']['source'];
  readonly careEntityId?: string;
  readonly assignmentBasis?: string;
  readonly facts: readonly Fact[];
}

/** What a row is checked against. */
export interface ListContext {
  readonly programCode: string;
  readonly listRunDate: Day;
  readonly listVersion: string;
  /** The plan's contracts and their counties. */
  readonly contracts: ReadonlyMap<string, string>;
  readonly careEntities: ReadonlySet<string>;
  readonly exclusions: ReadonlySet<string>;
}

export const listColumns = {
  required: ['cin', 'last_name', 'first_name', 'birth_date', 'plan_contract_code', 'county_code', 'population'],
  optional: [
    'program_code', 'list_run_date', 'list_version', 'sex', 'language', 'phone', 'email', 'address', 'conditions', 'risks', 'acuity', 'homeless_indicator',
    'chronic_homeless_indicator', 'adl_limitation', 'assigned_cbcme_id', 'assignment_basis', 'tel_source', 'exclusion_code', 'coverage_from',
  ],
} as const;

/** Reads and checks one row; all its reasons are given at once. */
export function readListRow(cells: Cells, context: ListContext): ReadRow<ListRow> {
  const row = new RowReading(cells);
  const profile = readProfile(row, context.listRunDate);
  mustBelong(row, context);
  const county = countyOf(row.required('county_code'))?.fips;
  if (county === undefined && row.optional('county_code')) row.wrong('county_code', 'county-unknown', undefined);
  const contractCode = row.required('plan_contract_code');
  const of = context.contracts.get(contractCode);
  if (contractCode && of === undefined) row.wrong('plan_contract_code', 'contract-unknown', undefined);
  else if (of && county && of !== county) row.wrong('county_code', 'county-not-of-contract', undefined);
  const careEntityId = row.formed('assigned_cbcme_id', /^[0-9a-f-]{36}$/i, 'care-entity-unknown')?.toLowerCase();
  if (careEntityId && !context.careEntities.has(careEntityId)) row.wrong('assigned_cbcme_id', 'care-entity-unknown', undefined);
  const assignmentBasis = row.formed('assignment_basis', /^[a-z0-9_-]{1,40}$/i, 'code-unknown');
  const population = row.oneOf('population', ['SPA1', 'SPA2', 'BOTH']);
  const source = row.oneOf('tel_source', ['DHCS_TEL', 'PLAN_ADDED', 'REFERRAL'], 'DHCS_TEL');
  const facts = readFacts(row, context, contractCode);
  if (row.complaints.length > 0 || county === undefined) return { county, complaints: row.complaints };
  const assigned = { ...(careEntityId ? { careEntityId } : {}), ...(assignmentBasis ? { assignmentBasis } : {}) };
  return { county, read: { profile, contractCode, county, population, source, ...assigned, facts } };
}

/** Each character fits in one place alone, so that no text takes long to be refused; what a spreadsheet would run begins otherwise. */
const emailForm = /^(?=.{3,254}$)[\p{L}\p{N}_][\p{L}\p{N}._%+'&/-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+$/u;

function readProfile(row: RowReading, listRunDate: Day): Profile {
  const cin = readCin(row);
  const names = { firstName: row.words('first_name', 60) ?? missing(row, 'first_name'), lastName: row.words('last_name', 60) ?? missing(row, 'last_name') };
  const birthDate = row.day('birth_date') ?? missing(row, 'birth_date');
  if (birthDate > listRunDate || (birthDate && birthDate < '1890-01-01')) row.wrong('birth_date', 'date-impossible', undefined);
  const rest = {
    sex: row.formed('sex', /^[FMUX]$/, 'code-unknown'), phone: row.formed('phone', /^\+?[\d ().-]{7,25}$/, 'phone-malformed'),
    email: row.formed('email', emailForm, 'email-malformed'), address: row.words('address', 200),
    language: row.formed('language', /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, 'language-malformed'),
  };
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { cin, ...names, birthDate, ...given };
}

/** A cell that was wrong has its reason already. */
function missing(row: RowReading, field: string): string {
  return row.complaints.some((each) => each.field === field) ? '' : row.wrong(field, 'missing', '');
}

/** Where a row repeats which list it belongs to, it has to be this one. */
function mustBelong(row: RowReading, { programCode, listRunDate, listVersion }: ListContext): void {
  const expected = { program_code: programCode, list_run_date: listRunDate, list_version: listVersion };
  for (const [field, value] of Object.entries(expected)) {
    if ((row.optional(field) ?? value) !== value) row.wrong(field, 'of-another-list', undefined);
  }
}

/** What the row says about eligibility, as dated facts. An empty cell says nothing; NONE says that somebody looked and found nothing. */
function readFacts(row: RowReading, context: ListContext, contractCode: string): Fact[] {
  const on = context.listRunDate;
  return [
    { kind: 'coverage', contractCode, from: row.day('coverage_from') ?? on },
    ...coded(row, 'conditions', conditions as readonly string[], on, (code, day) => ({ kind: 'condition', code: code as Condition, on: day })),
    ...coded(row, 'risks', risks as readonly string[], on, (code, day) => ({ kind: 'risk', code: code as Risk, on: day })),
    ...coded(row, 'exclusion_code', [...context.exclusions], on, (code, day) => ({ kind: 'exclusion', code, from: day })),
    ...readAcuity(row, on), ...readHomelessness(row, on),
  ];
}

const reviewOf = { conditions: 'conditions', risks: 'risks', exclusion_code: 'exclusions' } as const;

function coded(row: RowReading, field: keyof typeof reviewOf, codes: readonly string[], on: Day, factOf: (code: string, day: Day) => Fact): Fact[] {
  const entries = row.entries(field);
  if (entries.length === 0) return [];
  const facts = entries.filter(([code]) => code !== 'NONE').map(([code, day]) => {
    if (!codes.includes(code)) row.wrong(field, 'code-unknown', undefined);
    const since = day === undefined ? on : row.day(field, day) ?? on;
    if (since > on) row.wrong(field, 'date-impossible', undefined);
    return factOf(code, since);
  });
  if (facts.length > 0 && facts.length < entries.length) row.wrong(field, 'none-and-some', undefined);
  return [...facts, { kind: 'reviewed', what: reviewOf[field], on }];
}

/** `R2b:1;R2c:0` counts stays and visits over the look-back; R2a and R2d are computed and not taken over. */
function readAcuity(row: RowReading, on: Day): Fact[] {
  const counts = new Map<string, number>();
  for (const [code, detail] of row.entries('acuity')) {
    if (!['R2a', 'R2b', 'R2c', 'R2d'].includes(code)) row.wrong('acuity', 'code-unknown', undefined);
    else if (!/^\d{1,3}$/.test(detail ?? '')) row.wrong('acuity', 'number-malformed', undefined);
    else counts.set(code, Number(detail));
  }
  const [stays, visits] = [counts.get('R2b'), counts.get('R2c')];
  if (stays === undefined && visits === undefined) return [];
  const said = { ...(stays === undefined ? {} : { inpatientStays: stays }), ...(visits === undefined ? {} : { edVisits: visits }) };
  return [{ kind: 'utilization', through: on, ...said }];
}

function readHomelessness(row: RowReading, on: Day): Fact[] {
  const [homeless, chronic, limited] = [row.flag('homeless_indicator'), row.flag('chronic_homeless_indicator'), row.flag('adl_limitation')];
  const said = { ...(homeless === undefined ? {} : { homeless }), ...(chronic === undefined ? {} : { chronic }) };
  return [
    ...(homeless === undefined && chronic === undefined ? [] : [{ kind: 'homelessness' as const, on, ...said }]),
    ...(limited === undefined ? [] : [{ kind: 'adl-limitation' as const, limited, on }]),
  ];
}
