import { cpus, release, totalmem, type } from 'node:os';
import pg from 'pg';

/** What the figures were measured on. Says nothing of whose machine it is. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryMiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  readonly postgresSettings: Readonly<Record<string, string>>;
}

export async function machineFacts(adminUrl: string): Promise<Machine> {
  const client = new pg.Client(adminUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name = ANY ($1)',
      [['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_level']]);
    const { server_version: postgres, ...postgresSettings } = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    return {
      cores: cpus().length, processor: cpus()[0]?.model ?? 'unknown', memoryMiB: Math.round(totalmem() / 2 ** 20),
      system: `${type()} ${release().split('-')[0]}`,
      node: process.version, postgres: postgres ?? 'unknown', postgresSettings,
    };
  } finally {
    await client.end();
  }
}
