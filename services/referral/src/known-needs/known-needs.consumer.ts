import { NeedIdentified } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';

/** Which needs of which members exist, because a referral is for a need. */
@Reader({ name: 'known-needs', topics: ['hhp.assessment'], tables: ['known_need'] })
@Injectable()
export class KnownNeedsConsumer {
  @OnEvents(NeedIdentified)
  async remember(tx: Tx, said: readonly Received<NeedIdentified>[]): Promise<void> {
    await tx.query(
      `INSERT INTO known_need (tenant, need_id, member_id, category)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[])
       ON CONFLICT (tenant, need_id) DO NOTHING`,
      [said.map((each) => each.tenant), said.map((each) => each.data.needId), said.map((each) => each.data.memberId), said.map((each) => each.data.category)]);
  }
}
