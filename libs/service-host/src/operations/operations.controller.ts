import { Refused } from '@hhp/domain-kit';
import { type Caller, Messaging, type MessagingStatus, type ParkedKey, Transactions } from '@hhp/messaging';
import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { Access } from '../access/access.js';
import { CallerOf } from '../access/caller-of.js';

const byOperator = { roles: ['operator'], relation: 'any', purpose: 'operations', data: ['configuration'] } as const;
type Rebuilt = Awaited<ReturnType<Messaging['rebuild']>>;

/** What an operator may see and do to keep facts flowing: no member data, and everything in the audit. */
@Controller('operations')
export class OperationsController {
  constructor(private readonly messaging: Messaging, private readonly transactions: Transactions) {}

  @Get('status')
  @Access(byOperator)
  status(@CallerOf() caller: Caller): Promise<MessagingStatus> {
    return this.transactions.read(caller, () => this.messaging.status());
  }

  /** Keys whose events wait after a bad one, each with its reason. */
  @Get('parked-keys')
  @Access(byOperator)
  parkedKeys(@CallerOf() caller: Caller): Promise<{ parkedKeys: ParkedKey[] }> {
    return this.transactions.read(caller, async () => ({ parkedKeys: await this.messaging.parkedKeys() }));
  }

  /** The reader was mended: its events of this key are applied, in order. */
  @Post('parked-keys/:id/release')
  @HttpCode(202)
  @Access(byOperator)
  release(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<{ id: string }> {
    return this.transactions.command(caller, async () => {
      await this.messaging.release(id);
      return { id };
    });
  }

  /** The events of this key that are kept are given up; later ones are applied again. */
  @Post('parked-keys/:id/discard')
  @HttpCode(202)
  @Access(byOperator)
  discard(@CallerOf() caller: Caller, @Param('id', ParseUUIDPipe) id: string): Promise<{ id: string }> {
    return this.transactions.command(caller, async () => {
      await this.messaging.discard(id);
      return { id };
    });
  }

  /** Makes a reader's tables anew from Kafka. It takes longer than a transaction may: that it was begun is recorded, and what came of it is kept. */
  @Post('readers/:reader/rebuild')
  @HttpCode(200)
  @Access(byOperator)
  async rebuild(@CallerOf() caller: Caller, @Param('reader') reader: string): Promise<Rebuilt> {
    this.messaging.mustRead(reader);
    let begins = false;
    await this.transactions.command(caller, () => { begins = true; return Promise.resolve({ begun: true }); }, 'begin');
    const rebuilt = begins ? await this.messaging.rebuild(reader) : undefined;
    return this.transactions.conclude(caller, () => {
      if (!rebuilt) throw new Refused('rebuild-not-ended', 'The rebuild that was asked for with this key has not ended');
      return Promise.resolve(rebuilt);
    }, 'end');
  }
}
