import { Clock, type OfficeCalendar } from '@hhp/domain-kit';
import { type Database, Messaging, Transactions } from '@hhp/messaging';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from './access/guard.js';
import { type Route, routesAt, routesOfModule } from './access/routes.js';
import { DATABASE } from './database-of-service.js';
import { HealthController, Readiness } from './health/health.controller.js';
import { OFFICE_CALENDAR } from './host-clock.js';
import { ProblemsFilter } from './http/problems.filter.js';
import { RequestPipe } from './http/request-pipe.js';
import { Metrics } from './metrics/metrics.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { OperationsController } from './operations/operations.controller.js';
import type { ServiceDefinition } from './define-service.js';
import { SETTINGS, type Settings } from './settings.js';
import { KnownStaffConsumer } from './staff/known-staff.consumer.js';
import { RestrictedStaff } from './staff/restricted-staff.js';

/** What the host prepared before Nest begins. */
export interface HostParts {
  readonly settings: Settings;
  readonly calendar: OfficeCalendar;
  readonly clock: Clock;
  readonly database: Database;
  readonly transactions: Transactions;
  readonly messaging: Messaging;
  readonly metrics: Metrics;
}

const hostControllers = [HealthController, MetricsController, OperationsController] as const;

/** The routes that every service has. */
export const routesOfHost = (): Route[] => routesAt(hostControllers);
/** The routes of one service's own, from its definition. */
export const routesOfService = ({ module }: ServiceDefinition): Route[] => routesOfModule(module);

/** What every service has beside its own module. */
@Global()
@Module({})
export class HostModule {
  static of({ settings, calendar, clock, database, transactions, messaging, metrics }: HostParts): DynamicModule {
    const shared = [
      { provide: SETTINGS, useValue: settings },
      { provide: OFFICE_CALENDAR, useValue: calendar },
      { provide: Clock, useValue: clock },
      { provide: Transactions, useValue: transactions },
    ];
    return {
      module: HostModule,
      controllers: [...hostControllers],
      providers: [
        ...shared,
        { provide: DATABASE, useValue: database },
        { provide: Messaging, useValue: messaging },
        { provide: Metrics, useValue: metrics },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_PIPE, useClass: RequestPipe },
        { provide: APP_FILTER, useClass: ProblemsFilter },
        Readiness, KnownStaffConsumer, RestrictedStaff,
      ],
      exports: shared.map(({ provide }) => provide),
    };
  }
}
