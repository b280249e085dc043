import { Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { asDirectory } from '../access.js';
import { listOrganizations } from '../listing/organizations.js';
import { listServices } from '../listing/services.js';
import { fateOfImport } from '../listing/standing.js';
import { type Format, mappings } from './formats.js';
import { organizationThing, prepare, type Prepared, serviceThing, termThing } from './prepared.js';
import type { Upload } from './source-row.js';
import { listTerms } from './terms.js';
import { type Fate, type FileTotals, type QuarantinedRow, totalsOf } from './totals.js';

export interface ImportAnswer {
  readonly importId: string;
  readonly source: string;
  readonly format: string;
  readonly files: readonly FileTotals[];
}

/** Records of one transaction: one takes 0.3 ms, and a transaction must end within 250 ms on a busy machine too. */
const chunk = 150;
const quarantinePage = 2_000;

/**
 * Imports a file through its mapping. The work is done in steps, each with its own answer under the request's key: cut off in the midst and
 * asked again with the same key, it goes on where it stood.
 */
@Injectable()
export class ImportCommands {
  private readonly logger = new Logger('import');

  constructor(private readonly transactions: Transactions) {}

  async import(asking: Caller, source: string, format: Format, upload: Upload): Promise<ImportAnswer> {
    const caller = asDirectory(asking);
    const prepared = prepare(mappings[format](upload, source));
    if (prepared.rows.length === 0) throw new Refused('file-empty', 'The file holds no records.', 'invalid');
    const importId = await this.transactions.command(caller, (tx) => begin(tx, source, format), 'begin');
    const { files, quarantine } = totalsOf(prepared, await this.list(caller, source, prepared));
    for (const [nth, rows] of pages(quarantine, quarantinePage).entries()) {
      await this.transactions.command(caller, (tx) => keepQuarantine(tx, importId, nth * quarantinePage, rows), `quarantine-${nth}`);
    }
    await this.transactions.command(caller, (tx) => end(tx, importId, files), 'end');
    for (const { file, rowsIn, listed, quarantined, unchanged } of files) {
      const becameOf = `listed:${listed}/quarantined:${quarantined}/unchanged:${unchanged}`;
      this.logger.log('A file was imported', { kind: `${format}/${file}`, count: rowsIn, reason: becameOf });
    }
    return { importId, source, format, files };
  }

  /** Organizations before their services. Answers what became of each thing. */
  private async list(caller: Caller, source: string, prepared: Prepared): Promise<ReadonlyMap<string, Fate>> {
    const coming = { source, edited: false, fateOf: fateOfImport };
    const fates = new Map<string, Fate>();
    const inSteps = async <T>(kind: string, all: readonly T[], work: Work<T>, thing: (id: string) => string): Promise<void> => {
      for (const [nth, some] of pages(all, chunk).entries()) {
        const answer = await this.transactions.command(caller, async (tx) => [...await work(tx, some)], `${kind}-${nth}`);
        for (const [id, fate] of answer) fates.set(thing(id), fate);
      }
    };
    await inSteps('terms', prepared.terms, (tx, some) => listTerms(tx, source, some), termThing);
    await inSteps('organizations', prepared.organizations, (tx, some) => listOrganizations(tx, some, coming), organizationThing);
    await inSteps('services', prepared.services, (tx, some) => listServices(tx, some, coming), serviceThing);
    return fates;
  }
}

/** Lists some things in one transaction, and answers what became of each by its id. */
type Work<T> = (tx: Tx, some: readonly T[]) => Promise<Map<string, Fate>>;

function pages<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size));
}

async function begin(tx: Tx, source: string, format: Format): Promise<string> {
  const id = tx.newId();
  await tx.query(
    'INSERT INTO directory_import (id, source, format, begun_by, begun_at) VALUES ($1, $2, $3, $4, $5)', [id, source, format, tx.caller.actor, tx.now]);
  return id;
}

async function keepQuarantine(tx: Tx, importId: string, from: number, rows: readonly QuarantinedRow[]): Promise<number> {
  const said = JSON.stringify(rows.map((row, at) => ({ import_id: importId, nth: from + at + 1, ...row })));
  await tx.query('INSERT INTO quarantined_row SELECT * FROM jsonb_populate_recordset(NULL::quarantined_row, $1::jsonb)', [said]);
  return rows.length;
}

async function end(tx: Tx, importId: string, files: readonly FileTotals[]): Promise<null> {
  await tx.query('UPDATE directory_import SET ended_at = $2, totals = $3 WHERE id = $1', [importId, tx.now, JSON.stringify(files)]);
  return null;
}
