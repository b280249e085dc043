import type { Purpose } from '@hhp/contracts';
import { SetMetadata } from '@nestjs/common';

export const roles = [
  'plan-administrator', 'cb-cme-supervisor', 'care-coordinator', 'housing-navigator', 'community-health-worker', 'directory-steward', 'cbo-staff',
  'discharge-planner', 'analyst', 'state-overseer', 'operator', 'service',
] as const;
export type Role = (typeof roles)[number];

/**
 * Who may call a route, and what for. `own-plan`: the caller belongs to one plan (staff of a community organization, which serves several,
 * belongs to that organization instead); `own-organization`: the caller belongs to an organization; `any`: the role is enough.
 */
export interface AccessRule {
  readonly roles: readonly Role[];
  readonly relation: 'own-plan' | 'own-organization' | 'any';
  readonly purpose: Purpose;
  /** Classes of data that the route shows or changes. */
  readonly data: readonly string[];
}

export const ACCESS = 'hhp:access';
export const PUBLIC = 'hhp:public';

/** Every route says who may call it; one that says nothing keeps the service from starting. */
export const Access = (rule: AccessRule): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, rule);

/** A route without a token: it checks by itself, or shows nothing. `why` says which. */
export const PublicAccess = (why: string): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, why);
