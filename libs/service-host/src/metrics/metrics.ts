import type { Messaging } from '@hhp/messaging';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { registerBackbone } from './backbone-metrics.js';
import { HttpMetrics } from './http-metrics.js';

/** The metrics of one service. */
export class Metrics {
  readonly registry = new Registry();
  readonly http = new HttpMetrics(this.registry);
  private look: () => Promise<void> = () => Promise.resolve();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  watch(messaging: Pick<Messaging, 'status'>): void {
    this.look = registerBackbone(this.registry, messaging);
  }

  async text(): Promise<string> {
    await this.look();
    return this.registry.metrics();
  }
}
