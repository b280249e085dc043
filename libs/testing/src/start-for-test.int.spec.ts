import { randomUUID } from 'node:crypto';
import { removeTopics } from '@hhp/messaging';
import { createService } from '@hhp/service-host';
import { Controller, Get, Module } from '@nestjs/common';
import pg from 'pg';
import { eventually } from './eventually.js';
import { Beside, exampleService, KnownMembersConsumer } from './example/example.js';
import { ask } from './http-client.js';
import { testServers } from './servers.js';
import { startForTest, surroundingsOf } from './start-for-test.js';

@Controller('silent')
class SilentController {
  @Get()
  show(): string { return 'to anybody?'; }
}
@Module({ controllers: [SilentController], providers: [KnownMembersConsumer, Beside] })
class SilentModule {}

const left = async (name: string): Promise<unknown> => {
  const client = new pg.Client(testServers().databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::integer FROM pg_database WHERE datname = $1) AS databases,
              (SELECT count(*)::integer FROM pg_roles WHERE rolname LIKE $1 || '%') AS roles,
              (SELECT count(*)::integer FROM pg_replication_slots WHERE database = $1) AS slots`, [name]);
    return rows[0];
  } finally {
    await client.end();
  }
};

describe('starting a service for a suite', () => {
  it('gives it a database and topics of its own, of which nothing is left afterwards', async () => {
    const [one, other] = await Promise.all([startForTest(exampleService), startForTest(exampleService)]);
    try {
      const as = await one.token('care-coordinator', { tenant: 'golden-gate' });
      expect((await one.request('POST', `/members/${randomUUID()}/notes`, { as, body: { words: 'mine' } })).status).toBe(201);
      expect([await one.query('SELECT words FROM note'), await other.query('SELECT words FROM note')]).toEqual([[{ words: 'mine' }], []]);
      expect((await other.request('GET', '/own', { as })).status).toBe(401);
    } finally {
      const [{ name }] = await one.query<{ name: string }>('SELECT current_database() AS name') as [{ name: string }];
      // The relay makes its slot when the service already answers: PostgreSQL first waits for every transaction that is open anywhere.
      await eventually(async () => { expect(await left(name)).toEqual({ databases: 1, roles: 3, slots: 1 }); });
      await Promise.all([one.stop(), other.stop()]);
      expect(await left(name)).toEqual({ databases: 0, roles: 0, slots: 0 });
      expect(await removeTopics(testServers().brokers, `${name}.`)).toBe(0);
    }
  });
  it('begins what runs beside it last, and ends it first', async () => {
    const running = await startForTest(exampleService);
    const { told } = running.get(Beside);
    expect(told).toEqual(['begun']);
    await running.stop();
    expect(told).toEqual(['begun', 'ended']);
  });
  it('leaves nothing of its surroundings even when the service still holds them', async () => {
    const around = await surroundingsOf(exampleService, { settings: { LOG_LEVEL: 'silent' } });
    const service = await createService(exampleService, around.environment);
    const [{ name }] = await around.database.query<{ name: string }>('SELECT current_database() AS name') as [{ name: string }];
    await eventually(async () => { expect((await ask(service.url, 'GET', '/health/ready')).status).toBe(200); });
    await around.remove();
    expect(await left(name)).toEqual({ databases: 0, roles: 0, slots: 0 });
    await service.stop();
  });
  it('does not start one with a route that says neither who may call it nor that anybody may', async () => {
    await expect(startForTest({ ...exampleService, module: SilentModule })).rejects.toThrow('Routes without @Access or @PublicAccess: SilentController.show.');
  });
  it('refuses a wrong setting, and leaves nothing', async () => {
    await expect(startForTest(exampleService, { settings: { MOST_NOTES: 'many' } })).rejects.toThrow('MOST_NOTES must be a whole number from 0.');
  });
});
