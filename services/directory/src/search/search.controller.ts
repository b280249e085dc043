import type { Caller } from '@hhp/messaging';
import { Access, CallerOf } from '@hhp/service-host';
import { Controller, Get, Query } from '@nestjs/common';
import { byReaders } from '../access.js';
import { type SearchAnswer, SearchProjection } from './search.projection.js';
import { SearchRequest } from './search.requests.js';

@Controller('services')
export class SearchController {
  constructor(private readonly searches: SearchProjection) {}

  /** Services that take referrals, the nearest first. */
  @Get()
  @Access(byReaders)
  search(@CallerOf() caller: Caller, @Query() asked: SearchRequest): Promise<SearchAnswer> {
    return this.searches.search(caller, asked);
  }
}
