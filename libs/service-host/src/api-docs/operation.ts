import type { Route, RouteArgument } from '../access/routes.js';
import { referenceTo, type Schema } from './request-schemas.js';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
  readonly description?: string;
}
/** The part of an operation of OpenAPI that follows from a route's declaration. */
export interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly security: readonly object[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

const changing = new Set(['post', 'put', 'patch', 'delete']);
const idempotencyKey: Parameter = {
  name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 1, maxLength: 100 },
  description: 'Names this request: asked again with the same key and content, the first answer comes back',
};
const problem = { description: 'Why not, as a problem document', content: { 'application/problem+json': { schema: referenceTo('Problem') } } };

export function operationOf(route: Route, path: string, schemas: Readonly<Record<string, Schema>>, answers: Readonly<Record<string, object>>): Operation {
  const needsKey = route.access !== undefined && changing.has(route.verb);
  const body = bodyOf(route.arguments.find(({ kind, name }) => kind === 'body' && name === undefined), schemas);
  return {
    summary: route.method.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase()),
    description: accessTold(route),
    security: route.access ? [{ bearer: [] }] : [],
    parameters: [...pathParameters(route, path), ...queryParameters(route, schemas), ...(needsKey ? [idempotencyKey] : [])],
    ...(body ? { requestBody: body } : {}),
    responses: { ...answers, default: problem },
  };
}

function accessTold({ access, publicBecause = '' }: Route): string {
  if (!access) return `Without a token: ${publicBecause}.`;
  const except = Object.entries(access.except ?? {}).map(([role, relation]) => ` (${role}: ${relation})`).join('');
  return `For ${access.roles.join(', ')}; relation ${access.relation}${except}; purpose ${access.purpose}; data: ${access.data.join(', ')}.`;
}

function pathParameters(route: Route, path: string): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    const uuid = route.arguments.some((each) => each.kind === 'param' && each.name === name && each.uuid);
    return { name: name!, in: 'path', required: true, schema: uuid ? { type: 'string', format: 'uuid' } : { type: 'string' } };
  });
}

function queryParameters({ arguments: all }: Route, schemas: Readonly<Record<string, Schema>>): Parameter[] {
  return all.filter(({ kind }) => kind === 'query').flatMap(({ name, type }) => {
    if (name !== undefined) return [{ name, in: 'query' as const, required: false, schema: { type: 'string' } }];
    const { properties = {}, required = [] } = schemas[nameOf(type)] ?? {};
    return Object.entries(properties).map(([field, schema]) => ({ name: field, in: 'query' as const, required: required.includes(field), schema }));
  });
}

function bodyOf(argument: RouteArgument | undefined, schemas: Readonly<Record<string, Schema>>): object | undefined {
  if (!argument) return undefined;
  const text = { schema: { type: 'string' } };
  const texts = { 'text/csv': text, 'text/plain': text };
  if (argument.type === String) return { required: true, content: texts };
  // A file of any kind: as text, or as the JSON that it is.
  if (argument.type === Object) return { required: true, content: { ...texts, 'application/json': { schema: { type: ['object', 'array'] } } } };
  const name = nameOf(argument.type);
  const schema = schemas[name];
  return { required: (schema?.required?.length ?? 0) > 0, content: { 'application/json': { schema: schema ? referenceTo(name) : {} } } };
}

export const nameOf = (type: unknown): string => (typeof type === 'function' ? type.name : '');
