import { ACCESS, type AccessRule, PUBLIC, type Role, roles } from '@hhp/service-host';
import { type Finding, type Guarded, rolesFor, rolesNotFor, type Trial } from './trial.js';

/** A guard that is too wide or gone, and the cells that it could change. */
export interface Loosened { readonly what: string; readonly rule: AccessRule | undefined; readonly cells: readonly ((trial: Trial) => Promise<Finding>)[] }

const handlerOf = ({ route }: Guarded): object => (route.controller.prototype as Record<string, object>)[route.method]!;

/** Puts another rule, or none at all, in the place of a route's own while something is tried. */
export async function under<T>(at: Guarded, rule: AccessRule | undefined, work: () => Promise<T>): Promise<T> {
  const [handler, controller] = [handlerOf(at), at.route.controller];
  const whole = Reflect.getMetadata(ACCESS, controller) as AccessRule | undefined;
  if (rule) Reflect.defineMetadata(ACCESS, rule, handler);
  else {
    for (const place of [handler, controller]) Reflect.deleteMetadata(ACCESS, place);
    Reflect.defineMetadata(PUBLIC, 'Loosened', handler);
  }
  try {
    return await work();
  } finally {
    Reflect.defineMetadata(ACCESS, at.access, handler);
    Reflect.deleteMetadata(PUBLIC, handler);
    if (whole) Reflect.defineMetadata(ACCESS, whole, controller);
  }
}

/** Every way in which the guard of one route may let in whom it should not, or keep out whom it should not. */
export function loosenedOf(at: Guarded, attackWithoutToken: (trial: Trial) => Promise<Finding>): Loosened[] {
  const { access } = at;
  const own = (role: Role) => (trial: Trial): Promise<Finding> => trial.ownCell(at, role);
  const without = (role: Role) => (trial: Trial): Promise<Finding> => trial.bareCell(at, role);
  const needsPlace = rolesFor(at).filter((role) => !['any', 'all-plans'].includes(access.except?.[role] ?? access.relation));
  return [
    { what: 'is gone', rule: undefined, cells: [attackWithoutToken] },
    ...rolesNotFor(at).map((role) => ({ what: `lets in ${role}`, rule: { ...access, roles: [...access.roles, role] }, cells: [own(role)] })),
    ...rolesFor(at).map((role) => ({ what: `keeps out ${role}`, rule: { ...access, roles: access.roles.filter((each) => each !== role) }, cells: [own(role)] })),
    ...needsPlace.map((role) => ({ what: `asks nothing but the role of ${role}`, rule: { ...access, except: { ...access.except, [role]: 'any' as const } }, cells: [without(role)] })),
    ...needsPlace.filter((role) => (access.except?.[role] ?? access.relation) === 'addressed-organization').map((role) => ({
      what: `takes ${role} for the plan's`, rule: { ...access, except: { ...access.except, [role]: 'own-plan' as const } }, cells: [without(role), (trial: Trial) => trial.doubleCell(at, role)],
    })),
  ];
}

/** Everybody is let in, whatever their role and place. */
export const wideOpen = ({ access }: Guarded): AccessRule => ({ ...access, roles, relation: 'any', except: {} });
