import { BreakGlassOpened, BreakGlassReviewed, CoverArranged, CoverEnded, StaffRegistered, StaffReinstated, StaffRolesChanged, StaffSuspended } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

type StaffEvent = StaffRegistered | StaffRolesChanged | StaffSuspended | StaffReinstated;
/** What a slice says of somebody: the last word on roles, and on whether they may act; nothing of what it does not mention. */
interface Word {
  readonly tenant: string;
  readonly subject: string;
  readonly organization?: string;
  readonly roles?: readonly string[];
  readonly suspended?: boolean;
  readonly restricted?: true;
}

/** Who may act in which roles, and who covers for whom; every service reads it. */
@Reader({ name: 'known-staff', topics: ['hhp.staff'], tables: ['known_staff', 'known_cover', 'known_emergency_grant'] })
@Injectable()
export class KnownStaffConsumer {
  /** From the first suspension or change of roles on somebody is restricted: a token may say more of them than the register does. */
  @OnEvents(StaffRegistered, StaffRolesChanged, StaffSuspended, StaffReinstated)
  async remember(tx: Tx, events: readonly Received<StaffEvent>[]): Promise<void> {
    const words = new Map<string, Word>();
    for (const event of events) {
      const key = `${event.tenant} ${event.data.subject}`;
      words.set(key, { ...words.get(key), tenant: event.tenant, subject: event.data.subject, ...wordOf(event) });
    }
    await tx.query(
      `INSERT INTO known_staff (tenant, subject, organization_id, roles, suspended, restricted)
       SELECT tenant, subject, organization, coalesce(roles, '{}'), coalesce(suspended, false), coalesce(restricted, false)
         FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, subject text, organization uuid, roles text[], suspended boolean, restricted boolean)
       ON CONFLICT (tenant, subject) DO NOTHING`, [JSON.stringify([...words.values()])]);
    await tx.query(
      `UPDATE known_staff known
          SET roles = coalesce(said.roles, known.roles), suspended = coalesce(said.suspended, known.suspended),
              restricted = known.restricted OR coalesce(said.restricted, false)
         FROM jsonb_to_recordset($1::jsonb) AS said (tenant text, subject text, roles text[], suspended boolean, restricted boolean)
        WHERE known.tenant = said.tenant AND known.subject = said.subject`, [JSON.stringify([...words.values()])]);
  }

  @OnEvents(CoverArranged, CoverEnded)
  async cover(tx: Tx, events: readonly Received<CoverArranged | CoverEnded>[]): Promise<void> {
    for (const event of events) {
      if (event.type === 'CoverArranged') {
        const { coverId, absent, covering, from, until } = event.data;
        tx.write(
          `INSERT INTO known_cover (tenant, cover_id, absent, covering, from_on, until_on) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (tenant, cover_id) DO UPDATE SET covering = excluded.covering, from_on = excluded.from_on, until_on = excluded.until_on`,
          [event.tenant, coverId, absent, covering, from, until]);
      } else {
        tx.write('UPDATE known_cover SET until_on = least(until_on, $3::date - 1) WHERE tenant = $1 AND cover_id = $2',
          [event.tenant, event.data.coverId, event.data.endedOn]);
      }
    }
  }

  /** What was broken without reason is over at once. */
  @OnEvents(BreakGlassOpened, BreakGlassReviewed)
  glass(tx: Tx, events: readonly Received<BreakGlassOpened | BreakGlassReviewed>[]): Promise<void> {
    for (const event of events) {
      if (event.type === 'BreakGlassOpened') {
        const { grantId, memberId, openedBy, until } = event.data;
        tx.write('INSERT INTO known_emergency_grant (tenant, grant_id, member_id, opened_by, until_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
          [event.tenant, grantId, memberId, openedBy, until]);
      } else if (event.data.outcome === 'not-justified') {
        tx.write('UPDATE known_emergency_grant SET until_at = least(until_at, $3) WHERE tenant = $1 AND grant_id = $2',
          [event.tenant, event.data.grantId, event.data.reviewedAt]);
      }
    }
    return Promise.resolve();
  }
}

function wordOf(event: StaffEvent): Omit<Word, 'tenant' | 'subject'> {
  switch (event.type) {
    case 'StaffRegistered': return { roles: event.data.roles, ...(event.data.organizationId ? { organization: event.data.organizationId } : {}) };
    case 'StaffRolesChanged': return { roles: event.data.roles, restricted: true };
    case 'StaffSuspended': return { suspended: true, restricted: true };
    case 'StaffReinstated': return { suspended: false };
  }
}
