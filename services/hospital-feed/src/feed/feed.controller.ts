import { Refused } from '@hhp/domain-kit';
import { idPattern } from '@hhp/contracts';
import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { FeedCommands } from './feed.commands.js';
import type { Feed } from './feed.js';
import { DeclareFeedRequest } from './feed.requests.js';

/** A hospital's messages reach members of every plan: no single plan may say how they are taken. */
const byOperator = { roles: ['operator'], relation: 'any', purpose: 'operations', data: ['configuration'] } as const;

/** The hospitals whose messages are taken. */
@Controller('feeds')
export class FeedController {
  constructor(private readonly feeds: FeedCommands) {}

  /** Says by what names a hospital signs its messages and how they are to be understood; told again, the new saying holds from then on. */
  @Put(':facilityId')
  @Access(byOperator)
  declare(@CallerOf() caller: Caller, @Param('facilityId') facilityId: string, @Body() request: DeclareFeedRequest): Promise<Feed> {
    if (!idPattern.test(facilityId)) throw new Refused('facility-id-invalid', 'The facility id is no id.', 'invalid', ['facilityId']);
    const { sendingApplication, sendingFacility, zone = 'America/Los_Angeles', answerMode = 'as-asked', processingIds = ['P'], certificates = [] } = request;
    return this.feeds.declare(caller, { facilityId, sendingApplication, sendingFacility, zone, answerMode, processingIds, certificates });
  }

  @Get()
  @Access(byOperator)
  list(@CallerOf() caller: Caller): Promise<{ feeds: Feed[] }> {
    return this.feeds.list(caller);
  }
}
