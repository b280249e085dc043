import { exitReasons } from '@hhp/contracts';
import type { Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { EnrollmentTerms } from '../enrollment/enrollment.commands.js';
import { enrollAll } from '../enrollment/enrolling.js';
import { leaveAll } from '../enrollment/leaving.js';
import type { Cells } from '../file-import/cells.js';
import type { FileKind, GoodRow, ReadRow } from '../file-import/file-imports.js';
import type { Outcome } from '../file-import/totals.js';
import { membersByCin } from '../member/members.js';
import { Vault } from '../vault.js';
import { disenrollmentColumns, type DisenrollmentRow, enrollmentColumns, type EnrollmentRow, readDisenrollment, readEnrollment } from './rows.js';

type Result = { readonly result: 'accepted' | 'unchanged' } | { readonly result: 'refused'; readonly refused: Refused };
/** A row with the digest by which its member is found. */
type Found<Row> = Row & { readonly cinDigest: string };

/** Whom a CB-CME enrolled, as the file that it sends; the same file again changes nothing. */
@Injectable()
export class EnrollmentFile implements FileKind<object, Found<EnrollmentRow>> {
  readonly name = 'enrollment';
  readonly columns = enrollmentColumns;
  readonly oncePerMember = true;
  readonly rowsAtOnce = 150;

  constructor(private readonly vault: Vault, private readonly terms: EnrollmentTerms) {}

  readonly reading = (): Promise<(cells: Cells) => ReadRow<Found<EnrollmentRow>>> => Promise.resolve(digested(this.vault, readEnrollment));

  readonly apply = (tx: Tx, rows: readonly GoodRow<Found<EnrollmentRow>>[]): Promise<Outcome[]> =>
    byMember(tx, rows, (found) => enrollAll(
      tx, found.map(({ memberId, row: { cin: _, cinDigest: __, ...row } }) => ({ memberId, enrollmentId: tx.newId(), ...row })), this.terms.of(tx)));
}

/** Who left, as a file. */
@Injectable()
export class DisenrollmentFile implements FileKind<object, Found<DisenrollmentRow>> {
  readonly name = 'disenrollment';
  readonly columns = disenrollmentColumns;
  readonly oncePerMember = true;
  readonly rowsAtOnce = 150;

  constructor(private readonly vault: Vault, private readonly terms: EnrollmentTerms) {}

  readonly reading = (): Promise<(cells: Cells) => ReadRow<Found<DisenrollmentRow>>> =>
    Promise.resolve(digested(this.vault, (cells) => readDisenrollment(cells, exitReasons)));

  readonly apply = (tx: Tx, rows: readonly GoodRow<Found<DisenrollmentRow>>[]): Promise<Outcome[]> =>
    byMember(tx, rows, (found) =>
      leaveAll(tx, found.map(({ memberId, row: { cin: _, cinDigest: __, ...row } }) => ({ memberId, ...row })), this.terms.of(tx).today));
}

const digested = <Row extends { readonly cin: string }>(vault: Vault, read: (cells: Cells) => ReadRow<Row>) => (cells: Cells): ReadRow<Found<Row>> => {
  const row = read(cells);
  return 'read' in row ? { ...row, read: { ...row.read, cinDigest: vault.cinDigest(row.read.cin) } } : row;
};

/** Finds the members of rows by number, has them decided together, and says what became of each. */
async function byMember<Row extends { readonly cinDigest: string }>(
  tx: Tx, rows: readonly GoodRow<Row>[], decide: (found: readonly { memberId: string; row: Row }[]) => Promise<ReadonlyMap<string, Result>>,
): Promise<Outcome[]> {
  const known = await membersByCin(tx, rows.map(({ read }) => read.cinDigest));
  const found = rows.flatMap(({ read }) => (known.has(read.cinDigest) ? [{ memberId: known.get(read.cinDigest)!, row: read }] : []));
  const results = found.length > 0 ? await decide(found) : new Map<string, Result>();
  return rows.map(({ row, county, read }): Outcome => {
    const outcome = results.get(known.get(read.cinDigest) ?? '');
    if (!outcome) return { row, county, result: 'rejected', complaints: [{ field: 'cin', reason: 'member-unknown' }] };
    if (outcome.result !== 'refused') return { row, county, result: outcome.result };
    return { row, county, result: 'rejected', complaints: [{ field: columnOf(outcome.refused), reason: outcome.refused.code }] };
  });
}

const columns: Readonly<Record<string, string>> = {
  enrolledOn: 'enrolled_on', disenrolledOn: 'disenrolled_on', contractCode: 'contract_code', county: 'county_code', careEntityId: 'cbcme_id',
  population: 'population',
};

/** The column that a refusal is about, or the row as a whole. */
const columnOf = ({ fields }: Refused): string => columns[fields[0] ?? ''] ?? 'row';
