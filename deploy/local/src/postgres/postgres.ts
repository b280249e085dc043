import { execFile } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Daemon, startDaemon, untilReady } from '../daemon.js';
import { logOf } from '../places.js';
import { Problem } from '../problem.js';
import { type Tls, tlsFiles, tlsOnly } from './tls-only.js';
import { binariesFor } from './binaries.js';
import { type User, postgresHome, postgresUser } from './postgres-user.js';

/** What a PostgreSQL of one's own needs to be told. */
export interface PostgresOptions {
  readonly state: string;
  readonly port: number;
  readonly password: string;
  /** For tests: does not wait for the disk, so a power cut would cost the data. */
  readonly fast?: boolean;
  /** Speaks TLS alone, with whoever shows a certificate; in the clear with nobody. */
  readonly tls?: Tls;
  /** Started again after a crash: its log goes on. */
  readonly again?: boolean;
  /** Told as soon as the program exists, before it answers. */
  readonly begun?: (daemon: Daemon) => void;
}

/** A PostgreSQL server beside us. */
export interface Postgres {
  readonly url: string;
  readonly version: string;
  /** Whether it has no data yet. */
  readonly fresh: boolean;
  readonly daemon: Daemon;
  stop(): Promise<void>;
}

const settings = (fast: boolean): string[] => [
  'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'wal_level=logical', 'max_replication_slots=200', 'max_wal_senders=200',
  // A relay that stays away must not fill the disk with the log it has not read.
  'max_slot_wal_keep_size=4GB', 'max_connections=300', 'timezone=UTC', 'log_timezone=UTC', 'logging_collector=off',
  ...(fast ? ['fsync=off', 'full_page_writes=off'] : []),
].flatMap((setting) => ['-c', setting]);

/** Starts PostgreSQL on the data of the state folder, which is made on the first start. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = postgresUser();
  const home = postgresHome(options.state, user);
  const { bin, version } = binariesFor(home, user);
  const data = join(home, 'data');
  const fresh = !existsSync(data);
  if (fresh) await initialize({ bin, home, user, options });
  if (options.tls) tlsFiles(home, options.tls, user);
  const log = logOf(options.state, 'postgres');
  const daemon = await startDaemon({
    name: 'PostgreSQL', file: join(bin, 'postgres'), cwd: home, user, log, env: plainEnvironment, append: options.again ?? false,
    args: ['-D', data, '-p', String(options.port), ...settings(options.fast ?? false), ...(options.tls ? tlsOnly(home).settings : [])],
  });
  options.begun?.(daemon);
  const url = `postgresql://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres${options.tls ? tlsOnly(home).asked : ''}`;
  await untilReady(daemon, log, () => answers(url), 60_000);
  return { url, version, fresh, daemon, stop: () => daemon.stop('SIGINT', 30_000) };
}

/** Nothing of the user's locale and no PG… variable may reach the server. */
const plainEnvironment: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

interface Initialization {
  readonly bin: string;
  readonly home: string;
  readonly user: User | undefined;
  readonly options: PostgresOptions;
}

/** Makes the data beside its place and moves it there when it is whole, so that an interrupted start leaves no half. */
async function initialize({ bin, home, user, options }: Initialization): Promise<void> {
  const [data, half, secret] = [join(home, 'data'), join(home, 'data.half'), join(home, 'password')];
  rmSync(half, { recursive: true, force: true });
  writeFileSync(secret, `${options.password}\n`, { mode: 0o600 });
  if (user) chownSync(secret, user.uid, user.gid);
  const args = [
    '-D', half, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', ...(options.fast ? ['--no-sync'] : []),
  ];
  try {
    await promisify(execFile)(join(bin, 'initdb'), args, { ...user, cwd: home, env: plainEnvironment });
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? (error as Error).message).trim().split('\n').slice(-4).join(' / ');
    if (/No space left/.test(said)) throw Object.assign(new Error(said), { code: 'ENOSPC' });
    throw new Problem(`PostgreSQL could not make its data in ${home}: ${said}`);
  } finally {
    rmSync(secret, { force: true });
  }
  renameSync(half, data);
}

/** Whether a server answers under this address. */
export async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
