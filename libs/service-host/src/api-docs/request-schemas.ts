import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { createRequire } from 'node:module';

// class-transformer keeps what @Type was told where no type declares it; class-validator-jsonschema asks for it there too.
const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage') as { defaultMetadataStorage: never };

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly [other: string]: unknown;
}

const prefix = '#/components/schemas/';

/** The JSON Schemas of all classes with validators, as OpenAPI 3.1 wants them: nothing beside their fields is taken. */
export function requestSchemas(): Readonly<Record<string, Schema>> {
  const schemas = validationMetadatasToSchemas({
    refPointerPrefix: prefix,
    classTransformerMetadataStorage: defaultMetadataStorage,
  }) as unknown as Record<string, Schema>;
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { ...schema, additionalProperties: false }]));
}

/** A schema and all that it refers to. */
export function withReferred(names: Iterable<string>, all: Readonly<Record<string, Schema>>): Record<string, Schema> {
  const needed = new Map<string, Schema>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema = all[name];
    if (!schema || needed.has(name)) continue;
    needed.set(name, schema);
    for (const [, referred] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) waiting.push(referred!);
  }
  return Object.fromEntries(needed);
}

export const referenceTo = (name: string): Schema => ({ $ref: `${prefix}${name}` });
