import { randomBytes, randomUUID } from 'node:crypto';
import { newDataKey, seal, wrapKey } from '@hhp/messaging';
import { type FreshDatabase, freshDatabase } from './fresh-database.js';
import { tellsOfNobody } from './secrecy.js';
import { testServers } from './servers.js';

const master = randomBytes(32);
const look = (outlets: Parameters<typeof tellsOfNobody>[2] = []): Promise<number> => tellsOfNobody(database, master.toString('base64'), outlets);
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase(testServers().databaseUrl, 'example-notes', `t${randomBytes(6).toString('hex')}`);
  await database.query('CREATE TABLE known_key (tenant text, member_id uuid, wrapped_key text)');
  await database.query('CREATE TABLE known_profile (tenant text, member_id uuid, sealed text)');
  await database.query('CREATE TABLE outbox (key text, headers text, value text)');
  for (const profile of [{ cin: '91234567A', lastName: 'Reyes-Ortiz', firstName: 'Ana' }, { cin: '91234568B', phone: '415-555-0114', lastName: 'Li' }]) {
    const [memberId, key] = [randomUUID(), newDataKey()];
    await database.query('INSERT INTO known_key VALUES ($1, $2, $3)', ['golden-gate', memberId, wrapKey(master, key)]);
    await database.query('INSERT INTO known_profile VALUES ($1, $2, $3)', ['golden-gate', memberId, seal(key, memberId, profile)]);
  }
  await database.query("INSERT INTO outbox VALUES ('a key', '{}', 'Ana is anybody, and Li is too short to be looked for')");
});
afterAll(() => database.drop());

describe('the look for members at the end of a suite', () => {
  it('opens what is sealed, knows what tells of a person, and is content when it stands nowhere', async () => {
    expect(await look([{ name: 'the log', text: 'Serving' }])).toBe(4);
  });
  it.each(['91234568b', 'reyes-ortiz', '415-555-0114'])('names the table that holds one, in any letters', async (word) => {
    await database.query("UPDATE outbox SET headers = '{\"x\": \"' || $1 || '\"}'", [word]);
    await expect(look()).rejects.toThrow(/^Who a member is stands in outbox\.$/);
    await database.query("UPDATE outbox SET headers = '{}'");
  });
  it('names what was logged, measured or refused with one', async () => {
    await expect(look([{ name: 'the metrics', text: 'x' }, { name: 'the log', text: 'Found REYES-ORTIZ' }])).rejects.toThrow(/^Who a member is stands in the log\.$/);
  });
});
