import { Refused } from '@hhp/domain-kit';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '../http/unauthenticated.js';
import { ACCESS, type AccessRule, PUBLIC } from './access.js';
import { foundOf } from './asked.js';
import { callerFrom, idempotencyOf } from './caller-of.js';
import { uuidParamsOf } from './routes.js';
import type { Identity } from './tokens.js';

/** Lets nobody in whom the route does not name; a route that names nobody lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return false;
    const places = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const found = foundOf(request);
    found.uuidParams = uuidParamsOf(context.getClass(), context.getHandler().name);
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS, places);
    if (!rule) {
      if (this.reflector.getAllAndOverride<string | undefined>(PUBLIC, places) !== undefined) return true;
      throw new Refused('route-closed', 'Nobody may call this route', 'forbidden');
    }
    if (!found.identity) throw new Unauthenticated('token-missing', 'This route needs an access token');
    const identity = await found.identity;
    found.caller = callerFrom(request, identity, rule.purpose);
    mustBeAllowed(identity, rule);
    found.caller = { ...found.caller, idempotency: idempotencyOf(request) };
    return true;
  }
}

function mustBeAllowed({ role, tenant, organization }: Identity, rule: AccessRule): void {
  if (!(rule.roles as readonly string[]).includes(role)) throw new Refused('role-not-allowed', 'This role may not do this', 'forbidden');
  const relation = rule.relation === 'own-plan' && role === 'cbo-staff' ? 'own-organization' : rule.relation;
  if (relation === 'own-plan' && tenant === undefined) throw new Refused('plan-missing', 'The access token names no plan', 'forbidden');
  if (relation === 'own-organization' && organization === undefined) {
    throw new Refused('organization-missing', 'The access token names no organization', 'forbidden');
  }
}
