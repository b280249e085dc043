import { dayOf, mayRead, notFound } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { shownUnder } from '../consent-changes/consent-knowledge.js';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { byPanelOrAddressee } from '../referral/access.js';
import { ReferralPanels, onPanels } from '../panels/referral-panels.js';
import { type Drafted, labelsOfReferral } from '../referral/referral.js';
import { sideOf } from '../referral/referral.commands.js';
import { partnerView } from './partner-view.js';
import { sayShown } from './shown.js';
import { wholeReferral } from './whole-referral.js';
import { ListReferralsRequest } from './whole-referral.requests.js';

type Whole = ReturnType<typeof wholeReferral>;
interface Line { version: number; type: string; at: string; actor: string; data: Record<string, unknown> }
interface Found { readonly tenant: string; readonly state: Drafted }
const pageSize = 50;

/** Which referrals a caller may see, said beside the policies of the database and by itself enough: those of the plan, or those addressed to the caller. */
const visible = (nth: number): string => `(tenant = ANY ($${nth}::text[]) OR addressed_to::text = $${nth + 1})`;
const sightOf = (caller: Caller): [tenants: readonly string[], organization: string | null] =>
  [caller.tenants, sideOf(caller) === 'partner' ? caller.organization ?? null : null];

/** What is known of a referral, and which referrals there are. */
@Controller('referrals')
export class WholeReferralController {
  constructor(private readonly transactions: Transactions, private readonly protocol: ProtocolInForce, private readonly panels: ReferralPanels) {}

  /**
   * One referral: state, who has the ball until when, facts with their grades, and its history. The organization to which it is addressed sees
   * what it may be told (`minimumFor`), under which consent, and the notice that goes with it.
   */
  @Get(':referralId')
  @Access(byPanelOrAddressee)
  show(@CallerOf() caller: Caller, @Param('referralId', ParseUUIDPipe) referralId: string): Promise<(Whole & { timeline: Line[] }) | ReturnType<typeof partnerView>> {
    return this.transactions.read(caller, async (tx) => {
      const [row] = await tx.query<Found>(`SELECT tenant, state FROM referral WHERE id = $1 AND ${visible(2)}`, [referralId, ...sightOf(caller)]);
      if (!row) throw notFound('referral');
      if (sideOf(caller) === 'partner') {
        const seen = await this.shown(tx, row);
        if (!seen) throw notFound('referral');
        tx.concerns(row.state.course.memberId);
        return seen;
      }
      const terms = this.protocol.terms(tx.now);
      if (!mayRead(caller.role, labelsOfReferral(row.state))) throw notFound('referral');
      tx.concerns(row.state.course.memberId);
      const timeline = await tx.query<Line>(
        'SELECT version, type, at, actor, data FROM referral_history WHERE tenant = ANY ($2) AND referral_id = $1 ORDER BY version', [referralId, caller.tenants]);
      return { ...wholeReferral(row.state, terms), timeline };
    });
  }

  /** The referrals of a member, or in a state, those that moved last first, fifty a page. */
  @Get()
  @Access(byPanelOrAddressee)
  list(@CallerOf() caller: Caller, @Query() request: ListReferralsRequest): Promise<{ referrals: object[]; page: number; more: boolean }> {
    const { memberId = null, state = null, page = 1 } = request;
    return this.transactions.read(caller, async (tx) => {
      const rows = await tx.query<Found & { readonly memberId: string }>(
        `SELECT tenant, state, id AS "referralId", member_id AS "memberId", need_id AS "needId", organization_id AS "organizationId",
                service_id AS "serviceId", owner_id AS "ownerId", next_actor AS "nextActor", next_step AS "nextStep", next_at AS "nextAt"
           FROM referral WHERE ($1::uuid IS NULL OR member_id = $1) AND ($2::text IS NULL OR status = $2) AND ${visible(5)}
            AND ${onPanels({ limit: '$7', actor: '$8', tenants: '$5', now: '$9' })}
          ORDER BY since DESC, id LIMIT $3 OFFSET $4`,
        [memberId, state, pageSize + 1, (page - 1) * pageSize, ...sightOf(caller), await this.panels.limitOf(tx, caller) ?? null, caller.actor, tx.now]);
      const referrals: object[] = [];
      for (const { tenant, state: whole, ...line } of rows.slice(0, pageSize)) {
        const seen = await this.lineFor(tx, caller, { tenant, state: whole }, { ...line, state: whole.status });
        if (!seen) continue;
        tx.concerns(line.memberId);
        referrals.push(seen);
      }
      return { referrals, page, more: rows.length > pageSize };
    });
  }

  /** A line of the list as this caller may see it, if at all. */
  private async lineFor(tx: Tx, caller: Caller, found: Found, line: object): Promise<object | undefined> {
    if (sideOf(caller) === 'team') return mayRead(caller.role, labelsOfReferral(found.state)) ? line : undefined;
    return this.shown(tx, found);
  }

  /** What the organization may be shown now, if anything; that it was is a disclosure. */
  private async shown(tx: Tx, found: Found): Promise<ReturnType<typeof partnerView> | undefined> {
    const under = await shownUnder(tx, found);
    if (!under) return undefined;
    const terms = this.protocol.terms(tx.now);
    await sayShown(tx, found, under);
    return partnerView(found.state, wholeReferral(found.state, terms), under, dayOf(tx.now, terms.calendar.timeZone));
  }
}
