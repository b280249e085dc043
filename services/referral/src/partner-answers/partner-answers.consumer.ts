import { PartnerAnswered } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { stepOrIgnore } from '../ignored-inputs/step-or-ignore.js';
import { answer } from './partner-answers.js';

/** The answers that organizations give without an account. One that comes too late is kept as such and moves nothing. */
@Reader({ name: 'partner-answers', topics: ['hhp.notification'] })
@Injectable()
export class PartnerAnswersConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(PartnerAnswered)
  async apply(tx: Tx, answers: readonly Received<PartnerAnswered>[]): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    await stepOrIgnore(tx, answers, terms, (referral, said) => answer(referral, said, terms));
  }
}
