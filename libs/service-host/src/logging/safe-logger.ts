import type { LoggerService } from '@nestjs/common';
import { safeError } from './safe-error.js';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The fields that a line may carry beside its sentence: ids, codes, names of ours and numbers. Those that the sources use, and no other. */
const allowedFields = new Set(['requestId', 'status', 'port', 'kind', 'count', 'reason']);
const allowedValue = /^[\w.:/-]{1,120}$/;
/** Sentences are written in our sources. One with digits, an address or anything else that looks put together is withheld. */
const sentence = /^[A-Za-z][A-Za-z ,.;:'()/-]{0,199}$/;
/** Nest tells of every route and module that it finds. */
const chatter = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication', 'NestMicroservice']);

/** Logs lines of JSON: time, level, service, context, a sentence of ours, allowed fields, and of an error its kind and place. */
export class SafeLogger implements LoggerService {
  private readonly least: number;

  constructor(
    private readonly service: string,
    level: LogLevel = 'info',
    private readonly write: (line: string) => void = (line) => { process.stdout.write(line); },
  ) {
    this.least = logLevels.indexOf(level);
  }

  log(message: unknown, ...rest: unknown[]): void { this.line('info', message, rest); }
  error(message: unknown, ...rest: unknown[]): void { this.line('error', message, rest); }
  warn(message: unknown, ...rest: unknown[]): void { this.line('warn', message, rest); }
  debug(message: unknown, ...rest: unknown[]): void { this.line('debug', message, rest); }
  verbose(message: unknown, ...rest: unknown[]): void { this.line('debug', message, rest); }
  fatal(message: unknown, ...rest: unknown[]): void { this.line('error', message, rest); }

  private line(level: LogLevel, message: unknown, rest: unknown[]): void {
    if (logLevels.indexOf(level) < this.least) return;
    // Nest passes the context, the name that a Logger was made with, as the last argument.
    const context = typeof rest.at(-1) === 'string' ? String(rest.at(-1)) : undefined;
    if (level === 'info' && chatter.has(context ?? '')) return;
    const error = [message, ...rest].find((each) => each instanceof Error);
    const line = {
      time: new Date().toISOString(), level, service: this.service, ...(context && allowedValue.test(context) ? { context } : {}),
      message: said(message), ...allowed(rest), ...(error ? { error: safeError(error) } : {}),
    };
    this.write(`${JSON.stringify(line)}\n`);
  }
}

function said(message: unknown): string {
  if (message instanceof Error) return 'An error occurred';
  return typeof message === 'string' && sentence.test(message) ? message : '(withheld: a message is a fixed sentence, values go into fields)';
}

function allowed(rest: readonly unknown[]): Record<string, string | number | boolean> {
  const given = rest.filter((each) => typeof each === 'object' && each !== null && !(each instanceof Error) && !Array.isArray(each));
  const entries = given.flatMap((each) => Object.entries(each as object)).filter(([name]) => allowedFields.has(name));
  return Object.fromEntries(entries.filter(([, value]) => isAllowed(value))) as Record<string, string | number | boolean>;
}

const isAllowed = (value: unknown): boolean =>
  typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && allowedValue.test(value));
