import pg from 'pg';
import { type ServiceName, serviceNames } from '../services/service-list.js';
import type { Addresses } from '../stack/addresses.js';
import { filesBelow, leaks, type Output } from './scan.js';

/** A stack that lies in one folder, with the addresses of its parts, and what it answered when it said no. */
interface Place { readonly state: string; readonly addresses: Addresses; readonly refused: readonly Output[] }

const schemaOf = (service: ServiceName): string => service.replace('-', '_');
/** Tables that every service has: what it says, what it could not take, what it answered, and who did what. */
const kept = ['parked_event', 'parked_key', 'discarded_event', 'outbox', 'audit_entry', 'idempotency_key', 'deadline', 'reader_version'];

/** Tables as lines, as the database's administrator sees them. */
export async function tablesOf({ databaseUrl }: Pick<Addresses, 'databaseUrl'>, tables: readonly (readonly [ServiceName, string])[]): Promise<Output[]> {
  const admin = new pg.Client(databaseUrl);
  await admin.connect();
  try {
    const outputs: Output[] = [];
    for (const [service, table] of tables) {
      const { rows } = await admin.query<{ line: string }>(`SELECT t::text AS line FROM ${schemaOf(service)}.${table} t ORDER BY 1`);
      outputs.push({ name: `${service}.${table}`, bytes: Buffer.from(rows.map(({ line }) => line).join('\n')) });
    }
    return outputs;
  } finally {
    await admin.end();
  }
}

/**
 * All that leaves a stack without being meant for anybody who may know a member: metrics, the tables that every service keeps, refusals, logs of all
 * programs, and Kafka's own files with every key, header and value in them. PostgreSQL's files and the caught mails are what may hold a person.
 */
export async function* outputsOf({ state, addresses, refused }: Place): AsyncGenerator<Output> {
  for (const service of serviceNames) {
    const answer = await fetch(`${addresses.services[service]}/metrics`, { signal: AbortSignal.timeout(30_000) });
    yield { name: `${service} /metrics`, bytes: Buffer.from(await answer.text()) };
  }
  yield* await tablesOf(addresses, serviceNames.flatMap((service) => kept.map((table) => [service, table] as const)));
  yield* refused;
  yield* filesBelow(state, ['postgres', 'postgres-lies-in', 'mails', 'jars', 'secrets.json', 'code-cache']);
}

interface Wanted { readonly tokens: readonly string[]; readonly memberId: string }
/** What a scan looked at, which outputs hold a token, and what it should have seen and did not. */
export interface Scanned { readonly outputs: number; readonly found: readonly string[]; readonly overlooked: readonly string[] }

const segment = /kafka.*hhp\.(?:member|member-profile|referral|assessment|disclosure)-\d+\/\d+\.log$/;

/** Looks for tokens in all outputs, and for a member's opaque id, which has to be in Kafka's files and in the audit: otherwise it looks past them. */
export async function scan(outputs: AsyncIterable<Output>, { tokens, memberId }: Wanted): Promise<Scanned> {
  const [names, holding, found]: [string[], string[], string[]] = [[], [], []];
  for await (const output of outputs) {
    names.push(output.name);
    if (output.bytes.includes(memberId)) holding.push(output.name);
    found.push(...leaks([output], tokens));
  }
  const segments = holding.filter((name) => segment.test(name)).length;
  return {
    outputs: names.length, found, overlooked: [
      ...(segments < 5 ? [`a member's id stands in ${segments} of Kafka's files`] : []),
      ...(holding.includes('assessment.audit_entry') ? [] : ["a member's id is not in the audit"]),
      ...serviceNames.filter((service) => !names.some((name) => name.endsWith(`logs/${service}.log`))).map((service) => `the log of ${service} was not read`),
    ],
  };
}
