import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get } from '@nestjs/common';
import { GoLiveProjection } from './go-live.projection.js';

@Controller('go-live-calendar')
export class GoLiveController {
  constructor(private readonly goLive: GoLiveProjection) {}

  /** The twelve counties, and from which day each phase of the programme runs there. */
  @Get()
  @Access({
    roles: ['plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'community-health-worker', 'housing-navigator', 'analyst'], relation: 'own-plan',
    purpose: 'operations', data: ['programme'],
  })
  calendar(@CallerOf() caller: Caller): ReturnType<GoLiveProjection['calendar']> {
    return this.goLive.calendar(caller);
  }
}
