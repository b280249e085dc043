import { BehindLog, TenancyUnsafe } from '@hhp/messaging';
import module from 'node:module';
import { AccessUndeclared, RouteUndeclared } from './access/routes.js';
import { createService, type HostedService } from './create-service.js';
import type { ServiceDefinition } from './define-service.js';
import { SafeLogger } from './logging/safe-logger.js';
import { SettingsWrong } from './setting.js';

/** Why a service may not begin, told in sentences that hold names of ours only. */
const explained = [SettingsWrong, TenancyUnsafe, AccessUndeclared, RouteUndeclared, BehindLog];
/** Kafka's client waits for times that have passed; Node tells of it, and nothing is wrong. */
const harmless = new Set(['TimeoutNegativeWarning']);
/** How long an orderly end may take. */
const stopPatience = 20_000;

/** All of a service's `main.ts`: runs it until a signal ends it in order, and ends it with 1 when it cannot begin or something breaks. */
export async function startService(definition: ServiceDefinition): Promise<void> {
  const logger = new SafeLogger(definition.name);
  const crash = (sentence: string) => (error: unknown): never => {
    logger.error(sentence, error, 'host');
    process.exit(1);
  };
  process.on('uncaughtException', crash('Something failed that nobody was waiting for'));
  process.on('unhandledRejection', crash('Something was refused that nobody was waiting for'));
  process.removeAllListeners('warning').on('warning', (warning) => {
    if (!harmless.has(warning.name)) logger.warn('A warning of the runtime', warning, 'host');
  });
  const service = await createService(definition, process.env, crash('Reading stopped for good')).catch((error: unknown) => {
    if (!explained.some((kind) => error instanceof kind)) return crash('The service could not begin')(error);
    process.stderr.write(`${(error as Error).message}\n`);
    return process.exit(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => { void end(service, logger); });
  module.flushCompileCache?.(); // who is killed has written nothing, and the next start would compile everything again
  logger.log('Serving', { port: Number(new URL(service.url).port) }, 'host');
}

let ending = false;

async function end(service: HostedService, logger: SafeLogger): Promise<void> {
  if (ending) return;
  ending = true;
  setTimeout(() => {
    logger.error('The service did not end in time', 'host');
    process.exit(1);
  }, stopPatience).unref();
  await service.stop();
  logger.log('Stopped', 'host');
  process.exit(0);
}
