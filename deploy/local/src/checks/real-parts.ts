import type { KafkaSecurity } from '@hhp/messaging';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { kafkaAnswers } from '../kafka/kafka.js';
import { Problem } from '../problem.js';

/** Real servers that are used instead of those of the stack, each by its setting. */
export interface RealParts {
  /** An administrator's address. */
  readonly databaseUrl: string | undefined;
  readonly brokers: string | undefined;
  readonly issuer: string | undefined;
  readonly smtpUrl: string | undefined;
}

export const realPartsOf = (env: NodeJS.ProcessEnv): RealParts => ({
  databaseUrl: env.DATABASE_URL || undefined, brokers: env.KAFKA_BROKERS || undefined,
  issuer: env.OIDC_ISSUER || undefined, smtpUrl: env.SMTP_URL || undefined,
});

/** How the real Kafka is spoken with, by the settings that every service has for it. */
export function kafkaSecurityOf(env: NodeJS.ProcessEnv): KafkaSecurity {
  const text = (name: string): string => {
    try {
      return env[name] ? readFileSync(env[name], 'utf8') : '';
    } catch {
      throw new Problem(`The file that ${name} names cannot be read: correct the setting.`);
    }
  };
  const { KAFKA_USER: user, KAFKA_PASSWORD: password = '' } = env;
  return {
    ...(env.KAFKA_TLS === 'on' && { tls: { ca: text('KAFKA_TLS_CA'), cert: text('KAFKA_TLS_CERT'), key: text('KAFKA_TLS_KEY') } }),
    ...(user && { login: { user, password } }),
  };
}

/** Whether the named servers answer and can do what the services ask of them. Addresses may hold passwords, so no sentence repeats one. */
export async function checkRealParts({ databaseUrl, brokers, issuer }: RealParts): Promise<void> {
  await Promise.all([
    databaseUrl && checkDatabase(databaseUrl),
    brokers && kafkaAnswers(brokers).then((yes) => { if (!yes) throw new Problem('No Kafka answers at KAFKA_BROKERS: start it, or correct the setting.'); }),
    issuer && checkIssuer(issuer),
  ]);
}

async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows: [found] } = await client.query<{ wal: string; version: number; may: boolean }>(`
      SELECT current_setting('wal_level') AS wal, current_setting('server_version_num')::int AS version,
        (SELECT rolsuper OR (rolcreaterole AND rolreplication) FROM pg_roles WHERE rolname = current_user) AS may`);
    if (found!.wal !== 'logical') throw new Problem('The PostgreSQL of DATABASE_URL must run with wal_level=logical: set it there and restart it.');
    if (found!.version < 160_000) throw new Problem('The PostgreSQL of DATABASE_URL is too old: version 16 or newer is needed.');
    if (!found!.may) throw new Problem('The user of DATABASE_URL must be an administrator, who may create roles and replication: name another one.');
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('No PostgreSQL lets us in at DATABASE_URL: start it, or correct the setting.');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkIssuer(issuer: string): Promise<void> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  const said = answer?.ok ? await answer.json() as { issuer?: string } : undefined;
  if (said?.issuer === issuer) return;
  throw new Problem('No issuer of that name answers at OIDC_ISSUER: start it, or spell the setting as the issuer spells itself.');
}
