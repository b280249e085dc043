import { isUuid, Refused } from '@hhp/domain-kit';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { foundOf } from '../access/asked.js';
import { isUnavailable } from './faults.js';
import { TooMany } from './too-many.js';
import { Unauthenticated } from './unauthenticated.js';

/** A problem document (RFC 9457): codes and names of fields, never a value. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly fields: readonly string[];
  readonly requestId: string;
}
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly document: ProblemDocument;
  /** Nobody's refusal but our fault: it goes to the log. */
  readonly fault: boolean;
}
interface Answer {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fields?: readonly string[];
  readonly fault?: boolean;
  /** In so many seconds it may be asked again. */
  readonly retryAfter?: number;
}

const statusOf = { conflict: 409, 'not-found': 404, invalid: 400, forbidden: 403, unavailable: 503 } as const;
const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid', 401: 'Not authenticated', 403: 'Not allowed', 404: 'Not found', 405: 'Not possible here', 408: 'Too slow',
  409: 'Not possible now', 413: 'Too large', 414: 'Too long', 415: 'Media type not supported', 429: 'Too many requests', 431: 'Too large', 500: 'Something went wrong',
  503: 'Not available now',
};
/** What the framework refuses by itself. Its own words may repeat what was sent, so they are not used. */
const frameworkAnswers: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['request-malformed', 'The request is not well-formed'],
  408: ['request-too-slow', 'The request did not come to its end in time'],
  404: ['route-not-found', 'There is no such route'],
  413: ['body-too-large', 'The body is larger than this route takes'],
  414: ['address-too-long', 'The address is too long'],
  415: ['media-type-unsupported', 'This media type is not taken here'],
  431: ['headers-too-large', 'The headers are larger than is taken here'],
};

export function problemOf(error: unknown, request: Pick<FastifyRequest, 'id' | 'raw' | 'params'>): Problem {
  const { status, code, detail, fields = [], fault = false, retryAfter } = answerTo(error, request);
  const headers: Record<string, string> = { 'content-type': 'application/problem+json; charset=utf-8' };
  if (status === 503 || retryAfter !== undefined) headers['retry-after'] = String(retryAfter ?? 2);
  if (status === 401) headers['www-authenticate'] = code === 'token-missing' ? 'Bearer' : 'Bearer error="invalid_token"';
  const document = { type: `urn:hhp:problem:${code}`, title: titles[status] ?? 'Refused', status, detail, code, fields, requestId: request.id };
  return { status, headers, document, fault };
}

function answerTo(error: unknown, request: Pick<FastifyRequest, 'raw' | 'params'>): Answer {
  if (error instanceof Refused) return { status: statusOf[error.kind], code: error.code, detail: error.message, fields: error.fields };
  if (error instanceof Unauthenticated) return { status: 401, code: error.code, detail: error.message };
  if (error instanceof TooMany) return { status: 429, code: error.code, detail: error.message, retryAfter: error.retryAfter };
  const status = frameworkStatus(error);
  if (status === 400) {
    const fields = badParams(request);
    if (fields.length > 0) return { status, code: 'request-invalid', detail: 'The address holds what is no id', fields };
  }
  if (status !== undefined && status < 500) {
    const [code, detail] = frameworkAnswers[status] ?? [`http-${status}`, 'The request was refused'];
    return { status, code, detail };
  }
  if (status === 503 || isUnavailable(error)) return { status: 503, code: 'unavailable', detail: 'This is not available now; please try again', fault: true };
  return { status: 500, code: 'internal-error', detail: 'Something went wrong on our side; the request id tells us where', fault: true };
}

function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** The parameters of the path that should be ids and are not, by name. */
function badParams(request: Pick<FastifyRequest, 'raw' | 'params'>): string[] {
  const params = request.params as Readonly<Record<string, string>> | undefined;
  return (foundOf(request).uuidParams?.() ?? []).filter((name) => !isUuid(params?.[name]));
}
