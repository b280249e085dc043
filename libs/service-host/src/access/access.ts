import { SetMetadata } from '@nestjs/common';
import type { AccessRule } from './policy.js';

export const ACCESS = 'hhp:access';
export const PUBLIC = 'hhp:public';

/** Every route says who may call it; one that says nothing keeps the service from starting. */
export const Access = (rule: AccessRule): MethodDecorator & ClassDecorator => SetMetadata(ACCESS, rule);

/** A route without a token: it checks by itself, or shows nothing. `why` says which. */
export const PublicAccess = (why: string): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, why);
