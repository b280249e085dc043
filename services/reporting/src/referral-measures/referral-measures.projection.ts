import { Inject, Injectable } from '@nestjs/common';
import { type Day, dayOf, type OfficeCalendar, Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { planAsked } from '../plan-asked/plan-asked.js';
import { byOrganizationDefinition, type Counted, type Figures, type Measure, measuresOf } from './referral-measures.js';

interface Asked {
  readonly from: Day;
  readonly to: Day;
  readonly matureDays?: number;
  readonly continuationDays?: number;
  readonly plan?: string;
}

export interface ReferralMeasuresAnswer {
  readonly period: { readonly from: Day; readonly to: Day };
  readonly parameters: { readonly matureDays: number; readonly continuationDays: number };
  readonly plan: string;
  /** Facts are counted as they are known today, also for a period long past. */
  readonly asOf: Day;
  readonly answeredAt: string;
  /** The time of the last referral event that is counted here. */
  readonly appliedUntil: string | null;
  readonly measures: readonly Measure[];
  readonly byOrganization: {
    readonly id: '002-126';
    readonly name: string;
    readonly definition: string;
    readonly organizations: readonly (Counted & { readonly organizationId: string; readonly name: string | null; readonly listed: boolean })[];
  };
}

export interface FigureRowsAnswer {
  readonly figure: string;
  readonly rows: readonly { readonly referralId: string; readonly memberId: string; readonly organizationId: string }[];
}

const defaults = { matureDays: 30, continuationDays: 90 };

/** Answers the five measures of referrals (002-125 … 002-129), and which referrals a figure counts. */
@Injectable()
export class ReferralMeasuresProjection {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  measures(caller: Caller, asked: Asked): Promise<ReferralMeasuresAnswer> {
    return this.transactions.read(caller, async (tx) => {
      refuseReversed(asked);
      const { plan, acrossPlans } = planAsked(caller, asked.plan);
      const { from, to, matureDays, continuationDays } = { ...defaults, ...asked };
      // The state's functions count over all plans and give back numbers only.
      const scope = acrossPlans ? 'state_' : '';
      const asOf = dayOf(tx.now, this.office.timeZone);
      const figures = await tx.query<Counted & { figure: string }>(
        `SELECT figure, referrals::integer, persons::integer FROM ${scope}referral_figures($1::date, $2::date, $3, $4, $5::date, $6)`,
        [from, to, matureDays, continuationDays, asOf, plan]);
      const organizations = await tx.query<ReferralMeasuresAnswer['byOrganization']['organizations'][number]>(
        `SELECT organization_id AS "organizationId", name, listed, referrals::integer, persons::integer
         FROM ${scope}referrals_by_organization($1::date, $2::date, $3)`, [from, to, plan]);
      return {
        period: { from, to }, parameters: { matureDays, continuationDays }, plan: plan ?? 'all', asOf, answeredAt: tx.now.toISOString(),
        appliedUntil: await appliedUntil(tx, `${scope}referrals_applied_until`, plan),
        measures: measuresOf(byName(figures), matureDays, continuationDays),
        byOrganization: { id: '002-126', name: 'Referrals per organization, also those with none', definition: byOrganizationDefinition, organizations },
      };
    });
  }

  /** The referrals that a figure counts. */
  rows(caller: Caller, asked: Asked & { figure: string }): Promise<FigureRowsAnswer> {
    return this.transactions.read(caller, async (tx) => {
      refuseReversed(asked);
      const { plan } = planAsked(caller, asked.plan);
      const { from, to, matureDays, continuationDays, figure } = { ...defaults, ...asked };
      const rows = await tx.query<FigureRowsAnswer['rows'][number]>(
        `SELECT referral_id AS "referralId", member_id AS "memberId", organization_id AS "organizationId"
         FROM referral_figure_rows($1::date, $2::date, $3, $4, $5::date, $6) WHERE figure = $7 ORDER BY referral_id`,
        [from, to, matureDays, continuationDays, dayOf(tx.now, this.office.timeZone), plan, figure]);
      for (const { memberId } of rows) tx.concerns(memberId);
      return { figure, rows };
    });
  }
}

const byName = (figures: readonly (Counted & { figure: string })[]): Figures =>
  Object.fromEntries(figures.map(({ figure, referrals, persons }) => [figure, { referrals, persons }]));

async function appliedUntil(tx: Tx, ask: string, plan: string | null): Promise<string | null> {
  const [row] = await tx.query<{ until: Date | null }>(`SELECT ${ask}($1) AS until`, [plan]);
  return row?.until?.toISOString() ?? null;
}

function refuseReversed({ from, to }: Asked): void {
  if (from > to) throw new Refused('period-reversed', 'The period ends before it begins.', 'invalid', ['from', 'to']);
}
