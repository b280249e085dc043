import { exitReasons } from '@hhp/contracts';
import type { Refused } from '@hhp/domain-kit';
import type { Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { EnrollmentTerms } from '../enrollment/enrollment.commands.js';
import { enrollAll } from '../enrollment/enrolling.js';
import { leaveAll } from '../enrollment/leaving.js';
import type { Cells, Complaint } from '../file-import/cells.js';
import type { FileKind, GivenRow } from '../file-import/file-imports.js';
import type { Outcome } from '../file-import/totals.js';
import { membersByCin } from '../member/members.js';
import { Vault } from '../vault.js';
import { disenrollmentColumns, enrollmentColumns, readDisenrollment, readEnrollment } from './rows.js';

type Result = { readonly result: 'accepted' | 'unchanged' } | { readonly result: 'refused'; readonly refused: Refused };
type Read<Row> = { readonly county?: string | undefined } & ({ readonly read: Row } | { readonly complaints: readonly Complaint[] });

/** Whom a CB-CME enrolled, as the file that it sends; the same file again changes nothing. */
@Injectable()
export class EnrollmentFile implements FileKind<object> {
  readonly name = 'enrollment';
  readonly columns = enrollmentColumns;
  readonly oncePerMember = true;
  readonly rowsAtOnce = 500;

  constructor(private readonly vault: Vault, private readonly terms: EnrollmentTerms) {}

  readonly apply = (tx: Tx, rows: readonly GivenRow[]): Promise<Outcome[]> =>
    byMember(tx, this.vault, rows, readEnrollment, (found) =>
      enrollAll(tx, found.map(({ memberId, row: { cin: _, ...row } }) => ({ memberId, enrollmentId: tx.newId(), ...row })), this.terms.of(tx)));
}

/** Who left, as a file. */
@Injectable()
export class DisenrollmentFile implements FileKind<object> {
  readonly name = 'disenrollment';
  readonly columns = disenrollmentColumns;
  readonly oncePerMember = true;
  readonly rowsAtOnce = 500;

  constructor(private readonly vault: Vault, private readonly terms: EnrollmentTerms) {}

  readonly apply = (tx: Tx, rows: readonly GivenRow[]): Promise<Outcome[]> =>
    byMember(tx, this.vault, rows, (cells) => readDisenrollment(cells, exitReasons), (found) =>
      leaveAll(tx, found.map(({ memberId, row: { cin: _, ...row } }) => ({ memberId, ...row })), this.terms.of(tx).today));
}

/** Reads rows, finds their members by number, has them decided together, and says what became of each. */
async function byMember<Row extends { readonly cin: string }>(
  tx: Tx, vault: Vault, rows: readonly GivenRow[], read: (cells: Cells) => Read<Row>,
  decide: (found: readonly { memberId: string; row: Row }[]) => Promise<ReadonlyMap<string, Result>>,
): Promise<Outcome[]> {
  const all = rows.map(({ row: nth, cells }) => ({ nth, ...read(cells) }));
  const good = all.flatMap((each) => ('read' in each ? [{ ...each, digest: vault.cinDigest(each.read.cin) }] : []));
  const known = await membersByCin(tx, good.map(({ digest }) => digest));
  const found = good.flatMap(({ digest, read: row }) => (known.has(digest) ? [{ memberId: known.get(digest)!, row }] : []));
  const results = found.length > 0 ? await decide(found) : new Map<string, Result>();
  const memberOf = new Map(good.map(({ nth, digest }) => [nth, known.get(digest)]));
  return all.map(({ nth, county, ...each }): Outcome => {
    if ('complaints' in each) return { row: nth, county, result: 'rejected', complaints: each.complaints };
    const outcome = results.get(memberOf.get(nth) ?? '');
    if (!outcome) return { row: nth, county, result: 'rejected', complaints: [{ field: 'cin', reason: 'member-unknown' }] };
    if (outcome.result !== 'refused') return { row: nth, county, result: outcome.result };
    return { row: nth, county, result: 'rejected', complaints: [{ field: columnOf(outcome.refused), reason: outcome.refused.code }] };
  });
}

const columns: Readonly<Record<string, string>> = {
  enrolledOn: 'enrolled_on', disenrolledOn: 'disenrolled_on', contractCode: 'contract_code', county: 'county_code', careEntityId: 'cbcme_id',
  population: 'population',
};

/** The column that a refusal is about, or the row as a whole. */
const columnOf = ({ fields }: Refused): string => columns[fields[0] ?? ''] ?? 'row';
