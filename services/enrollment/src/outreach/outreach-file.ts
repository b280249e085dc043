import { outreachModes, outreachResults } from '@hhp/contracts';
import { dayOf, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { changeMany, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { type Cells, readCin, RowReading } from '../file-import/cells.js';
import type { FileKind, GoodRow, ReadRow } from '../file-import/file-imports.js';
import type { Outcome } from '../file-import/totals.js';
import type { MemberEvent } from '../member/member.js';
import { holdMembers, members, membersByCin } from '../member/members.js';
import { Vault } from '../vault.js';
import { keepAttempts } from './kept-attempts.js';
import { attempt, type Attempt } from './outreach.js';

type ReadAttempt = Omit<Attempt, 'memberId' | 'attemptId'> & { readonly cin: string };
/** With the digest by which its member is found. */
type FoundAttempt = Omit<ReadAttempt, 'cin'> & { readonly cinDigest: string };

/** Attempts of a team as a file; several of one member may stand in it. The same attempt again is unchanged. */
@Injectable()
export class OutreachFile implements FileKind<object, FoundAttempt> {
  readonly name = 'outreach';
  readonly columns = { required: ['cin', 'mode', 'result', 'attempted_at'], optional: [] };
  readonly oncePerMember = false;
  readonly rowsAtOnce = 150;

  constructor(private readonly vault: Vault, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  readonly reading = (): Promise<(cells: Cells) => ReadRow<FoundAttempt>> => Promise.resolve((cells) => {
    const row = readAttempt(cells);
    if (!('read' in row)) return row;
    const { cin, ...tried } = row.read;
    return { ...row, read: { ...tried, cinDigest: this.vault.cinDigest(cin) } };
  });

  readonly apply = async (tx: Tx, rows: readonly GoodRow<FoundAttempt>[]): Promise<Outcome[]> => {
    const found = await membersByCin(tx, rows.map(({ read }) => read.cinDigest));
    await holdMembers(tx, [...found.values()]);
    const before = await attemptsBefore(tx, [...found.values()]);
    const outcomes: Outcome[] = [];
    const byMember = new Map<string, { row: number; command: Attempt }[]>();
    for (const { row, read: { cinDigest, ...tried } } of rows) {
      const memberId = found.get(cinDigest);
      if (!memberId) outcomes.push({ row, result: 'rejected', complaints: [{ field: 'cin', reason: 'member-unknown' }] });
      else if (before.has(keyOf(memberId, tried))) outcomes.push({ row, result: 'unchanged' });
      else {
        before.add(keyOf(memberId, tried));
        byMember.set(memberId, [...(byMember.get(memberId) ?? []), { row, command: { memberId, attemptId: tx.newId(), ...tried } }]);
      }
    }
    return [...outcomes, ...await this.say(tx, byMember)];
  };

  private async say(tx: Tx, byMember: ReadonlyMap<string, readonly { row: number; command: Attempt }[]>): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const kept: Attempt[] = [];
    await changeMany(tx, members, [...byMember.keys()], (member, memberId) => {
      const said: MemberEvent[] = [];
      let now = member;
      for (const { row, command } of byMember.get(memberId)!) {
        try {
          const events = attempt(now, command, tx.now, dayOf(tx.now, this.office.timeZone));
          now = events.reduce(members.evolve, now);
          said.push(...events);
          kept.push(command);
          outcomes.push({ row, result: 'accepted', county: 'county' in now ? now.county : undefined });
        } catch (refused) {
          if (!(refused instanceof Refused)) throw refused;
          outcomes.push({ row, result: 'rejected', complaints: [{ field: refused.fields[0] ?? 'row', reason: refused.code }] });
        }
      }
      return said;
    });
    keepAttempts(tx, kept);
    return outcomes;
  }
}

const keyOf = (memberId: string, { mode, attemptedAt }: { mode: string; attemptedAt: Date }): string => `${memberId} ${mode} ${attemptedAt.toISOString()}`;

async function attemptsBefore(tx: Tx, memberIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ memberId: string; mode: string; attemptedAt: Date }>(
    'SELECT member_id AS "memberId", mode, attempted_at AS "attemptedAt" FROM outreach_attempt WHERE tenant = $1 AND member_id = ANY ($2::uuid[])',
    [tx.tenant, memberIds]);
  return new Set(rows.map(({ memberId, ...tried }) => keyOf(memberId, tried)));
}

export function readAttempt(cells: Cells): ReadRow<ReadAttempt> {
  const row = new RowReading(cells);
  const cin = readCin(row);
  const [mode, result] = [row.oneOf('mode', outreachModes), row.oneOf('result', outreachResults)];
  const instant = row.required('attempted_at');
  const attemptedAt = new Date(instant);
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(instant) && Number.isFinite(attemptedAt.getTime());
  if (instant && !isInstant) row.wrong('attempted_at', 'time-malformed', undefined);
  return row.complaints.length > 0 ? { complaints: row.complaints } : { read: { cin, mode, result, attemptedAt } };
}
