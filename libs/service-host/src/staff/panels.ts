import { dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Global, Inject, Injectable, Module } from '@nestjs/common';
import { type Named, type OnPanel, Panels } from '../access/policy.js';
import { OFFICE_CALENDAR } from '../host-clock.js';
import { SETTINGS, type Settings, setting } from '../settings.js';

/** The setting of every service that knows panels. */
export const panelSettings = {
  READS_OUTSIDE_PANEL: setting.text('plan', 'Whether coordinators see members of their plan who are not on their panel: plan, or refused', {
    pattern: /^(plan|refused)$/, wanted: 'plan or refused',
  }),
};

/** Whose members the actor looks after today: the own, and those of everybody whom the actor covers. */
export async function panelsOf(tx: Tx, actor: string, office: OfficeCalendar): Promise<string[]> {
  const rows = await tx.query<{ absent: string }>(
    'SELECT absent FROM known_cover WHERE tenant = $1 AND covering = $2 AND $3::date BETWEEN from_on AND until_on',
    [tx.tenant, actor, dayOf(tx.now, office.timeZone)]);
  return [actor, ...rows.map(({ absent }) => absent)];
}

/** Whether the actor broke the glass for this member, and the time that it gave is not over. */
async function holdsEmergencyGrant(tx: Tx, { actor, memberId }: { actor: string; memberId: string }): Promise<boolean> {
  const found = await tx.query('SELECT FROM known_emergency_grant WHERE tenant = $1 AND opened_by = $2 AND member_id = $3 AND until_at > $4 LIMIT 1',
    [tx.tenant, actor, memberId, tx.now]);
  return found.length > 0;
}

/** Whose it is: a member, and those who look after what was named. */
export interface LookedAfter {
  readonly memberId: string;
  readonly by: readonly string[];
}

/**
 * The relation `own-panel` of the routes. Panels are coordinators'; navigators, health workers and supervisors work across those of their
 * CB-CME. Unless the deployment wants it otherwise a coordinator may look at all members of the plan: who stands in for whom is not always arranged.
 */
@Injectable()
export class KnownPanels extends Panels {
  constructor(
    private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar,
    @Inject(SETTINGS) private readonly settings: Settings<typeof panelSettings>,
  ) {
    super();
  }

  /** The panels on which a list has to stay; nothing where the whole plan is seen. */
  limitOf(tx: Tx, caller: Caller): Promise<string[]> | undefined {
    return this.isLimited(caller) ? panelsOf(tx, caller.actor, this.office) : undefined;
  }

  /** Nothing where there is no such thing. */
  protected async lookedAfter(tx: Tx, { id: memberId }: Named): Promise<LookedAfter | undefined> {
    const rows = await tx.query<{ coordinator: string }>(
      'SELECT coordinator_id AS coordinator FROM known_member WHERE tenant = $1 AND member_id = $2 AND coordinator_id IS NOT NULL', [tx.tenant, memberId]);
    return { memberId, by: rows.map(({ coordinator }) => coordinator) };
  }

  private isLimited({ role }: Caller): boolean {
    return role === 'care-coordinator' && this.settings.READS_OUTSIDE_PANEL === 'refused';
  }

  override async holds(caller: Caller, named: Named): Promise<OnPanel> {
    if (caller.role !== 'care-coordinator') return { onBehalfOf: undefined };
    const anybody = !this.isLimited(caller);
    return this.transactions.system(caller.tenants, async (tx) => {
      const found = await this.lookedAfter(tx, named);
      if (!found) return anybody && { onBehalfOf: undefined };
      if (found.by.includes(caller.actor)) return { onBehalfOf: undefined };
      const covered = (await panelsOf(tx, caller.actor, this.office)).find((absent) => found.by.includes(absent));
      const holds = covered !== undefined || anybody || await holdsEmergencyGrant(tx, { actor: caller.actor, memberId: found.memberId });
      return holds && { onBehalfOf: covered };
    });
  }
}

/** For a service that remembers in `known_member` who coordinates whom. */
@Global()
@Module({ providers: [{ provide: Panels, useClass: KnownPanels }], exports: [Panels] })
export class PanelsModule {}
