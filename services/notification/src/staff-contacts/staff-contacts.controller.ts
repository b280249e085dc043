import { idPattern } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Param, Put } from '@nestjs/common';
import { StaffContactRequest } from './staff-contacts.requests.js';

/** The addresses of coordinators and supervisors; a reminder to somebody without one is held. */
@Controller('staff-contacts')
export class StaffContactsController {
  constructor(private readonly transactions: Transactions) {}

  @Put(':actor')
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['staff'] })
  async declare(@CallerOf() caller: Caller, @Param('actor') actor: string, @Body() { email, supervisor }: StaffContactRequest): Promise<{ actor: string }> {
    if (!idPattern.test(actor)) throw new Refused('actor-invalid', 'The actor is named by an id', 'invalid', ['actor']);
    return this.transactions.command(caller, async (tx) => {
      await tx.query(
        `INSERT INTO staff_contact (tenant, actor, email, supervisor) VALUES ($1, $2, $3, $4)
         ON CONFLICT (tenant, actor) DO UPDATE SET email = excluded.email, supervisor = excluded.supervisor`, [tx.tenant, actor, email, supervisor ?? null]);
      return { actor };
    });
  }
}
