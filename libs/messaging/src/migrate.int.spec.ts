import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrate } from './migrate.js';
import { Stage } from './stage.js';

class AddLamp1765000000000 implements MigrationInterface {
  name = 'AddLamp1765000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('CREATE TABLE lamp (id integer)');
  }

  async down(): Promise<void> { /* specs throw the database away */ }
}

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(() => stage.close());

/** Which transaction made the policy of the list of migrations; a migration makes it anew. */
const policyMadeBy = async (): Promise<unknown> =>
  (await stage.query("SELECT xmin::text FROM pg_policy WHERE polrelid = 'stage.migration'::regclass"))[0];

describe('bringing a schema up to date', () => {
  it('leaves one alone that is', async () => {
    const before = await policyMadeBy();
    await migrate(stage.urls.ownerUrl, []);
    expect(await policyMadeBy()).toEqual(before);
  });
  it('runs a migration that came later, and only once', async () => {
    await migrate(stage.urls.ownerUrl, [AddLamp1765000000000]);
    expect(await stage.query('SELECT * FROM stage.lamp')).toEqual([]);
    await migrate(stage.urls.ownerUrl, [AddLamp1765000000000]);
  });
  it('ends what a death left open: nobody but the owner sees the list of migrations', async () => {
    await stage.query('ALTER TABLE stage.migration NO FORCE ROW LEVEL SECURITY');
    await migrate(stage.urls.ownerUrl, []);
    expect(await stage.query("SELECT relforcerowsecurity AS forced FROM pg_class WHERE oid = 'stage.migration'::regclass")).toEqual([{ forced: true }]);
  });
});
