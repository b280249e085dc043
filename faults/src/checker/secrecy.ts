import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Psql, schemaOf } from './database.js';
import type { LogRecord } from './log.js';
import { Finding, type Verdict } from './verdict.js';

/** Who a member is, as the client made it up, and what their coordinator was shown. */
export interface Shown { readonly person: readonly string[]; readonly profile: string }

export interface Outside {
  readonly shown: readonly Shown[];
  /** Answers that were a no, as they came. */
  readonly refusals: readonly string[];
  readonly records: readonly LogRecord[];
  readonly psql: Psql;
  /** The services with the addresses of their APIs. */
  readonly services: ReadonlyMap<string, string>;
  readonly logs: string;
}

/** Everybody is called Canary and twelve letters of chance; in base64 the six letters stand in one of three ways. Numbers of the plan begin with 93. */
const names = 'canary[a-z]{12}';
const encoded = 'Q2FuYXJ5|NhbmFye|DYW5hcn';
const numbers = '93[0-9]{6}[A-Z]';
const somebody = new RegExp(`${names}|\\b${numbers}\\b`, 'i');
const somebodyEncoded = new RegExp(encoded);

const tells = (text: string): boolean => somebody.test(text) || somebodyEncoded.test(text);

/** I17: who a member is stands where it is asked for by who may, and nowhere in what is logged, measured, said, kept or answered with a no. */
export async function judgeSecrecy({ shown, refusals, records, psql, services, logs }: Outside): Promise<Verdict> {
  const finding = new Finding('I17', 'who a member is: shown to their coordinator, and in no log, metric, record, row or refusal');
  for (const { person, profile } of shown) finding.hold(tells(profile) && person.every((token) => profile.includes(token)), () => 'a profile does not say who the member is');
  for (const refusal of refusals) finding.hold(!tells(refusal), () => `a refusal tells of somebody: ${refusal.slice(0, 60)}`);
  for (const { topic, partition, offset, key, headers, payload } of records) {
    finding.hold(!tells(`${key} ${JSON.stringify(headers)} ${payload}`), () => `${topic} ${partition}@${offset} tells of somebody`);
  }
  for (const [service, url] of services) {
    // A service that a bug has ended for good answers nothing, and the other findings have to be heard all the same.
    const metrics = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(30_000) }).then((answer) => answer.text()).catch(() => '');
    finding.hold(metrics !== '' && !tells(metrics), () => `the metrics of ${service} tell of somebody, or nothing`);
    const log = join(logs, `${service}.log`);
    finding.hold(existsSync(log), () => `there is no log of ${service}`);
    await judgeTables(finding, psql, schemaOf(service));
  }
  for (const log of readdirSync(logs)) finding.hold(!tells(readFileSync(join(logs, log), 'latin1')), () => `${log} tells of somebody`);
  return finding.verdict;
}

/** Every table, also those that keep profiles and messages: they are sealed. */
async function judgeTables(finding: Finding, psql: Psql, schema: string): Promise<void> {
  const tables = await psql.rows<{ name: string }>(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${schema}' AND table_type = 'BASE TABLE'`);
  finding.hold(tables.length > 0, () => `${schema} has no tables`);
  const counts = await psql.rows<{ name: string; count: number }>(tables.map(({ name }) =>
    `SELECT '${name}' AS name, count(*)::int AS count FROM ${schema}.${name} t WHERE t::text ~* '${names}' OR t::text ~ '${encoded}|\\y${numbers}\\y'`).join(' UNION ALL '));
  for (const { name, count } of counts) finding.hold(count === 0, () => `${count} rows of ${schema}.${name} tell of somebody`);
}
