import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { AdtMessageCommands } from './adt-message.commands.js';

/** Hospital messages from senders without MLLP. */
@Controller('adt-messages')
export class AdtMessageController {
  constructor(private readonly transactions: Transactions, private readonly messages: AdtMessageCommands) {}

  /**
   * Takes one or several messages in ER7 (`Content-Type: text/plain`), handled and answered as on a hospital's own line: the answers stand in
   * `acknowledgements`. Whoever brings them may bring messages of their own hospital only.
   */
  @Post()
  @HttpCode(200)
  @Access({ roles: ['service', 'discharge-planner'], relation: 'own-organization', purpose: 'treatment', data: ['hospital-stay'] })
  async receive(@CallerOf() caller: Caller, @Body() text: string): Promise<{ acknowledgements: string[] }> {
    // The request is recorded first; the messages know by themselves whether they came before, so a repeat has no second effect.
    await this.transactions.command(caller, async () => ({}));
    return { acknowledgements: await this.messages.receive(new TextEncoder().encode(text), { facilityId: caller.organization }) };
  }
}
