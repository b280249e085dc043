import type { MigrationClass } from '@hhp/messaging';
import type { Type } from '@nestjs/common';
import type { Declared } from './setting.js';
import { KnownStaffConsumer } from './staff/known-staff.consumer.js';

/** Something that runs beside requests and readers (a sender, a listener): started last, stopped first. */
export interface Background {
  start(): void | Promise<void>;
  stop(): Promise<void>;
}

/** A service as its `service.ts` lists it: what runs is what is listed. Readers, deadlines and background are providers of the module. */
export interface ServiceDefinition<D extends Declared = Declared> {
  readonly name: string;
  readonly module: Type;
  readonly migrations: readonly MigrationClass[];
  readonly readers?: readonly Type[];
  readonly deadlines?: readonly Type[];
  readonly background?: readonly Type<Background>[];
  readonly settings?: D;
}

/** A service as it runs: every one of them also hears of staff, so that it refuses whoever may not act any more. */
export function defineService<D extends Declared>(definition: ServiceDefinition<D>): ServiceDefinition<D> {
  return { ...definition, readers: [KnownStaffConsumer, ...(definition.readers ?? [])] };
}
