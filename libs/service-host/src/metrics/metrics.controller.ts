import { Controller, Get, Header } from '@nestjs/common';
import { PublicAccess } from '../access/access.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Numbers for Prometheus: no member, no actor, no id. */
  @Get()
  @PublicAccess('Counts and times alone; reached inside the installation only')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  show(): Promise<string> {
    return this.metrics.text();
  }
}
