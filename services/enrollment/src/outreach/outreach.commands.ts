import type { ExitReason, OutreachMode, OutreachResult } from '@hhp/contracts';
import { type Day, dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { type Caller, change, Transactions } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { FileImports, type Imported } from '../file-import/file-imports.js';
import { holdMembers, members, mustBeMember } from '../member/members.js';
import { keepAttempts, mustBeNew } from './kept-attempts.js';
import { attempt, decline } from './outreach.js';
import { OutreachFile } from './outreach-file.js';

@Injectable()
export class OutreachCommands {
  constructor(
    private readonly transactions: Transactions, private readonly files: FileImports, private readonly file: OutreachFile,
    @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar,
  ) {}

  /** Somebody tried to reach the member (001-09). */
  attempt(
    caller: Caller, memberId: string, tried: { mode: OutreachMode; result: OutreachResult; attemptedAt: Date },
  ): Promise<{ memberId: string; attemptId: string; stage: string }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const command = { memberId, attemptId: tx.newId(), ...tried };
      const member = await change(tx, members, memberId, (before) => attempt(before, command, tx.now, dayOf(tx.now, this.office.timeZone)));
      await mustBeNew(tx, command);
      keepAttempts(tx, [command]);
      return { memberId, attemptId: command.attemptId, stage: member.stage };
    });
  }

  /** The attempts of a whole team, as a file: cin, mode, result, attempted_at. */
  importFile(caller: Caller, text: string): Promise<Imported> {
    return this.files.import(caller, text, this.file, () => Promise.resolve({}));
  }

  /** The member says no to the programme (003-17). */
  decline(caller: Caller, memberId: string, declinedOn: Day, reason: ExitReason): Promise<{ memberId: string; stage: string }> {
    return this.transactions.command(caller, async (tx) => {
      await holdMembers(tx, [memberId]);
      const member = await change(tx, members, memberId, (before) => decline(before, { memberId, declinedOn, reason }, dayOf(tx.now, this.office.timeZone)));
      return { memberId, stage: member.stage };
    });
  }
}
