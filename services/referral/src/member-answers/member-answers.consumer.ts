import { MemberAnswered } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { ignore } from '../ignored-inputs/ignore.js';
import { takeStep } from '../referral/step.js';
import { sayOfMember } from './member-answers.js';

/** What members say of their services by their own links. What no longer fits is kept as such and moves nothing. */
@Reader({ name: 'member-answers', topics: ['hhp.notification'] })
@Injectable()
export class MemberAnswersConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(MemberAnswered)
  async apply(tx: Tx, answers: readonly Received<MemberAnswered>[]): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    for (const said of answers) {
      const own = tx.causedBy(said);
      try {
        await takeStep(own, said.data.referralId, terms, (referral) => sayOfMember(referral, said.data, terms));
      } catch (refusal) {
        if (!(refusal instanceof Refused)) throw refusal;
        await ignore(own, said, refusal.code);
      }
    }
  }
}
