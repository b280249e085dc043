/** As much of JSON Schema as bounds what a request may hold. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
  readonly uniqueItems?: boolean;
  readonly format?: string;
  readonly maxLength?: number;
  readonly pattern?: string;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
/** An OpenAPI document, as far as requests are told in it. */
export interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Forms that bound a text; a time of day may have any number of digits behind its seconds. */
const bounded = new Set(['uuid', 'date', 'email']);
const bounds = {
  string: ['maxLength', 'pattern', 'enum', 'const'], integer: ['maximum', 'enum'], number: ['maximum', 'enum'], array: ['maxItems'],
} as const;

/**
 * Fields of requests without a bound of their own. What stands in an address is bounded by it, so its texts are left out; an object without
 * named fields is a document of a standard, bounded by its body and judged by its schema; a list of different codes holds no more than there are.
 */
export function unboundedIn({ paths, components: { schemas } }: Api): string[] {
  const within = (schema: Schema, path: string, seen: readonly string[]): string[] => {
    if (schema.$ref) {
      const name = schema.$ref.split('/').at(-1)!;
      return seen.includes(name) ? [] : within(schemas[name]!, path, [...seen, name]);
    }
    // What bounds the whole bounds each way of writing it.
    const ways = [...schema.oneOf ?? [], ...schema.anyOf ?? [], ...schema.allOf ?? []];
    const inside = schema.maxLength !== undefined || schema.pattern !== undefined ? [] : ways.flatMap((each) => within(each, path, seen));
    const fields = Object.entries(schema.properties ?? {}).flatMap(([name, each]) => within(each, `${path}.${name}`, seen));
    return [...isBounded(schema) ? [] : [path], ...inside, ...fields, ...schema.items ? within(schema.items, `${path}[]`, seen) : []];
  };
  return Object.entries(paths).flatMap(([path, item]) => Object.entries(item).flatMap(([verb, { parameters = [], requestBody }]) => [
    ...parameters.filter(({ schema }) => schema.type !== 'string').flatMap(({ name, schema }) => within(schema, `${verb} ${path} ${name}`, [])),
    ...within(requestBody?.content['application/json']?.schema ?? {}, `${verb} ${path}`, []),
  ]));
}

function isBounded(schema: Schema): boolean {
  const kind = [schema.type].flat()[0] as keyof typeof bounds | undefined;
  if (schema.type === undefined || Array.isArray(schema.type) || kind === undefined || !(kind in bounds)) return true;
  if (kind === 'string' && bounded.has(schema.format ?? '')) return true;
  return bounds[kind].some((bound) => bound in schema) || (kind === 'array' && schema.uniqueItems === true && schema.items?.enum !== undefined);
}
