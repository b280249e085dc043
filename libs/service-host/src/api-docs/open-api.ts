import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type Route, routesOf } from '../access/routes.js';
import { nameOf, type Operation, operationOf } from './operation.js';
import { requestSchemas, type Schema, withReferred } from './request-schemas.js';

const problemSchema: Schema = {
  type: 'object', required: ['type', 'title', 'status', 'detail', 'code', 'fields', 'requestId'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' }, code: { type: 'string' },
    fields: { type: 'array', items: { type: 'string' }, description: 'Names of fields, never their values' }, requestId: { type: 'string', format: 'uuid' },
  },
};
const verbs = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The API of a service as OpenAPI 3.1: paths as Nest serves them, requests as their validators take them, access as the routes declare it. */
export function openApiOf(app: INestApplication, service: string): OpenAPIObject {
  const builder = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle(`Health Homes Program: ${service}`).setVersion('1')
    .setDescription('Refusals are problem documents. Requests that change something name an Idempotency-Key.')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of the issuer (RFC 9068)' }, 'bearer');
  const document = SwaggerModule.createDocument(app, builder.build(), { operationIdFactory: (controller, method) => `${controller}.${method}` });
  const routes = new Map(routesOf(app).map((route) => [`${route.controller.name}.${route.method}`, route]));
  const schemas = requestSchemas();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const verb of verbs) {
      const found = item[verb];
      const route = found && routes.get(found.operationId ?? '');
      if (route) item[verb] = { ...found, ...described(route, path, schemas, found.responses) } as unknown as typeof found;
    }
  }
  const named = [...routes.values()].flatMap((route) => route.arguments).filter(({ kind }) => kind === 'body').map(({ type }) => nameOf(type));
  document.components = { ...document.components, schemas: { ...withReferred(named, schemas), Problem: problemSchema } as never };
  return document;
}

function described(route: Route, path: string, schemas: Readonly<Record<string, Schema>>, responses: object): Operation {
  const answers = Object.keys(responses).filter((status) => /^2/.test(status)).map((status) => [status, { description: 'Done' }]);
  return operationOf(route, path, schemas, Object.fromEntries(answers) as Record<string, object>);
}
