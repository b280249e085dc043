import { PartnerAnswered } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { ignore } from '../ignored-inputs/ignore.js';
import { takeStep } from '../referral/step.js';
import { answer } from './partner-answers.js';

/** The answers that organizations give without an account. One that comes too late is kept as such and moves nothing. */
@Reader({ name: 'partner-answers', topics: ['hhp.notification'] })
@Injectable()
export class PartnerAnswersConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(PartnerAnswered)
  async apply(tx: Tx, answers: readonly Received<PartnerAnswered>[]): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    for (const said of answers) {
      const own = tx.causedBy(said);
      try {
        await takeStep(own, said.data.referralId, terms, (referral) => answer(referral, said.data, terms));
      } catch (refusal) {
        if (!(refusal instanceof Refused)) throw refusal;
        await ignore(own, said, refusal.code);
      }
    }
  }
}
