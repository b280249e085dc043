import type { INestApplication } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const assets = { 'swagger-ui-bundle.js': 'text/javascript', 'swagger-ui.css': 'text/css', 'favicon-32x32.png': 'image/png' } as const;
const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const page = (service: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${service}</title>
<link rel="icon" href="/docs/favicon-32x32.png"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/begin.js"></script></body></html>`;
const begin = "window.ui = SwaggerUIBundle({ url: '/docs-json', dom_id: '#api', deepLinking: true, persistAuthorization: true });";

/**
 * The page on which a service's API can be read and tried, and the document behind it. What makes the document is loaded when somebody
 * asks first: seven services would else hold it in memory for nobody.
 */
export function serveDocs(instance: FastifyInstance, app: INestApplication, service: string): void {
  let document: Promise<string> | undefined;
  const text = (reply: FastifyReply, type: string, body: string): FastifyReply =>
    reply.type(`${type}; charset=utf-8`).header('content-security-policy', csp).send(body);
  const describe = async (): Promise<string> => JSON.stringify((await import('./open-api.js')).openApiOf(app, service));
  instance.get('/docs', (_request, reply) => text(reply, 'text/html', page(service)));
  instance.get('/docs/begin.js', (_request, reply) => text(reply, 'text/javascript', begin));
  instance.get('/docs-json', async (_request, reply) => {
    document ??= describe();
    return text(reply, 'application/json', await document);
  });
  for (const [name, type] of Object.entries(assets)) {
    instance.get(`/docs/${name}`, (_request, reply) => {
      const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
      return reply.type(type).header('cache-control', 'public, max-age=86400').send(createReadStream(join(folder, name)));
    });
  }
}
