import { isUuid, Refused } from '@hhp/domain-kit';
import { type CanActivate, type ExecutionContext, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '../http/unauthenticated.js';
import { RestrictedStaff } from '../staff/restricted-staff.js';
import { ACCESS, PUBLIC } from './access.js';
import { foundOf } from './asked.js';
import { callerFrom, idempotencyOf } from './caller-of.js';
import { type AccessRule, admit, mustBeOnPanel, type Named, Panels, relationOf } from './policy.js';
import { uuidParamsOf } from './routes.js';

/** Lets nobody in whom the route does not name; a route that names nobody lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector, private readonly restricted: RestrictedStaff, @Optional() private readonly panels?: Panels) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return false;
    const places = [context.getHandler(), context.getClass()];
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const found = foundOf(request);
    found.uuidParams = () => uuidParamsOf(context.getClass(), context.getHandler().name);
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS, places);
    if (!rule) {
      if (this.reflector.getAllAndOverride<string | undefined>(PUBLIC, places) !== undefined) return true;
      throw new Refused('route-closed', 'Nobody may call this route', 'forbidden');
    }
    if (!found.identity) throw new Unauthenticated('token-missing', 'This route needs an access token');
    const identity = await found.identity;
    // Should the request be refused, the record of it is its bearer's.
    found.caller = callerFrom(request, identity, rule.purpose);
    this.restricted.mustAct(identity);
    found.caller = { ...found.caller, ...admit(identity, rule) };
    if (relationOf(rule, identity.role) === 'own-panel') found.caller = { ...found.caller, ...await mustBeOnPanel(this.panels, found.caller, namedBy(request)) };
    found.caller = { ...found.caller, idempotency: idempotencyOf(request) };
    return true;
  }
}

/** The member, or the referral of one, that the path names; what is no id is refused by the route. */
function namedBy({ params }: FastifyRequest): Named | undefined {
  const { memberId, referralId } = params as Readonly<Record<string, string | undefined>>;
  if (isUuid(memberId)) return { what: 'member', id: memberId };
  return isUuid(referralId) ? { what: 'referral', id: referralId } : undefined;
}
