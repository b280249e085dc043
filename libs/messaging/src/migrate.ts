import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
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

/** Brings the schema up to date with the owner's role. Two who do it at once take turns. */
export async function migrate(ownerUrl: string, migrations: readonly MigrationClass[]): Promise<void> {
  const source = new DataSource({
    type: 'postgres', url: ownerUrl, migrations: [CreateFoundation1763000000000, ...migrations], migrationsTransactionMode: 'each', poolSize: 2,
    migrationsTableName: 'migration', installExtensions: false,
  });
  await source.initialize();
  const turn = source.createQueryRunner();
  try {
    await turn.query("SELECT pg_advisory_lock(hashtextextended('hhp migrate ' || current_schema(), 0))");
    await source.runMigrations();
    crashPoint('migration.before-end');
    await turn.query('ALTER TABLE migration ENABLE ROW LEVEL SECURITY; ALTER TABLE migration FORCE ROW LEVEL SECURITY;');
    await turn.query("DROP POLICY IF EXISTS owner_only ON migration; CREATE POLICY owner_only ON migration TO CURRENT_USER USING (true)");
  } finally {
    await turn.release();
    await source.destroy();
  }
}
