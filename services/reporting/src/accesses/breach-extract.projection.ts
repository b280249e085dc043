import type { AccessKind, Purpose } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import type { BreachExtractRequest } from './breach-extract.requests.js';

interface Access {
  readonly at: string;
  readonly service: string;
  /** Place of the row in the chain of its service's audit, by which it can be verified. */
  readonly position: number;
  readonly kind: AccessKind;
  readonly code: string | null;
  readonly role: string;
  readonly organization: string | null;
  readonly onBehalfOf: string | null;
  readonly purpose: Purpose;
  readonly route: string;
  readonly memberIds: readonly string[];
  readonly correlationId: string;
}

export interface BreachExtract {
  readonly actor: string;
  readonly from: string;
  readonly until: string;
  /** Of the whole period, whatever this page holds. */
  readonly accesses: number;
  readonly members: number;
  /** How far the audits are known here, service by service: what was done later is not in the extract. */
  readonly knownUntil: Readonly<Record<string, string>>;
  readonly rows: readonly Access[];
  readonly next: string | null;
}

const where = 'tenant = $1 AND actor = $2 AND at >= $3 AND at < $4';

/** Everything that one actor did in a period, in every service, as a notice of a breach has to tell it. */
@Injectable()
export class BreachExtractProjection {
  constructor(private readonly transactions: Transactions) {}

  of(caller: Caller, { actor, from, until, after, limit = 1000 }: BreachExtractRequest): Promise<BreachExtract> {
    if (Date.parse(until) <= Date.parse(from)) throw new Refused('period-empty', 'The period ends before it begins', 'invalid', ['until']);
    return this.transactions.read(caller, async (tx) => {
      const period = [tx.tenant, actor, new Date(from), new Date(until)];
      const [at, service, position] = after?.split(' ') ?? ['-infinity', '', '0'];
      const rows = await tx.query<Access>(
        `SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, service, position::float8 AS position, kind, code, role, organization,
                on_behalf_of AS "onBehalfOf", purpose, route, member_ids::text[] AS "memberIds", correlation_id AS "correlationId"
           FROM access WHERE ${where} AND (at, service, position) > ($5::timestamptz, $6, $7::bigint) ORDER BY at, service, position LIMIT $8`,
        [...period, at, service, position, limit]);
      for (const { memberIds } of rows) for (const memberId of memberIds) tx.concerns(memberId);
      const last = rows.length === limit ? rows.at(-1)! : undefined;
      return {
        actor, from, until, ...(await totals(tx, period)), knownUntil: await knownUntil(tx), rows,
        next: last ? `${last.at} ${last.service} ${last.position}` : null,
      };
    });
  }
}

async function totals(tx: Tx, period: readonly unknown[]): Promise<{ accesses: number; members: number }> {
  const [found] = await tx.query<{ accesses: number; members: number }>(
    `WITH found AS (SELECT member_ids FROM access WHERE ${where})
     SELECT (SELECT count(*) FROM found)::integer AS accesses, (SELECT count(DISTINCT member) FROM found, unnest(member_ids) AS member)::integer AS members`, period);
  return found!;
}

async function knownUntil(tx: Tx): Promise<Record<string, string>> {
  // The newest of each service, by a walk over the index that skips from service to service.
  const rows = await tx.query<{ service: string; at: Date }>(
    `WITH RECURSIVE each (service) AS (
       (SELECT service FROM access WHERE tenant = $1 ORDER BY service LIMIT 1)
       UNION ALL SELECT (SELECT a.service FROM access a WHERE a.tenant = $1 AND a.service > each.service ORDER BY a.service LIMIT 1) FROM each WHERE each.service IS NOT NULL)
     SELECT service, (SELECT at FROM access a WHERE a.tenant = $1 AND a.service = each.service ORDER BY position DESC LIMIT 1) AS at
       FROM each WHERE service IS NOT NULL`, [tx.tenant]);
  return Object.fromEntries(rows.map(({ service, at }) => [service, at.toISOString()]));
}
