import { Refused } from '@hhp/domain-kit';
import { type Caller, Transactions } from '@hhp/messaging';
import { Access, CallerOf, PublicAccess, SETTINGS, type Settings, type Setting } from '@hhp/service-host';
import { Body, Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ListNotesRequest, WriteNoteRequest } from './example.requests.js';

const byTeam = {
  roles: ['care-coordinator', 'cbo-staff'], relation: 'own-plan', except: { 'cbo-staff': 'addressed-organization' }, purpose: 'care-coordination',
  data: ['general'],
} as const;

/** Routes of every kind that a service has. */
@Controller()
export class ExampleController {
  constructor(private readonly transactions: Transactions, @Inject(SETTINGS) private readonly settings: Settings<{ MOST_NOTES: Setting<number> }>) {}

  @Post('members/:memberId/notes')
  @Access(byTeam)
  write(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Body() request: WriteNoteRequest): Promise<{ noteId: string }> {
    return this.transactions.command(caller, async (tx) => {
      tx.concerns(memberId);
      if (request.words === 'refuse') throw new Refused('words-refused', 'These words are refused', 'conflict', ['words']);
      if (request.words.startsWith('fail')) throw new Error(`Failed on ${request.words}`);
      const noteId = tx.newId();
      await tx.query('INSERT INTO note (tenant, id, member_id, words) VALUES ($1, $2, $3, $4)', [tx.tenant, noteId, memberId, request.words]);
      return { noteId };
    });
  }

  @Get('members/:memberId/notes')
  @Access(byTeam)
  list(@CallerOf() caller: Caller, @Param('memberId', ParseUUIDPipe) memberId: string, @Query() request: ListNotesRequest): Promise<{ notes: object[] }> {
    return this.transactions.read(caller, async (tx) => {
      tx.concerns(memberId);
      return { notes: await tx.query('SELECT id, words FROM note WHERE member_id = $1 LIMIT $2', [memberId, request.limit ?? this.settings.MOST_NOTES]) };
    });
  }

  @Post('texts')
  @HttpCode(200)
  @Access({ roles: ['plan-administrator'], relation: 'own-plan', purpose: 'operations', data: ['general'] })
  text(@Body() text: string): { length: number } {
    return { length: text.length };
  }

  @Get('own')
  @Access({ roles: ['cbo-staff', 'discharge-planner'], relation: 'own-organization', purpose: 'treatment', data: ['general'] })
  own(@CallerOf() caller: Caller): Caller {
    return caller;
  }

  @Post('open')
  @HttpCode(200)
  @PublicAccess('An example')
  open(@Body() request: WriteNoteRequest): { words: string } {
    return { words: request.words };
  }

  @Get('slow')
  @PublicAccess('An example')
  async slow(): Promise<{ done: boolean }> {
    await new Promise((resolve) => { setTimeout(resolve, 600); });
    return { done: true };
  }

  /** Something breaks that nobody waits for. */
  @Get('breaks')
  @PublicAccess('An example')
  breaks(@Query('with') words: string): { broken: boolean } {
    setTimeout(() => { void Promise.reject(new Error(words)); }, 10);
    return { broken: true };
  }
}
