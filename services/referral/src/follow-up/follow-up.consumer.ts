import { OnDeadline, type Deadline, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { takeStep } from '../referral/step.js';
import { remind } from './follow-up.js';
import { ProtocolInForce } from './protocol-in-force.js';

/** A date of a referral has come: the next step for silence is taken. */
@Injectable()
export class FollowUpDeadlines {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnDeadline('follow-up', { locks: 'referral' })
  async due(tx: Tx, deadline: Deadline): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    await takeStep(tx, deadline.subject, terms, (referral) => remind(referral, () => tx.newId(), terms));
  }
}
