import { houseOf, Refused, stateHouse } from '@hhp/domain-kit';
import { Loop, Transactions } from '@hhp/messaging';
import { Inject, Injectable } from '@nestjs/common';
import type { Identity } from '../access/policy.js';
import { Unauthenticated } from '../http/unauthenticated.js';
import { SETTINGS, type Settings } from '../settings.js';

/** The roles in which somebody may still act, and the organization for which the register has them. */
interface Restriction {
  readonly organization: string | null;
  readonly roles: ReadonlySet<string>;
}

const careTeam = new Set(['cb-cme-supervisor', 'care-coordinator', 'housing-navigator', 'community-health-worker']);

/**
 * What a CB-CME says of its people concerns their tokens for that CB-CME: a supervisor who registers somebody of the plan itself, or of another
 * CB-CME, as one of theirs cannot lock them out.
 */
const concerns = ({ organization }: Restriction, identity: Identity): boolean =>
  organization === null || organization === identity.organization || (identity.organization === undefined && careTeam.has(identity.role));

/**
 * Those who may do less than a token of theirs may still say: suspended, or with a role that was taken. They are few, so all of them are kept
 * in memory and looked up anew every second; a request costs one look into a map. Tokens are believed for a minute, this is not.
 */
@Injectable()
export class RestrictedStaff {
  private restricted: ReadonlyMap<string, Restriction> = new Map();
  private readonly loop: Loop;

  constructor(private readonly transactions: Transactions, @Inject(SETTINGS) settings: Settings) {
    this.loop = new Loop(settings.STAFF_LOOK_MS, async () => { await this.look(); return false; });
  }

  /** Knows them before the first request is answered. */
  async start(): Promise<void> {
    await this.look();
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Refuses a bearer whom the register lets do nothing any more, or nothing in the token's role. */
  mustAct(identity: Identity): void {
    if (this.restricted.size === 0) return;
    const { actor, role, tenant, organization } = identity;
    for (const house of [tenant, organization && houseOf({ organization }), stateHouse]) {
      const restriction = house === undefined ? undefined : this.restricted.get(keyOf(house, actor));
      if (!restriction || !concerns(restriction, identity) || restriction.roles.has(role)) continue;
      if (restriction.roles.size === 0) throw new Unauthenticated('actor-suspended', 'The bearer of this access token may not act any more');
      throw new Refused('role-not-allowed', 'This role may not do this', 'forbidden');
    }
  }

  private async look(): Promise<void> {
    const rows = await this.transactions.system([], (tx) =>
      tx.query<{ tenant: string; subject: string; organization: string | null; roles: string[] }>(
        'SELECT tenant, subject, organization_id AS organization, roles FROM restricted_staff()'));
    this.restricted = new Map(rows.map(({ tenant, subject, organization, roles }) => [keyOf(tenant, subject), { organization, roles: new Set(roles) }]));
  }
}

const keyOf = (house: string, subject: string): string => `${house} ${subject}`;
