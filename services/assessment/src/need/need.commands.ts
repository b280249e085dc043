import { Injectable } from '@nestjs/common';
import type { NeedCategory, NeedStatus } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, changeMany, Transactions, type Tx } from '@hhp/messaging';
import { enrolledMember } from '../known-members/known-members.projection.js';
import { confirmStatus, evolve, identify, type IdentifyNeed, type Need, type NeedEvent, noNeed } from './need.js';

const needs: Aggregate<Need, NeedEvent> = {
  table: 'need', initial: noNeed, evolve,
  columns: (need) => (need.status === 'none' ? {} : { member_id: need.memberId, category: need.category, confirmed_status: need.confirmed?.status ?? null }),
};

/** Records the needs of a member, each under its own id. */
export async function identifyAll(tx: Tx, commands: readonly IdentifyNeed[]): Promise<void> {
  const byId = new Map(commands.map((command) => [command.needId, command]));
  if (byId.size > 0) await changeMany(tx, needs, [...byId.keys()], (need, needId) => identify(need, byId.get(needId)!, tx.now));
}

export interface NamedNeed {
  readonly category: NeedCategory;
  readonly origin?: 'coordinator' | 'partner' | 'discharge';
  readonly note?: string;
}

@Injectable()
export class NeedCommands {
  constructor(private readonly transactions: Transactions) {}

  /** A person names a need of the member; its words stay here. */
  identify(caller: Caller, memberId: string, named: NamedNeed): Promise<{ needId: string }> {
    return this.transactions.command(caller, async (tx) => {
      await enrolledMember(tx, memberId);
      const needId = tx.newId();
      await identifyAll(tx, [{ memberId, needId, category: named.category, origin: named.origin ?? 'coordinator' }]);
      if (named.note) await tx.query('INSERT INTO need_note (tenant, need_id, note) VALUES ($1, $2, $3)', [tx.tenant, needId, named.note]);
      return { needId };
    });
  }

  /** A person confirms where the need stands. */
  confirm(caller: Caller, memberId: string, needId: string, status: NeedStatus): Promise<{ needId: string; status: NeedStatus }> {
    return this.transactions.command(caller, async (tx) => {
      tx.concerns(memberId);
      await change(tx, needs, needId, (need) => {
        if (need.status === 'none' || need.memberId !== memberId) throw notFound('need of this member');
        return confirmStatus(need, needId, status, tx.now);
      });
      return { needId, status };
    });
  }
}
