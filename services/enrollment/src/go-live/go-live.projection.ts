import { type Caller, Transactions } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import type { GoLive } from './go-live.js';

export interface CountyAnswer {
  readonly county: string;
  readonly name: string;
  readonly mediCalCode: string;
  readonly group: number;
  readonly goLive: readonly (GoLive & { readonly announcedOn: string | null })[];
}

/** Where the programme is live, and since when (001-03, 001-04). */
@Injectable()
export class GoLiveProjection {
  constructor(private readonly transactions: Transactions) {}

  calendar(caller: Caller): Promise<{ counties: CountyAnswer[] }> {
    return this.transactions.read(caller, async (tx) => ({
      counties: await tx.query<CountyAnswer>(
        `SELECT fips AS county, name, medi_cal_code AS "mediCalCode", group_number AS "group",
                jsonb_agg(jsonb_build_object('phase', phase, 'effectiveOn', effective_on, 'announcedOn', announced_on, 'source', source,
                                             'confidence', confidence) ORDER BY phase) AS "goLive"
           FROM county JOIN go_live ON go_live.county = fips GROUP BY fips ORDER BY group_number, name`),
    }));
  }
}
