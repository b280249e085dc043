import { createService, nameOfRoute, routesOf } from '@hhp/service-host';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { exampleService } from './example/example.js';
import type { Running } from './running.js';
import { startForTest, surroundingsOf } from './start-for-test.js';

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly security: object[];
  readonly parameters: { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { content: Record<string, { schema: object }> };
  readonly responses: Record<string, { description: string }>;
}
interface Document {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}
let running: Running;
let document: Document;
let operations: [path: string, verb: string, operation: Operation][];

beforeAll(async () => {
  running = await startForTest(exampleService, { settings: { LOG_LEVEL: 'silent' } });
  document = (await running.request('GET', '/docs-json')).body as Document;
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => [path, verb, operation] as [string, string, Operation]));
});
afterAll(() => running.stop());

describe('the OpenAPI document', () => {
  it('is one of version 3.1 with every operation named once and every parameter of a path declared', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: expect.any(String) as string, version: '1' } });
    expect(new Set(operations.map(([, , { operationId }]) => operationId)).size).toBe(operations.length);
    for (const [path, verb, { parameters, responses }] of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, verb, parameters.filter((each) => each.in === 'path').map(({ name, required }) => required && name)]).toEqual([path, verb, inPath]);
      expect(Object.keys(responses).every((status) => /^([2-5]\d\d|default)$/.test(status))).toBe(true);
      expect(Object.values(responses).every(({ description }) => description.length > 0)).toBe(true);
    }
  });
  it('refers to nothing that is not there, and its schemas are JSON Schemas', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'https://api.example/document.json', ...document });
    for (const [, referred] of JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)) expect(() => ajv.compile({ $ref: `https://api.example/document.json${referred}` })).not.toThrow();
    const schemas = [...Object.values(document.components.schemas), ...operations.flatMap(([, , { parameters }]) => parameters.map(({ schema }) => schema))];
    for (const schema of schemas) expect([schema, ajv.validateSchema(schema)]).toEqual([schema, true]);
  });
  it('tells of every route that is served, and of none that is not', async () => {
    const around = await surroundingsOf(exampleService, { settings: { LOG_LEVEL: 'silent' } });
    const service = await createService(exampleService, around.environment);
    const told = operations.map(([path, verb]) => `${verb.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
    const instance = service.app.getHttpAdapter().getInstance() as unknown as { hasRoute(route: { method: string; url: string }): boolean };
    expect(told.filter((each) => !instance.hasRoute({ method: each.split(' ')[0]!, url: each.split(' ')[1]! }))).toEqual([]);
    // What is served and declared by no controller keeps a service from starting.
    expect(routesOf(service.app).map(nameOfRoute).sort()).toEqual(told.sort());
    await service.stop();
    await around.remove();
  });
  it('describes a request as its validators take it', () => {
    const { parameters, requestBody } = document.paths['/members/{memberId}/notes']!.post!;
    expect(requestBody).toMatchObject({ content: { 'application/json': { schema: { $ref: '#/components/schemas/WriteNoteRequest' } } } });
    expect(document.components.schemas).toMatchObject({
      WriteNoteRequest: {
        required: ['words'], additionalProperties: false,
        properties: { words: { type: 'string', maxLength: 100 }, parts: { type: 'array', maxItems: 5, items: { $ref: '#/components/schemas/NotePart' } } },
      },
      NotePart: { required: ['name', 'amount'], properties: { name: { pattern: '^[a-z]+$' }, amount: { type: 'integer', minimum: 0 } } },
    });
    expect(parameters).toMatchObject([{ name: 'memberId', in: 'path', schema: { format: 'uuid' } }, { name: 'Idempotency-Key', in: 'header', required: true }]);
    expect(document.paths['/members/{memberId}/notes']!.get!.parameters)
      .toMatchObject([{ name: 'memberId' }, { name: 'limit', in: 'query', required: false, schema: { maximum: 10 } }]);
    expect(Object.keys(document.paths['/texts']!.post!.requestBody!.content)).toEqual(['text/csv', 'text/plain']);
  });
  it('says of every operation who may call it', () => {
    expect(document.components.securitySchemes).toMatchObject({ bearer: { type: 'http', scheme: 'bearer' } });
    for (const [path, , { description, security }] of operations) {
      expect(`${path} ${description}`).toMatch(security.length > 0 ? /^\S+ For [\w, -]+; relation / : /^\S+ Without a token: /);
    }
  });
});

describe('the page of the API', () => {
  it('is served with all that it needs, and takes scripts from the service alone', async () => {
    const page = await fetch(`${running.url}/docs`);
    const text = await page.text();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const needed = [...text.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, path]) => path!);
    expect(needed).toHaveLength(4);
    for (const path of needed) {
      const { status, body } = await running.request('GET', path);
      expect([path, status, String(body).length > 0]).toEqual([path, 200, true]);
    }
  });
});
