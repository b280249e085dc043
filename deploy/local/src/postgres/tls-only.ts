import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { User } from './postgres-user.js';

/** A server's certificate and key, and the authority that signed it and those of its clients; PEM. */
export interface Tls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const named = (home: string, file: keyof Tls | 'hba'): string => join(home, `tls-${file}.pem`);

/** Writes what a server needs that lets nobody in but by TLS with a certificate, for replication too. */
export function tlsFiles(home: string, tls: Tls, user: User | undefined): void {
  const hba = ['all', 'replication'].map((what) => `hostssl ${what} all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca`).join('\n');
  for (const [file, text] of Object.entries({ ...tls, hba: `${hba}\n` })) {
    const path = named(home, file as keyof Tls);
    writeFileSync(path, text, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
  }
}

/** The server's settings, and what an address of it asks for; its own certificate serves as a client's too. */
export const tlsOnly = (home: string): { readonly settings: readonly string[]; readonly asked: string } => ({
  settings: [`ssl=on`, `ssl_cert_file=${named(home, 'cert')}`, `ssl_key_file=${named(home, 'key')}`, `ssl_ca_file=${named(home, 'ca')}`, `hba_file=${named(home, 'hba')}`]
    .flatMap((setting) => ['-c', setting]),
  asked: `?${new URLSearchParams({ sslmode: 'verify-full', sslrootcert: named(home, 'ca'), sslcert: named(home, 'cert'), sslkey: named(home, 'key') })}`,
});
