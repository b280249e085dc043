import { randomBytes } from 'node:crypto';
import { migrate, openDatabase, Transactions, type Database } from '@hhp/messaging';
import { evidence, type FreshDatabase, freshDatabase, testServers } from '@hhp/testing';
import { foreignPlan, ownPlan, services } from '../deployment-parts.js';
import { addressee, type Cell, cellsOf, outcomeOf } from './cells.js';
import { mutantsOf } from './mutants.js';
import { asksNothing, ownedTables, type OwnedTable, rowOf } from './plan-tables.js';

/**
 * The policies alone: the guards, the routes and every condition in the services' own statements are left out. Whoever has got so far
 * that they run any statement they like in the service's name still reads and writes nothing of another plan.
 */
const counted = { tables: 0, cells: 0, held: 0, mutants: 0, killed: 0 };

interface Opened { readonly database: FreshDatabase; readonly pool: Database; readonly transactions: Transactions; readonly tables: readonly OwnedTable[] }

/** A service's schema with a row of each plan in every table that has an owner. What is on trial are the policies: nothing else may refuse. */
async function open({ name, migrations }: (typeof services)[number]): Promise<Opened> {
  const database = await freshDatabase(testServers().databaseUrl, name, `t${randomBytes(6).toString('hex')}`);
  await migrate(database.ownerUrl, [...migrations]);
  const tables = await ownedTables(database);
  await database.query(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = current_schema()::regnamespace AND conparentid = 0
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP;
    FOR c IN SELECT DISTINCT tgrelid::regclass AS t FROM pg_trigger WHERE NOT tgisinternal AND tgparentid = 0
      AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
    LOOP EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', c.t); END LOOP;
  END $$`);
  for (const table of tables) for (const plan of [ownPlan, foreignPlan]) await database.query(rowOf(table, plan, { seed: plan, addressedTo: addressee }));
  const pool = openDatabase(database.serviceUrl, { max: 2 });
  return { database, pool, tables, transactions: new Transactions(pool, { service: name, clockOffset: () => 0 }) };
}

async function broken(opened: Opened, cells: readonly Cell[], firstOnly = false): Promise<string[]> {
  const found: string[] = [];
  for (const cell of cells) {
    const outcome = await outcomeOf(opened.transactions, cell);
    if (outcome !== cell.expected) found.push(`${cell.what}: ${outcome} instead of ${cell.expected}`);
    if (firstOnly && found.length > 0) break;
  }
  return found;
}

describe.each(services.map((service) => [service.name, service] as const))('the policies of %s alone', (_name, service) => {
  let opened: Opened;
  beforeAll(async () => { opened = await open(service); });
  afterAll(async () => {
    await opened.pool.close();
    await opened.database.drop();
  });

  it('let nobody read or write what is another plan’s, by any statement', async () => {
    for (const table of opened.tables) {
      const cells = cellsOf(table);
      const wrong = await broken(opened, cells);
      counted.cells += cells.length;
      counted.held += cells.length - wrong.length;
      expect([table.name, wrong]).toEqual([table.name, []]);
    }
    counted.tables += opened.tables.length;
  });
  it('ask nothing in these places alone: what is added to the audit, by whoever did it', () => {
    const free = opened.tables.flatMap(({ name, policies }) => policies.filter(asksNothing).map((policy) => `${name}.${policy.name}`));
    expect(free).toEqual(['audit_entry.added_by_anyone']);
  });
  it('are missed by a cell, whichever of them is missing or too wide', async () => {
    const survived: string[] = [];
    for (const table of opened.tables) {
      const cells = cellsOf(table);
      for (const { what, plant, mend } of mutantsOf(table)) {
        await opened.database.query(plant);
        counted.mutants++;
        const seen = await broken(opened, cells, true).finally(() => opened.database.query(mend));
        if (seen.length > 0) counted.killed++;
        else survived.push(what);
      }
      expect([table.name, await broken(opened, cells)]).toEqual([table.name, []]);
    }
    expect(survived).toEqual([]);
  });
});

afterAll(() => {
  evidence('authorization-policies', [
    { claim: 'The policies of the database alone let nobody read or write across plans', counted: { tables: counted.tables, cells: counted.cells, held: counted.held }, holds: counted.cells > 500 && counted.held === counted.cells },
    { claim: 'Each policy that is taken away or widened is seen by a cell', counted: { mutants: counted.mutants, killed: counted.killed }, holds: counted.mutants > 200 && counted.killed === counted.mutants },
  ]);
});
