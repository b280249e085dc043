import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crashPoint } from './crash-point.js';
import { foundation } from './messaging.tables.js';

export type MigrationClass = new () => MigrationInterface;

/** What stands before a service's own first migration. */
class CreateFoundation1763000000000 implements MigrationInterface {
  name = 'CreateFoundation1763000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(foundation);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE projection_definition; DROP FUNCTION hhp_tenants');
  }
}

/** Brings the schema up to date with the owner's role. Two who do it at once take turns; who finds nothing to do does not load what migrates. */
export async function migrate(ownerUrl: string, own: readonly MigrationClass[]): Promise<void> {
  const migrations = [CreateFoundation1763000000000, ...own];
  if (!(await isUpToDate(ownerUrl, migrations))) await bringUpToDate(ownerUrl, migrations);
  crashPoint('migration.before-end');
}

/** Whether all of them have run, and nobody but the owner sees the list that says so: the last thing of all that is done. */
async function isUpToDate(ownerUrl: string, migrations: readonly MigrationClass[]): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: [list] } = await client.query("SELECT FROM pg_class WHERE oid = to_regclass('migration') AND relforcerowsecurity");
    if (!list) return false;
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migration');
    const done = new Set(rows.map(({ name }) => name));
    return migrations.every((each) => done.has(new each().name ?? each.name));
  } finally {
    await client.end();
  }
}

async function bringUpToDate(ownerUrl: string, migrations: readonly MigrationClass[]): Promise<void> {
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres', url: ownerUrl, migrations: [...migrations], migrationsTransactionMode: 'each', poolSize: 2,
    migrationsTableName: 'migration', installExtensions: false,
  });
  await source.initialize();
  const turn = source.createQueryRunner();
  try {
    await turn.query("SELECT pg_advisory_lock(hashtextextended('hhp migrate ' || current_schema(), 0))");
    await source.runMigrations();
    await turn.query(`DROP POLICY IF EXISTS owner_only ON migration; CREATE POLICY owner_only ON migration TO CURRENT_USER USING (true);
      ALTER TABLE migration ENABLE ROW LEVEL SECURITY; ALTER TABLE migration FORCE ROW LEVEL SECURITY`);
  } finally {
    await turn.release();
    await source.destroy();
  }
}
