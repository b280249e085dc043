import type { Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { close } from '../referral/closing.js';
import { isOpen } from '../referral/referral.js';
import { takeStep } from '../referral/step.js';
import { withdraw } from '../transition/transition.js';
import { takeTransitionStep } from '../transition/transition-step.js';

const disenrolled = { outcome: 'administrative', reason: 'disenrolled', evidenceGrade: 'A' } as const;

/** A member left the programme: open referrals close, follow-ups after a stay are withdrawn, and nothing is due any more. */
@Injectable()
export class Departures {
  constructor(private readonly protocol: ProtocolInForce) {}

  async of(tx: Tx, memberId: string): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    const theirs = await tx.query<{ id: string }>('SELECT id FROM referral WHERE tenant = $1 AND member_id = $2 ORDER BY id', [tx.tenant, memberId]);
    // A referral that has ended says nothing, but the questions that outlive its end, as the checkpoints do, are due no more.
    for (const { id } of theirs) await takeStep(tx, id, terms, (referral) => (isOpen(referral) ? close(referral, disenrolled, terms) : []));
    const stays = await tx.query<{ id: string }>(
      "SELECT id FROM transition WHERE tenant = $1 AND member_id = $2 AND status = 'open' ORDER BY id", [tx.tenant, memberId]);
    for (const { id } of stays) {
      await takeTransitionStep(tx, id, this.protocol.aftercare(tx.now), (transition) => withdraw(transition, 'disenrolled', tx.now));
    }
  }
}
