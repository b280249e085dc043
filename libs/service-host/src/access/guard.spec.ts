import { Refused } from '@hhp/domain-kit';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PublicAccess } from './access.js';
import { AccessGuard } from './guard.js';

class Routes {
  silent(): void { /* says nothing of access */ }
  @PublicAccess('A test') open(): void { /* open to all */ }
}
const asked = (method: 'silent' | 'open', kind = 'http'): ExecutionContext => ({
  getType: () => kind, getClass: () => Routes, getHandler: () => Routes.prototype[method],
  switchToHttp: () => ({ getRequest: () => ({ raw: {} }) }),
}) as unknown as ExecutionContext;
const guard = new AccessGuard(new Reflector());

describe('the guard', () => {
  it('lets nobody into a route that does not say who may call it', async () => {
    await expect(guard.canActivate(asked('silent'))).rejects.toEqual(new Refused('route-closed', 'Nobody may call this route', 'forbidden'));
  });
  it('lets everybody into a route that says so, over HTTP and no other way', async () => {
    expect(await guard.canActivate(asked('open'))).toBe(true);
    expect(await guard.canActivate(asked('open', 'rpc'))).toBe(false);
  });
});
