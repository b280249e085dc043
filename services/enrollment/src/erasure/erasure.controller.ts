import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ErasureCommands } from './erasure.commands.js';
import { EraseRequest } from './erasure.requests.js';

@Controller('members/:memberId/erasure')
export class ErasureController {
  constructor(private readonly erasures: ErasureCommands) {}

  /** Forgets who a member is, here and wherever the profile was read: the key is destroyed. Only who is not in the programme; it cannot be undone. */
  @Post()
  @HttpCode(202)
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['profile'] })
  erase(
    @CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() { reason }: EraseRequest,
  ): ReturnType<ErasureCommands['erase']> {
    return this.erasures.erase(caller, memberId, reason);
  }
}
