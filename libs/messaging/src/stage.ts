import { randomBytes, randomUUID } from 'node:crypto';
import { ReferralVoided } from '@hhp/contracts';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type Aggregate, change } from './aggregate.js';
import type { Caller } from './caller.js';
import { type Database, openDatabase } from './database.js';
import { ensureTopics, removeTopics } from './kafka-log.js';
import { messagingTables } from './messaging.tables.js';
import { Messaging } from './messaging.js';
import { migrate } from './migrate.js';
import { publishEvents } from './outside.js';
import { projection, sharedPolicies, tenantPolicies } from './policies.js';
import { type ServiceUrls, provisionDatabase } from './provision.js';
import { NotYet, OnDeadline, OnEvents, Reader } from './reader.js';
import type { Received } from './received.js';
import { Transactions } from './transactions.js';
import type { Deadline } from './deadlines.js';
import { Refused } from '@hhp/domain-kit';
import type { Tx } from './tx.js';

/** A small service of its own for the specs of this library: it says and reads one kind of event on `hhp.referral`. */
class CreateStage1764000000000 implements MigrationInterface {
  name = 'CreateStage1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`${messagingTables}
      CREATE TABLE thing (tenant text NOT NULL, id uuid NOT NULL, version integer NOT NULL, state jsonb NOT NULL, owner uuid, PRIMARY KEY (tenant, id));
      ${tenantPolicies('thing', { addressedTo: 'owner' })}
      CREATE TABLE rung (nth bigint GENERATED ALWAYS AS IDENTITY, subject text NOT NULL); ${sharedPolicies('rung')}
      CREATE TABLE switch (key text PRIMARY KEY, what text NOT NULL); ${sharedPolicies('switch')}
      ${projection(`CREATE TABLE effect (
          tenant text NOT NULL, nth bigint GENERATED ALWAYS AS IDENTITY, aggregate uuid NOT NULL, version integer NOT NULL, member uuid NOT NULL,
          PRIMARY KEY (tenant, nth));
        ${tenantPolicies('effect')}`)}`);
  }

  async down(): Promise<void> { /* specs throw the database away */ }
}

interface Thing { readonly count: number }
const things: Aggregate<Thing, ReferralVoided> = { table: 'thing', initial: { count: 0 }, evolve: ({ count }) => ({ count: count + 1 }) };
export const voided = (referralId: string, memberId: string): ReferralVoided =>
  ({ type: 'ReferralVoided', data: { referralId, memberId, reason: 'duplicate', voidedAt: '2019-09-13T16:30:00.000Z' } });

/** Writes one row for each event, so that an effect that came twice counts twice. What a member's switch says, happens. */
@Reader({ name: 'effects', topics: ['hhp.referral'], tables: ['effect'] })
export class Effects {
  /** How often a slice was tried that its handler said something was missing for. */
  static tries = 0;

  @OnEvents(ReferralVoided)
  async count(tx: Tx, events: readonly Received<ReferralVoided>[]): Promise<void> {
    for (const what of ['wait-together', 'wait-soon']) {
      const waiting = await tx.query<{ key: string }>('SELECT key FROM switch WHERE what = $1 AND key = ANY ($2)', [what, events.map(({ key }) => key)]);
      if (waiting.length === 0) continue;
      Effects.tries++;
      throw new NotYet(`switch-says-${what}`, { keys: waiting.map(({ key }) => key), soon: what === 'wait-soon' });
    }
    for (const { tenant, aggregate, version, key } of events) {
      const [set] = await tx.query<{ what: string }>('SELECT what FROM switch WHERE key = $1', [key]);
      if (set?.what === 'refuse') throw new Refused('switched-off', 'The switch says no');
      if (set?.what === 'type-error') throw new TypeError('a bug');
      if (set?.what === 'wait') throw new NotYet('switch-says-wait');
      await tx.query('INSERT INTO effect (tenant, aggregate, version, member) VALUES ($1, $2, $3, $4)', [tenant, aggregate, version, key]);
    }
  }
}

export class Bell {
  @OnDeadline('bell')
  async ring(tx: Tx, { subject }: Deadline): Promise<void> {
    if (subject.startsWith('broken')) throw new Error('broken bell');
    await tx.query('INSERT INTO rung (subject) VALUES ($1)', [subject]);
  }

  /** A date of a thing: its taker changes it, as takers do. */
  @OnDeadline('thing', { locks: 'thing' })
  async remind(tx: Tx, { subject }: Deadline): Promise<void> {
    await tx.query('INSERT INTO rung (subject) VALUES ($1)', [subject]);
    await change(tx, things, subject, () => [voided(subject, subject)]);
  }
}

export class Stage {
  readonly messagings: Messaging[] = [];
  offset = 0;

  readonly database: Database;

  private constructor(
    readonly adminUrl: string, readonly urls: ServiceUrls, readonly place: { brokers: string[]; topicPrefix: string },
    private readonly dropDatabase: () => Promise<void>,
  ) {
    this.database = openDatabase(urls.serviceUrl, { max: 20 });
  }

  static async open(): Promise<Stage> {
    const { TEST_DATABASE_URL, TEST_KAFKA_BROKERS } = process.env;
    if (!TEST_DATABASE_URL || !TEST_KAFKA_BROKERS) throw new Error('These specs need servers: run them by `npm test`');
    const name = `stage_${randomBytes(6).toString('hex')}`;
    const admin = new pg.Pool({ connectionString: TEST_DATABASE_URL, max: 1 });
    await admin.query(`CREATE DATABASE ${name}`);
    const adminUrl = Object.assign(new URL(TEST_DATABASE_URL), { pathname: `/${name}` }).href;
    const urls = await provisionDatabase(adminUrl, 'stage', { password: 'stage', rolePrefix: name });
    await migrate(urls.ownerUrl, [CreateStage1764000000000]);
    const place = { brokers: TEST_KAFKA_BROKERS.split(','), topicPrefix: `${name}.` };
    await ensureTopics(place.brokers, { prefix: place.topicPrefix, names: ['hhp.referral'] });
    return new Stage(adminUrl, urls, place, async () => {
      // A server takes a moment to see that a relay has left.
      await eventually(async () => {
        await admin.query(`SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '${name}'`);
      });
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      for (const role of ['', '_owner', '_relay']) await admin.query(`DROP ROLE IF EXISTS ${name}_stage${role}`);
      await admin.end();
      await removeTopics(place.brokers, place.topicPrefix);
    });
  }

  get transactions(): Transactions {
    return new Transactions(this.database, { service: 'stage', clockOffset: () => this.offset });
  }

  /** Another process of the same service. */
  async start(readers: object[] = [new Effects()]): Promise<Messaging> {
    const { transactions, database, urls: { relayUrl }, place } = this;
    const messaging = new Messaging({ service: 'stage', database, relayUrl, ...place, transactions });
    this.messagings.push(messaging);
    await messaging.start({ readers, deadlines: [new Bell()] });
    return messaging;
  }

  caller(tenant: string, more: Partial<Caller> = {}): Caller {
    return {
      actor: 'carla', role: 'care-coordinator', tenants: [tenant], purpose: 'care-coordination', requestId: randomUUID(), correlationId: randomUUID(),
      route: 'POST /things', ...more,
    };
  }

  /** One more step of a thing. */
  step(tenant: string, id: string, memberId: string, more: Partial<Caller> = {}): Promise<Thing> {
    return this.transactions.command(this.caller(tenant, more), (tx) => this.stepIn(tx, id, memberId));
  }

  stepIn(tx: Tx, id: string, memberId: string): Promise<Thing> {
    return change(tx, things, id, () => [voided(id, memberId)]);
  }

  /** The first step of a thing; whoever comes later is refused. */
  first(tx: Tx, id: string, memberId: string): Promise<Thing> {
    return change(tx, things, id, ({ count }) => {
      if (count > 0) throw new Refused('not-first', 'Somebody was here before', 'conflict');
      return [voided(id, memberId)];
    });
  }

  publish(events: { id: string; member: string; version: number; tenant?: string }[]): Promise<void> {
    return publishEvents(this.place, events.map(({ id, member, version, tenant = 'bay' }) => ({ event: voided(id, member), tenant, version })));
  }

  /** As the database's administrator: policies do not hold. */
  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(this.adminUrl);
    await client.connect();
    try {
      await client.query('SET search_path = stage');
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  effects(member: string): Promise<{ aggregate: string; version: number }[]> {
    return this.query('SELECT aggregate, version FROM effect WHERE member = $1 ORDER BY nth', [member]);
  }

  /** The versions of a member's events that took effect, in their order. */
  async versions(member: string): Promise<number[]> {
    return (await this.effects(member)).map(({ version }) => version);
  }

  /** The keys of a member that stand still, with how many events wait behind each. */
  parked(member: string): Promise<{ id: string; kind: string; reason: string; events: number }[]> {
    return this.query(
      `SELECT id, kind, reason, (SELECT count(*)::integer FROM parked_event e WHERE e.parked_key = k.id) AS events
         FROM parked_key k WHERE key = $1`, [member]);
  }

  async close(): Promise<void> {
    await Promise.all(this.messagings.map((each) => each.stop()));
    await this.database.close();
    await this.dropDatabase();
  }
}

/** Tries until it holds, or fails with what was wrong at last. */
export async function eventually(check: () => Promise<void>, within = 15_000): Promise<void> {
  for (const ends = performance.now() + within; ; ) {
    try {
      return await check();
    } catch (wrong) {
      if (performance.now() > ends) throw wrong;
      await new Promise((later) => { setTimeout(later, 50); });
    }
  }
}
