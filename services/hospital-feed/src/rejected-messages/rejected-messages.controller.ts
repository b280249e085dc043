import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get } from '@nestjs/common';

export interface RejectedMessage {
  readonly messageId: string;
  readonly facilityId: string | null;
  readonly controlId: string;
  readonly kind: string;
  readonly event: string;
  readonly keeping: 'refused' | 'unusable';
  readonly reason: string;
  readonly receivedAt: string;
  readonly repeats: number;
  readonly sameIdOtherBytes: boolean;
}

/** Which messages had no effect though they should have? */
@Controller('rejected-messages')
export class RejectedMessagesController {
  constructor(private readonly transactions: Transactions) {}

  /** The youngest 200 messages that were refused, or name no visit or nobody: ids and reasons, never what they say. A hospital sees its own. */
  @Get()
  @Access({
    roles: ['operator', 'discharge-planner'], relation: 'any', except: { 'discharge-planner': 'own-organization' }, purpose: 'operations',
    data: ['configuration'],
  })
  list(@CallerOf() caller: Caller): Promise<{ messages: RejectedMessage[] }> {
    const facilityId = caller.role === 'discharge-planner' ? caller.organization ?? '' : null;
    return this.transactions.read(caller, async (tx) => ({
      messages: await tx.query<RejectedMessage>(
        `SELECT id AS "messageId", facility_id AS "facilityId", control_id AS "controlId", kind, event, keeping, reason, received_at AS "receivedAt", repeats,
                same_id_other_bytes AS "sameIdOtherBytes"
           FROM hospital_message WHERE keeping IN ('unusable', 'refused') AND ($1::text IS NULL OR facility_id = $1)
          ORDER BY received_at DESC LIMIT 200`, [facilityId]),
    }));
  }
}
