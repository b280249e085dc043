import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { checkpointsIn, recordsIn } from './files.js';
import { recordsOf, servicesIn } from './records.js';
import { type SignedCheckpoint, type Verdict, verifyAudit } from './verify.js';

const usage = `Says of the audit of each service whether it is intact, or what is wrong and where (docs/audit.md).

  npm run verify-audit -- --database <url> [--service <name>] [--checkpoints <file or folder>]…
  npm run verify-audit -- --export <file> --service <name> --as-of <instant of the export> [--checkpoints …]
  npm run verify-audit -- --database <url> --service <name> --write-export <file>

The key is read from HHP_AUDIT_KEY, or from the file that --key-file names. Exit code: 0 intact, 1 not intact, 2 it could not be found out.`;

const { values: asked } = parseArgs({
  options: {
    database: { type: 'string' }, export: { type: 'string' }, service: { type: 'string' }, checkpoints: { type: 'string', multiple: true, default: [] },
    'key-file': { type: 'string' }, 'as-of': { type: 'string' }, 'write-export': { type: 'string' }, help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (asked.help || (!asked.database && !(asked.export && asked.service && asked['as-of']))) return say(usage, 2);
  if (asked['write-export'] && asked.database && asked.service) return writeExport(asked.database, asked.service, asked['write-export']);
  const key = Buffer.from(asked['key-file'] ? readFileSync(asked['key-file'], 'utf8').trim() : process.env.HHP_AUDIT_KEY ?? '', 'base64');
  if (key.length !== 32) return say('The key must be 32 bytes in base64: set HHP_AUDIT_KEY or name a --key-file.', 2);
  const checkpoints = asked.checkpoints.flatMap(checkpointsIn);
  const verdicts = asked.export
    ? [await verifyAudit(recordsIn(asked.export), { service: asked.service!, key, checkpoints, asOf: new Date(asked['as-of']!) })]
    : await inDatabase(asked.database!, key, checkpoints);
  for (const verdict of verdicts) tell(verdict);
  return verdicts.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

/** Everything from one moment of the database, by a role that may see the rows of all plans. */
async function reading<T>(url: string, work: (client: pg.Client, asOf: Date) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ sees: boolean; now: Date }>(
      'SELECT rolsuper OR rolbypassrls AS sees, clock_timestamp() AS now FROM pg_roles WHERE rolname = current_user');
    if (!rows[0]!.sees) throw new Error('This role does not see the rows of all plans: take a superuser or a role with BYPASSRLS');
    return await work(client, rows[0]!.now);
  } finally {
    await client.end();
  }
}

const inDatabase = (url: string, key: Buffer, checkpoints: readonly SignedCheckpoint[]): Promise<Verdict[]> => reading(url, async (client, asOf) => {
  const verdicts: Verdict[] = [];
  for (const service of asked.service ? [asked.service] : await servicesIn(client)) {
    verdicts.push(await verifyAudit(recordsOf(client, service.replaceAll('-', '_')), { service, key, checkpoints, asOf }));
  }
  return verdicts;
});

const writeExport = (url: string, service: string, path: string): Promise<number> => reading(url, async (client, asOf) => {
  const file = createWriteStream(path);
  for await (const record of recordsOf(client, service.replaceAll('-', '_'))) if (!file.write(`${JSON.stringify(record)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
  return say(`Exported as of ${asOf.toISOString()}`, 0);
});

function tell({ service, rows, vouched, unchained, faults }: Verdict): void {
  const tail = vouched < rows ? ` No checkpoint vouches for the last ${rows - vouched}: if more came after them, their loss would not show.` : '';
  const fresh = unchained > 0 ? ` ${unchained} of the last moments are not chained yet.` : '';
  if (faults.length === 0) say(`${service}: intact, ${rows} rows.${tail}${fresh}`, 0);
  else say(`${service}: NOT INTACT, ${faults.length} faults in ${rows} rows.`, 1);
  for (const { kind, position, row } of faults.slice(0, 20)) say(`  ${kind}${position === null ? '' : ` at position ${position}`}${row === null ? '' : `, row ${row}`}`, 1);
}

function say(text: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

process.exitCode = await main().catch((error: unknown) => say((error as Error).message, 2));
