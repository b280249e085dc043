import { AccessesRecorded } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

const write = `
  INSERT INTO access (tenant, service, position, at, actor, role, organization, on_behalf_of, purpose, route, kind, code, member_ids, correlation_id)
  SELECT tenant, service, position, at, actor, role, organization, "onBehalfOf", purpose, route, kind, code, coalesce("memberIds", '{}'), "correlationId"
    FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, service text, position bigint, at timestamptz, actor text, role text, organization text,
           "onBehalfOf" text, purpose text, route text, kind text, code text, "memberIds" uuid[], "correlationId" text)
  ON CONFLICT (tenant, service, position) DO NOTHING`;

/** Who did what to whom, of all services: a row of an audit has one place in its service's chain, so one that comes twice is one. */
@Reader({ name: 'accesses', topics: ['hhp.audit'], tables: ['access'] })
@Injectable()
export class AccessesConsumer {
  @OnEvents(AccessesRecorded)
  async remember(tx: Tx, events: readonly Received<AccessesRecorded>[]): Promise<void> {
    const rows = events.flatMap(({ tenant, data: { service, accesses } }) => accesses.map((access) => ({ tenant, service, ...access })));
    if (rows.length > 0) await tx.query(write, [JSON.stringify(rows)]);
  }
}
