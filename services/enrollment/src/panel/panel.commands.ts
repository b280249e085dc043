import { dayOf, notFound, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { type Caller, changeMany, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR, SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { mustBeMember, holdMembers, members } from '../member/members.js';
import type { enrollmentSettings } from '../settings.js';
import { administratorOf, peopleBySubject } from '../staff/register.js';
import type { Administrator } from '../staff/staff.js';
import { assign } from './panel.js';

/** A panel with its load, for whoever keeps the caseloads in balance (004-19). */
export interface PanelAnswer {
  readonly coordinatorId: string;
  readonly members: number;
  /** Members whom they look after today for somebody absent. */
  readonly covered: number;
  readonly coveredBy: readonly string[];
  readonly over: boolean;
}

/** So many go to another panel in one transaction, which has to end soon; the answer says whether more are left. */
const mostAtOnce = 500;

/** Who coordinates whom: the members of a coordinator's panel, and how many. */
@Injectable()
export class PanelCommands {
  constructor(
    private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar,
    @Inject(SETTINGS) private readonly settings: Settings<typeof enrollmentSettings>,
  ) {}

  /** One member goes to a panel. */
  assign(caller: Caller, memberId: string, coordinatorId: string): Promise<{ memberId: string; coordinatorId: string }> {
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      await moveTo(tx, [memberId], coordinatorId, await administratorOf(tx));
      return { memberId, coordinatorId };
    });
  }

  /** A whole panel goes to another coordinator: the members whom that one may coordinate. */
  move(caller: Caller, from: string, to: string): Promise<{ moved: number; left: number }> {
    return this.transactions.command(caller, async (tx) => {
      if (from === to) throw new Refused('panel-same', 'A panel goes to another coordinator', 'invalid', ['to']);
      const by = await administratorOf(tx);
      const organization = (await peopleBySubject(tx, [to])).get(to)?.organizationId;
      const held = await tx.query<{ memberId: string; fits: boolean }>(
        `SELECT member_id AS "memberId", ($4::uuid IS NULL OR care_entity_id = $4) AS fits FROM enrollment
          WHERE tenant = $1 AND coordinator_id = $2 AND disenrolled_on IS NULL AND voided_on IS NULL AND ($3::uuid IS NULL OR care_entity_id = $3)
          ORDER BY member_id`, [tx.tenant, from, scopeOf(by), organization ?? null]);
      const going = held.filter(({ fits }) => fits).slice(0, mostAtOnce).map(({ memberId }) => memberId);
      if (held.length === 0) return { moved: 0, left: 0 };
      const moved = await moveTo(tx, going, to, by);
      return { moved, left: held.length - going.length };
    });
  }

  /** Every panel with its load. A coordinator without members is listed too. */
  list(caller: Caller): Promise<{ membersPerCoordinator: number; panels: PanelAnswer[] }> {
    return this.transactions.read(caller, async (tx) => {
      const limit = this.settings.MEMBERS_PER_COORDINATOR;
      const rows = await tx.query<Omit<PanelAnswer, 'over'>>(panels, [tx.tenant, scopeOf(await administratorOf(tx)), dayOf(tx.now, this.office.timeZone)]);
      return { membersPerCoordinator: limit, panels: rows.map((row) => ({ ...row, over: row.members > limit })) };
    });
  }

  /** The members of one panel; a panel out of reach reads like an empty one. */
  members(caller: Caller, coordinatorId: string): Promise<{ members: { memberId: string; enrolledOn: string }[] }> {
    return this.transactions.read(caller, async (tx) => {
      const rows = await tx.query<{ memberId: string; enrolledOn: string }>(
        `SELECT member_id AS "memberId", enrolled_on::text AS "enrolledOn" FROM enrollment
          WHERE tenant = $1 AND coordinator_id = $2 AND disenrolled_on IS NULL AND voided_on IS NULL AND ($3::uuid IS NULL OR care_entity_id = $3)
          ORDER BY enrolled_on, member_id LIMIT 1000`, [tx.tenant, coordinatorId, scopeOf(await administratorOf(tx))]);
      for (const { memberId } of rows) tx.concerns(memberId);
      return { members: rows };
    });
  }

  /** The caller's own members, and those of whom the caller covers today. */
  own(caller: Caller): Promise<{ members: { memberId: string; coordinatorId: string; covered: boolean }[] }> {
    return this.transactions.read(caller, async (tx) => {
      const rows = await tx.query<{ memberId: string; coordinatorId: string; covered: boolean }>(
        `SELECT member_id AS "memberId", coordinator_id AS "coordinatorId", coordinator_id <> $2 AS covered FROM enrollment
          WHERE tenant = $1 AND disenrolled_on IS NULL AND voided_on IS NULL
            AND coordinator_id = ANY (ARRAY(SELECT $2 UNION SELECT absent FROM cover WHERE tenant = $1 AND covering = $2 AND $3::date BETWEEN from_on AND until_on))
          ORDER BY covered, member_id LIMIT 1000`, [tx.tenant, tx.caller.actor, dayOf(tx.now, this.office.timeZone)]);
      for (const { memberId } of rows) tx.concerns(memberId);
      return { members: rows };
    });
  }
}

/** A supervisor's own CB-CME; nothing for whoever disposes of the whole plan. Without a CB-CME a supervisor disposes of nothing. */
function scopeOf({ role, organizationId }: Administrator): string | null {
  if (role !== 'cb-cme-supervisor') return null;
  if (!organizationId) throw notFound('CB-CME');
  return organizationId;
}

async function moveTo(tx: Tx, memberIds: readonly string[], to: string, by: Administrator): Promise<number> {
  scopeOf(by);
  await holdMembers(tx, memberIds);
  const person = (await peopleBySubject(tx, [to])).get(to);
  const moved: string[] = [];
  await changeMany(tx, members, memberIds, (member, memberId) => {
    const said = assign(member, memberId, { subject: to, person }, by);
    if (said.length > 0) moved.push(memberId);
    return said;
  });
  await tx.query(
    `UPDATE enrollment SET coordinator_id = $3 WHERE tenant = $1 AND member_id = ANY ($2::uuid[]) AND disenrolled_on IS NULL AND voided_on IS NULL`,
    [tx.tenant, moved, to]);
  return moved.length;
}

const panels = `
  WITH load AS (
         SELECT coordinator_id, count(*)::int AS members FROM enrollment
          WHERE tenant = $1 AND coordinator_id IS NOT NULL AND disenrolled_on IS NULL AND voided_on IS NULL AND ($2::uuid IS NULL OR care_entity_id = $2)
          GROUP BY coordinator_id),
       known AS (
         SELECT subject AS coordinator_id FROM staff_person
          WHERE tenant = $1 AND NOT suspended AND roles @> '{care-coordinator}' AND ($2::uuid IS NULL OR organization_id = $2)
         UNION SELECT coordinator_id FROM load),
       today AS (SELECT DISTINCT absent, covering FROM cover WHERE tenant = $1 AND $3::date BETWEEN from_on AND until_on)
  SELECT coordinator_id AS "coordinatorId", coalesce(load.members, 0) AS members,
         coalesce((SELECT sum(theirs.members)::int FROM today JOIN load theirs ON theirs.coordinator_id = today.absent
                    WHERE today.covering = known.coordinator_id), 0) AS covered,
         ARRAY(SELECT covering FROM today WHERE absent = known.coordinator_id ORDER BY covering) AS "coveredBy"
    FROM known LEFT JOIN load USING (coordinator_id) ORDER BY coordinator_id`;
