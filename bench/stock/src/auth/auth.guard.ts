import { type CanActivate, type ExecutionContext, ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { config } from '../config.js';
import { IS_PUBLIC } from './public.decorator.js';

export interface User {
  sub: string;
  role: string;
  tenant: string;
}

const keys = createRemoteJWKSet(new URL(`${config.issuer}/jwks`));
const roles = ['care-coordinator', 'cb-cme-supervisor', 'community-health-worker', 'housing-navigator'];

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<{ headers: { authorization?: string }; user: User }>();
    const [type, token] = request.headers.authorization?.split(' ') ?? [];
    if (type !== 'Bearer' || !token) throw new UnauthorizedException();
    try {
      const { payload } = await jwtVerify(token, keys, { issuer: config.issuer, audience: config.audience, typ: 'at+jwt' });
      request.user = payload as unknown as User;
    } catch {
      throw new UnauthorizedException();
    }
    if (!roles.includes(request.user.role)) throw new ForbiddenException();
    return true;
  }
}
