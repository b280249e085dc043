import type { ExitReason, Population } from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';
import { type Cells, readCin, RowReading } from '../file-import/cells.js';
import type { ReadRow } from '../file-import/file-imports.js';
import { countyOf } from '../go-live/go-live.js';

export const enrollmentColumns = {
  required: ['cin', 'enrolled_on', 'contract_code', 'county_code', 'population', 'cbcme_id'], optional: ['coordinator_id'],
} as const;
export const disenrollmentColumns = { required: ['cin', 'disenrolled_on', 'reason'], optional: [] } as const;

export interface EnrollmentRow {
  readonly cin: string;
  readonly enrolledOn: Day;
  readonly contractCode: string;
  readonly county: string;
  readonly population: Population;
  readonly careEntityId: string;
  readonly coordinatorId?: string;
}
export interface DisenrollmentRow {
  readonly cin: string;
  readonly disenrolledOn: Day;
  readonly reason: ExitReason;
}

const code = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}$/;

/** One line of the file in which a CB-CME says whom it enrolled (domain 4.2). */
export function readEnrollment(cells: Cells): ReadRow<EnrollmentRow> {
  const row = new RowReading(cells);
  const cin = readCin(row);
  const enrolledOn = row.required('enrolled_on') && row.day('enrolled_on');
  const contractCode = row.required('contract_code') && row.formed('contract_code', code, 'code-malformed');
  const county = countyOf(row.required('county_code'))?.fips;
  if (county === undefined && row.optional('county_code')) row.wrong('county_code', 'county-unknown', undefined);
  const population = row.oneOf('population', ['SPA1', 'SPA2', 'BOTH']);
  const careEntityId = row.required('cbcme_id') && row.formed('cbcme_id', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'care-entity-unknown')?.toLowerCase();
  const coordinatorId = row.formed('coordinator_id', code, 'code-malformed');
  if (row.complaints.length > 0 || !enrolledOn || !contractCode || !county || !careEntityId) return { county, complaints: row.complaints };
  return { county, read: { cin, enrolledOn, contractCode, county, population, careEntityId, ...(coordinatorId ? { coordinatorId } : {}) } };
}

/** One line of the file in which it says who left (domain 4.3). */
export function readDisenrollment(cells: Cells, reasons: readonly ExitReason[]): ReadRow<DisenrollmentRow> {
  const row = new RowReading(cells);
  const cin = readCin(row);
  const disenrolledOn = row.required('disenrolled_on') && row.day('disenrolled_on');
  const reason = row.oneOf('reason', reasons);
  return row.complaints.length > 0 || !disenrolledOn ? { complaints: row.complaints } : { read: { cin, disenrolledOn, reason } };
}
