import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from '../checks/ports.js';
import { type ServiceName, serviceNames } from '../services/service-list.js';

/** Where everything of a running stack is found. */
export interface Addresses {
  /** `http://127.0.0.1:3001` for each service; its API page is at `/docs`. */
  readonly services: Readonly<Record<ServiceName, string>>;
  readonly mllp: { readonly host: string; readonly port: number };
  readonly issuer: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  /** An administrator's address. */
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** The page of the caught mails, `GET /messages` for programs; absent where mail goes to a real server. */
  readonly mail: string | undefined;
}

const fileOf = (state: string): string => join(state, 'addresses.json');

export function writeAddresses(state: string, addresses: Addresses): void {
  writeFileSync(fileOf(state), JSON.stringify(addresses, undefined, 2), { mode: 0o600 });
}

export function readAddresses(state: string): Addresses | undefined {
  return existsSync(fileOf(state)) ? JSON.parse(readFileSync(fileOf(state), 'utf8')) as Addresses : undefined;
}

interface Found extends Pick<Addresses, 'issuer' | 'brokers' | 'topicPrefix' | 'databaseUrl'> {
  readonly ports: Ports;
  readonly mail: { readonly smtpUrl: string; readonly pageUrl?: string };
}

export const addressesOf = ({ ports, mail, issuer, brokers, topicPrefix, databaseUrl }: Found): Addresses => ({
  services: Object.fromEntries(serviceNames.map((name) => [name, `http://127.0.0.1:${ports[name]}`])) as Record<ServiceName, string>,
  mllp: { host: '127.0.0.1', port: ports.mllp }, issuer, brokers, topicPrefix, databaseUrl, smtpUrl: mail.smtpUrl, mail: mail.pageUrl,
});
