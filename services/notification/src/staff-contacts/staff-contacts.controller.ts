import { idPattern } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Param, Put } from '@nestjs/common';
import { StaffContactRequest } from './staff-contacts.requests.js';

/** The addresses of coordinators, supervisors and the privacy officer; a message to somebody without one is held. */
@Controller('staff-contacts')
export class StaffContactsController {
  constructor(private readonly transactions: Transactions) {}

  @Put(':actor')
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['staff'] })
  async declare(@CallerOf() caller: Caller, @Param('actor') actor: string, @Body() { email, supervisor, privacyOfficer = false }: StaffContactRequest): Promise<{ actor: string }> {
    if (!idPattern.test(actor)) throw new Refused('actor-invalid', 'The actor is named by an id', 'invalid', ['actor']);
    return this.transactions.command(caller, async (tx) => {
      if (privacyOfficer) await tx.query('UPDATE staff_contact SET privacy_officer = false WHERE tenant = $1 AND actor <> $2 AND privacy_officer', [tx.tenant, actor]);
      await tx.query(
        `INSERT INTO staff_contact (tenant, actor, email, supervisor, privacy_officer) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, actor) DO UPDATE SET email = excluded.email, supervisor = excluded.supervisor, privacy_officer = excluded.privacy_officer`,
        [tx.tenant, actor, email, supervisor ?? null, privacyOfficer]);
      return { actor };
    });
  }
}
