import { type Day, dayOf, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import type { Caller, Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { FileImports } from '../file-import/file-imports.js';
import { type ListTotals, listTotals } from './engagement-list.projection.js';
import { ListImport, type ListSubject } from './list-import.js';

export interface ImportedList extends ListSubject, ListTotals {
  readonly importId: string;
}

@Injectable()
export class EngagementListCommands {
  constructor(private readonly files: FileImports, private readonly list: ListImport, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  /** Takes a file of an engagement list over (004-29, domain 3.1). The same file again changes nothing. */
  async import(caller: Caller, text: string, named: { programCode: string; listRunDate: Day; listVersion: string }): Promise<ImportedList> {
    const { rows, accepted, unchanged, rejected, byCounty, ...imported } = await this.files.import(caller, text, this.list, async (tx) => {
      if (named.listRunDate > dayOf(tx.now, this.office.timeZone)) {
        throw new Refused('day-to-come', 'The list was run on a day to come', 'invalid', ['listRunDate']);
      }
      return { listId: await listIdOf(tx, named), ...named };
    });
    return { ...imported, ...listTotals({ rows, accepted, unchanged, rejected, byCounty }) };
  }
}

async function listIdOf(tx: Tx, { programCode, listRunDate, listVersion }: { programCode: string; listRunDate: Day; listVersion: string }): Promise<string> {
  const name = [tx.tenant, programCode, listRunDate, listVersion];
  const [made] = await tx.query<{ id: string }>(
    `INSERT INTO engagement_list (tenant, program_code, list_run_date, list_version, list_id, received_at) VALUES ($1, $2, $3::date, $4, $5, $6)
     ON CONFLICT (tenant, program_code, list_run_date, list_version) DO NOTHING RETURNING list_id AS id`, [...name, tx.newId(), tx.now]);
  if (made) return made.id;
  const [known] = await tx.query<{ id: string }>(
    'SELECT list_id AS id FROM engagement_list WHERE tenant = $1 AND program_code = $2 AND list_run_date = $3::date AND list_version = $4', name);
  return known!.id;
}
