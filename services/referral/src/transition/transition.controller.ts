import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { byTeam } from '../referral/access.js';
import { complete } from './transition.js';
import { CompleteTransitionRequest, ListTransitionsRequest } from './transition.requests.js';
import { takeTransitionStep } from './transition-step.js';

/** The follow-ups of members who came home from a hospital. */
@Controller('transitions')
export class TransitionController {
  constructor(private readonly transactions: Transactions, private readonly protocol: ProtocolInForce) {}

  /** The member's follow-ups, youngest discharge first. */
  @Get()
  @Access(byTeam)
  list(@CallerOf() caller: Caller, @Query() request: ListTransitionsRequest): Promise<{ transitions: object[] }> {
    return this.transactions.read(caller, async (tx) => {
      tx.concerns(request.memberId);
      const transitions = await tx.query<object>(
        `SELECT id AS "transitionId", member_id AS "memberId", stay_id AS "stayId", status AS state, owner_id AS "ownerId",
                discharged_at AS "dischargedAt", due_at AS "dueAt", overdue
           FROM transition WHERE member_id = $1 AND tenant = $2 ORDER BY discharged_at DESC`, [request.memberId, tx.tenant]);
      return { transitions };
    });
  }

  /** Somebody saw to the member, or tried. */
  @Post(':transitionId/completion')
  @HttpCode(202)
  @Access(byTeam)
  complete(
    @CallerOf() caller: Caller, @Param('transitionId', ParseUUIDPipe) transitionId: string, @Body() request: CompleteTransitionRequest,
  ): Promise<{ transitionId: string; state: string }> {
    return this.transactions.command(caller, async (tx) => {
      const transition = await takeTransitionStep(tx, transitionId, this.protocol.aftercare(tx.now), (before) => complete(before, request.result, tx.now));
      if (transition.status !== 'none') tx.concerns(transition.memberId);
      return { transitionId, state: transition.status };
    });
  }
}
