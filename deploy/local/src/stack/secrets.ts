import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IssuerKeys, newKeys } from '../issuer/issuer-keys.js';

/** What only this stack knows, made on its first start. */
export interface Secrets {
  readonly postgresPassword: string;
  /** Of the database roles of the services. */
  readonly servicePassword: string;
  /** Wraps the data keys of members (HHP_MASTER_KEY). */
  readonly masterKey: string;
  /** Chains the audit (HHP_AUDIT_KEY). */
  readonly auditKey: string;
  /** By which demonstration users sign in. */
  readonly demoPassword: string;
  readonly issuerKeys: IssuerKeys;
}

const fileOf = (state: string): string => join(state, 'secrets.json');

export async function secretsOf(state: string): Promise<Secrets> {
  if (existsSync(fileOf(state))) return JSON.parse(readFileSync(fileOf(state), 'utf8')) as Secrets;
  const word = () => randomBytes(24).toString('base64url');
  const secrets: Secrets = {
    postgresPassword: word(), servicePassword: word(), masterKey: randomBytes(32).toString('base64'),
    auditKey: randomBytes(32).toString('base64'), demoPassword: word(), issuerKeys: await newKeys(),
  };
  writeFileSync(fileOf(state), JSON.stringify(secrets, undefined, 2), { mode: 0o600 });
  return secrets;
}
