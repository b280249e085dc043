import { type INestApplicationContext, ParseUUIDPipe, RequestMethod, type Type } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ACCESS, PUBLIC } from './access.js';
import type { AccessRule } from './policy.js';

/** The kinds of Nest's route arguments that are of interest here, and the names under which Nest keeps what its decorators were told. */
export const argumentKinds = { 3: 'body', 4: 'query', 5: 'param' } as const;
const [PATH, METHOD, ARGUMENTS, TYPES] = ['path', 'method', '__routeArguments__', 'design:paramtypes'];

export interface RouteArgument {
  readonly kind: 'body' | 'query' | 'param';
  /** Of one parameter alone: its name. */
  readonly name: string | undefined;
  readonly type: unknown;
  readonly uuid: boolean;
}
/** A route as its decorators declare it. */
export interface Route {
  readonly controller: Type;
  readonly method: string;
  readonly verb: string;
  /** The pattern of its path, `/members/:memberId/needs`. */
  readonly path: string;
  readonly access: AccessRule | undefined;
  readonly publicBecause: string | undefined;
  readonly arguments: readonly RouteArgument[];
}

/** A route says neither who may call it nor that anybody may: the service must not start. */
export class AccessUndeclared extends Error {
  constructor(routes: readonly Route[]) {
    super(`Routes without @Access or @PublicAccess: ${routes.map((route) => `${route.controller.name}.${route.method}`).join(', ')}.`);
    this.name = 'AccessUndeclared';
  }
}

/** `POST /members/:memberId/needs`. */
export const nameOfRoute = ({ verb, path }: Pick<Route, 'verb' | 'path'>): string => `${verb.toUpperCase()} ${path}`;

/** Whether a route takes a file of any size that is taken at all: a text, or whatever came. */
export const takesFile = (route: Route): boolean => route.arguments.some(({ kind, name, type }) => kind === 'body' && name === undefined && (type === String || type === Object));

/** A route is served that no controller declares: no guard looks at it, and no document tells of it. */
export class RouteUndeclared extends Error {
  constructor(served: readonly string[]) {
    super(`Routes that no controller declares: ${served.join(', ')}.`);
    this.name = 'RouteUndeclared';
  }
}

/** What is served (`GET /members`) must be declared, but for the page of the API. */
export function mustBeDeclared(served: readonly string[], routes: readonly Route[]): void {
  const declared = new Set(routes.map(nameOfRoute));
  const strange = served.filter((each) => !each.startsWith('HEAD ') && !/^GET \/docs(-json|\/[\w.-]+)?$/.test(each) && !declared.has(each));
  if (strange.length > 0) throw new RouteUndeclared(strange);
}

/** Every route of every controller. */
export function routesOf(app: INestApplicationContext): Route[] {
  const modules = [...app.get(ModulesContainer).values()];
  return routesAt(new Set(modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype as Type))));
}

/** Every route of these controllers. */
export function routesAt(controllers: Iterable<Type>): Route[] {
  return [...controllers].flatMap((controller) => new MetadataScanner().getAllMethodNames(controller.prototype as object)
    .filter((method) => Reflect.hasMetadata(PATH!, handlerOf(controller, method)))
    .map((method) => routeAt(controller, method)));
}

/** Every route of a module and of those that it imports, without starting it. */
export function routesOfModule(module: Type): Route[] {
  const told = (key: string, of: Type): Type[] => (Reflect.getMetadata(key, of) ?? []) as Type[];
  const modules = new Set<Type>([module]);
  for (const each of modules) for (const imported of told('imports', each)) if (typeof imported === 'function') modules.add(imported);
  return routesAt(new Set([...modules].flatMap((each) => told('controllers', each))));
}

export function mustDeclareAccess(routes: readonly Route[]): void {
  const silent = routes.filter((route) => !route.access && route.publicBecause === undefined);
  if (silent.length > 0) throw new AccessUndeclared(silent);
}

/** The parameters of the path that have to be UUIDs, for a refusal that names them. */
export const uuidParamsOf = (controller: Type, method: string): string[] =>
  argumentsOf(controller, method).filter(({ kind, uuid, name }) => kind === 'param' && uuid && name !== undefined).map(({ name }) => name!);

const handlerOf = (controller: Type, method: string): object => (controller.prototype as Record<string, object>)[method]!;

function routeAt(controller: Type, method: string): Route {
  const handler = handlerOf(controller, method);
  const told = <T>(key: string): T | undefined => (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
  return {
    controller, method, verb: RequestMethod[Reflect.getMetadata(METHOD!, handler) as number]!.toLowerCase(),
    path: `/${[Reflect.getMetadata(PATH!, controller), Reflect.getMetadata(PATH!, handler)].map(trimmed).filter((part) => part !== '').join('/')}`,
    access: told(ACCESS), publicBecause: told(PUBLIC), arguments: argumentsOf(controller, method),
  };
}

const trimmed = (path: unknown): string => String(path ?? '').replace(/^\/|\/$/g, '');

function argumentsOf(controller: Type, method: string): RouteArgument[] {
  const declared = (Reflect.getMetadata(ARGUMENTS!, controller, method) ?? {}) as Record<string, { index: number; data?: unknown; pipes?: unknown[] }>;
  const types = (Reflect.getMetadata(TYPES!, controller.prototype as object, method) ?? []) as unknown[];
  return Object.entries(declared).flatMap(([key, { index, data, pipes = [] }]) => {
    const kind = argumentKinds[Number(key.split(':')[0]) as 3 | 4 | 5] as RouteArgument['kind'] | undefined;
    const uuid = pipes.some((pipe) => pipe === ParseUUIDPipe || pipe instanceof ParseUUIDPipe);
    return kind ? [{ kind, name: typeof data === 'string' ? data : undefined, type: types[index], uuid }] : [];
  });
}
