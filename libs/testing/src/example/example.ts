import { MemberEnrolled } from '@hhp/contracts';
import { messagingTableNames, messagingTables, OnEvents, projection, Reader, type Received, tenantPolicies, type Tx } from '@hhp/messaging';
import { defineService, setting, staffFunctions, staffTableNames, staffTables } from '@hhp/service-host';
import { Injectable, Module } from '@nestjs/common';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ExampleController } from './example.controller.js';

class CreateExample1764000000000 implements MigrationInterface {
  name = 'CreateExample1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`${messagingTables}
      CREATE TABLE note (tenant text NOT NULL, id uuid NOT NULL, member_id uuid NOT NULL, words text NOT NULL, PRIMARY KEY (tenant, id));
      ${tenantPolicies('note')}`);
    await db.query(projection(`
      CREATE TABLE known_member (tenant text NOT NULL, member_id uuid NOT NULL, PRIMARY KEY (tenant, member_id));
      ${tenantPolicies('known_member')}`));
    await db.query(staffTables);
    await db.query(staffFunctions);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION restricted_staff; DROP TABLE ${messagingTableNames}, ${staffTableNames}, note, known_member`);
  }
}

@Reader({ name: 'known-members', topics: ['hhp.member'], tables: ['known_member'] })
@Injectable()
export class KnownMembersConsumer {
  @OnEvents(MemberEnrolled)
  async remember(tx: Tx, events: readonly Received<MemberEnrolled>[]): Promise<void> {
    await tx.query('INSERT INTO known_member SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING',
      [events.map(({ tenant }) => tenant), events.map(({ data }) => data.memberId)]);
  }
}

/** What runs beside: it remembers that it was begun and ended. */
@Injectable()
export class Beside {
  readonly told: string[] = [];
  start(): Promise<void> { this.told.push('begun'); return Promise.resolve(); }
  stop(): Promise<void> { this.told.push('ended'); return Promise.resolve(); }
}

@Module({ controllers: [ExampleController], providers: [KnownMembersConsumer, Beside] })
class ExampleModule {}

/** A small service of its own for the specs of host and testing. */
export const exampleService = defineService({
  name: 'example-notes', module: ExampleModule, migrations: [CreateExample1764000000000], readers: [KnownMembersConsumer], background: [Beside],
  settings: { MOST_NOTES: setting.int(100, 'Notes that a page shows at most') },
});
