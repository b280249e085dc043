import { Injectable } from '@nestjs/common';
import { labelsOfNeeds, type NeedCategory, type NeedStatus } from '@hhp/contracts';
import { mayRead, notFound, Refused } from '@hhp/domain-kit';
import { type Aggregate, type Asked, type Caller, change, createMany, Transactions, type Tx } from '@hhp/messaging';
import { enrolledMembers } from '../known-members/known-members.projection.js';
import { confirmStatus, evolve, identify, type IdentifyNeed, type Need, type NeedEvent, noNeed } from './need.js';

const needs: Aggregate<Need, NeedEvent> = {
  table: 'need', initial: noNeed, evolve,
  columns: (need) => (need.status === 'none' ? {} : { member_id: need.memberId, category: need.category, confirmed_status: need.confirmed?.status ?? null }),
};

/** Records needs, each under an id made in this transaction and, where several share it, on behalf of whoever named it. */
export async function identifyAll(tx: Tx, commands: readonly (IdentifyNeed & { readonly by?: Tx })[]): Promise<void> {
  const byId = new Map(commands.map((command) => [command.needId, command]));
  if (byId.size === 0) return;
  await createMany(tx, needs, [...byId.keys()], (need, needId) => identify(need, byId.get(needId)!, tx.now), (needId) => byId.get(needId)!.by ?? tx);
}

export interface NamedNeed {
  readonly category: NeedCategory;
  readonly origin?: 'coordinator' | 'partner' | 'discharge';
  readonly note?: string;
}

@Injectable()
export class NeedCommands {
  /** A person names a need of the member; its words stay here. */
  readonly identify: (caller: Caller, request: { memberId: string; named: NamedNeed }) => Promise<{ needId: string }>;

  constructor(private readonly transactions: Transactions) {
    this.identify = transactions.grouped(identifyNamed);
  }

  /** A person confirms where the need stands. */
  confirm(caller: Caller, memberId: string, needId: string, status: NeedStatus): Promise<{ needId: string; status: NeedStatus }> {
    return this.transactions.command(caller, async (tx) => {
      tx.concerns(memberId);
      await change(tx, needs, needId, (need) => {
        const seen = need.status !== 'none' && need.memberId === memberId && mayRead(caller.role, labelsOfNeeds(need.category));
        if (!seen) throw notFound('need of this member');
        return confirmStatus(need, needId, status, tx.now);
      });
      return { needId, status };
    });
  }
}

/** What several people name at the same time. */
async function identifyNamed(tx: Tx, asked: readonly Asked<{ memberId: string; named: NamedNeed }>[]): Promise<({ needId: string } | Refused)[]> {
  const members = await enrolledMembers(tx, asked.map(({ request }) => request.memberId));
  const outcomes = members.map((member) => (member instanceof Refused ? member : { needId: tx.newId() }));
  const taken = asked.flatMap(({ request: { named }, tx: by }, nth) => {
    const [member, outcome] = [members[nth]!, outcomes[nth]!];
    return member instanceof Refused || outcome instanceof Refused ? [] : [{ ...outcome, memberId: member.memberId, named, by }];
  });
  for (const { by, memberId } of taken) by.concerns(memberId);
  await identifyAll(tx, taken.map(({ named: { category, origin = 'coordinator' }, needId, memberId, by }) => ({ needId, memberId, category, origin, by })));
  const notes = taken.filter(({ named }) => named.note);
  if (notes.length > 0) {
    tx.write('INSERT INTO need_note (tenant, need_id, note) SELECT $1, * FROM unnest($2::uuid[], $3::text[])',
      [tx.tenant, notes.map(({ needId }) => needId), notes.map(({ named }) => named.note)]);
  }
  return outcomes;
}
