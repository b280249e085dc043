import { Refused } from '@hhp/domain-kit';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { PublicAccess } from './access.js';
import type { Transactions } from '@hhp/messaging';
import type { Settings } from '../settings.js';
import { RestrictedStaff } from '../staff/restricted-staff.js';
import { AccessGuard } from './guard.js';

class Routes {
  silent(): void { /* says nothing of access */ }
  @PublicAccess('A test') open(): void { /* open to all */ }
}
const asked = (method: 'silent' | 'open', kind = 'http'): ExecutionContext => ({
  getType: () => kind, getClass: () => Routes, getHandler: () => Routes.prototype[method],
  switchToHttp: () => ({ getRequest: () => ({ raw: {} }) }),
}) as unknown as ExecutionContext;
/** Knows nobody, for it has not looked. */
const restricted = new RestrictedStaff({} as Transactions, { STAFF_LOOK_MS: 1_000 } as Settings);
const guard = new AccessGuard(new Reflector(), restricted);

describe('the guard', () => {
  it('lets nobody into a route that does not say who may call it', async () => {
    await expect(guard.canActivate(asked('silent'))).rejects.toEqual(new Refused('route-closed', 'Nobody may call this route', 'forbidden'));
  });
  it('lets everybody into a route that says so, over HTTP and no other way', async () => {
    expect(await guard.canActivate(asked('open'))).toBe(true);
    expect(await guard.canActivate(asked('open', 'rpc'))).toBe(false);
  });
});
