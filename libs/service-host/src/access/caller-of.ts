import type { Purpose } from '@hhp/contracts';
import { isUuid, Refused } from '@hhp/domain-kit';
import type { Caller } from '@hhp/messaging';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import { foundOf, routeOf } from './asked.js';
import type { Identity } from './policy.js';

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The checked caller, for a parameter of a route with `@Access`. */
export const CallerOf = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = foundOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Refused('caller-unknown', 'This route needs a caller', 'forbidden');
  return caller;
});

/** Who asks, out of a checked token. */
export function callerFrom(request: FastifyRequest, { actor, role, tenant, organization }: Identity, purpose: Purpose): Caller {
  return {
    actor, role, organization, purpose, tenants: tenant === undefined ? [] : [tenant],
    requestId: request.id, correlationId: correlationOf(request), route: routeOf(request),
  };
}

/** For the record of a refusal when nobody was let in: whom a good token names, or nobody. */
export function unknownCaller(request: FastifyRequest): Caller {
  return callerFrom(request, foundOf(request).known ?? { actor: 'unknown', role: 'none', tenant: undefined, organization: undefined }, 'system');
}

/** The trace of whoever asked, when it is of a form that can hold nothing else; else this request begins one. */
function correlationOf({ headers, id }: FastifyRequest): string {
  const trace = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(String(headers.traceparent ?? ''))?.[1];
  if (trace) return trace;
  const named = String(headers['x-correlation-id'] ?? '');
  return isUuid(named) ? named.toLowerCase() : id;
}

/** Every request that changes something names itself, so that repeating it cannot change it twice (bound to method, address and body). */
export function idempotencyOf(request: FastifyRequest): Caller['idempotency'] {
  if (!changing.has(request.method)) return undefined;
  const key = request.headers['idempotency-key'];
  if (key === undefined) {
    throw new Refused('idempotency-key-missing', 'A request that changes something names an Idempotency-Key', 'invalid', ['Idempotency-Key']);
  }
  if (typeof key !== 'string' || !/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(key)) {
    throw new Refused('idempotency-key-invalid', 'An Idempotency-Key has 1 to 100 printable characters', 'invalid', ['Idempotency-Key']);
  }
  const fingerprint = hash('sha256', JSON.stringify([request.method, request.originalUrl, foundOf(request).bodyDigest ?? '']), 'hex');
  return { key, fingerprint };
}
