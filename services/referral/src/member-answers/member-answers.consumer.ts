import { MemberAnswered } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { stepOrIgnore } from '../ignored-inputs/step-or-ignore.js';
import { sayOfMember } from './member-answers.js';

/** What members say of their services by their own links. What no longer fits is kept as such and moves nothing. */
@Reader({ name: 'member-answers', topics: ['hhp.notification'] })
@Injectable()
export class MemberAnswersConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(MemberAnswered)
  async apply(tx: Tx, answers: readonly Received<MemberAnswered>[]): Promise<void> {
    const terms = this.protocol.terms(tx.now);
    await stepOrIgnore(tx, answers, terms, (referral, said) => sayOfMember(referral, said, terms));
  }
}
