import { dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, Transactions, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { administratorOf, peopleBySubject } from '../staff/register.js';
import { isInReach } from '../staff/staff.js';
import { arrange, type Cover, type CoverContext, type CoverEvent, end, evolve, type KnownCover } from './cover.js';

export type CoverAnswer = KnownCover & { readonly today: boolean };

const covers: Aggregate<Cover, CoverEvent> = {
  table: 'cover', initial: 'unknown', evolve,
  columns: (cover) => (cover === 'unknown' ? {} : { absent: cover.absent, covering: cover.covering, from_on: cover.from, until_on: cover.until }),
};

/** Who covers for whom. */
@Injectable()
export class CoverCommands {
  constructor(private readonly transactions: Transactions, @Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  arrange(caller: Caller, wanted: KnownCover): Promise<{ coverId: string }> {
    return this.transactions.command(caller, async (tx) => {
      const by = await administratorOf(tx);
      const context = await this.contextOf(tx, wanted);
      await change(tx, covers, wanted.coverId, (cover) => arrange(cover, wanted, context, by));
      return { coverId: wanted.coverId };
    });
  }

  end(caller: Caller, coverId: string): Promise<{ coverId: string }> {
    return this.transactions.command(caller, async (tx) => {
      const by = await administratorOf(tx);
      const [kept] = await tx.query<KnownCover>('SELECT absent, covering FROM cover WHERE tenant = $1 AND id = $2 FOR UPDATE', [tx.tenant, coverId]);
      const context = await this.contextOf(tx, kept ?? { absent: '', covering: '' });
      await change(tx, covers, coverId, (cover) => end(cover, coverId, context, by));
      return { coverId };
    });
  }

  /** The covers of today and of days to come. */
  list(caller: Caller): Promise<{ covers: CoverAnswer[] }> {
    return this.transactions.read(caller, async (tx) => {
      const [by, today] = [await administratorOf(tx), dayOf(tx.now, this.office.timeZone)];
      const rows = await tx.query<CoverAnswer & { readonly organizationId: string | null }>(
        `SELECT c.id AS "coverId", absent, covering, from_on::text AS "from", until_on::text AS "until", $2::date BETWEEN from_on AND until_on AS today,
                p.organization_id AS "organizationId"
           FROM cover c JOIN staff_person p ON p.tenant = c.tenant AND p.subject = c.absent
          WHERE c.tenant = $1 AND until_on >= $2::date AND until_on >= from_on ORDER BY from_on, c.id LIMIT 1000`, [tx.tenant, today]);
      return {
        covers: rows.filter(({ organizationId }) => isInReach(organizationId ? { organizationId } : {}, by))
          .map(({ coverId, absent, covering, from, until, today: now }) => ({ coverId, absent, covering, from, until, today: now })),
      };
    });
  }

  private async contextOf(tx: Tx, { absent, covering }: Pick<KnownCover, 'absent' | 'covering'>): Promise<CoverContext> {
    const found = await peopleBySubject(tx, [absent, covering]);
    return { today: dayOf(tx.now, this.office.timeZone), absent: found.get(absent), covering: found.get(covering) };
  }
}
