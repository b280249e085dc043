import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash, randomUUID } from 'node:crypto';
import { Refused } from '@hhp/domain-kit';
import { foundOf } from '../access/asked.js';
import type { Tokens } from '../access/tokens.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import { problemOf } from './problem.js';
import { Unauthenticated } from './unauthenticated.js';

const [kib, mib] = [1024, 1024 * 1024];
/** What may be sent, and how much of it. Whoever brings no good token may send no more than a small form. */
const limits = { 'application/json': 64 * mib, 'text/csv': 64 * mib, 'text/plain': 16 * mib, 'application/x-www-form-urlencoded': 64 * kib };
const unknownSenderLimit = 64 * kib;

/** Fastify as every service has it: bodies, request ids, and the token checked before a body is read. */
export function httpAdapter(tokens: Tokens, metrics: HttpMetrics): FastifyAdapter {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(), requestIdHeader: false, logger: false, bodyLimit: mib, routerOptions: { maxParamLength: 256 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const { status, headers, document } = problemOf(error, request);
      void reply.code(status).headers(headers).send(document);
    },
  });
  const instance = adapter.getInstance() as unknown as FastifyInstance;
  parseBodies(instance);
  instance.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    await mustBeSmallOrKnown(request, tokens);
  });
  let closing = false;
  instance.addHook('preClose', (done) => { closing = true; done(); });
  // A connection that stays open after the last answer would hold up the end of the service.
  instance.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) void reply.header('connection', 'close');
    done(null, payload);
  });
  instance.addHook('onResponse', (request, reply, done) => {
    metrics.observe(request, reply);
    done();
  });
  return adapter;
}

function parseBodies(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  for (const [type, bodyLimit] of Object.entries(limits)) {
    instance.addContentTypeParser<string>(type, { parseAs: 'string', bodyLimit }, (request, text, done) => {
      foundOf(request).bodyDigest = createHash('sha256').update(text).digest('base64');
      if (type === 'application/json') parseJson(instance, request, text, done);
      else done(null, type.startsWith('text/') ? text : Object.fromEntries(new URLSearchParams(text)));
    });
  }
}

/** No body at all is no mistake of form: whether one is needed, the route's request says. */
function parseJson(instance: FastifyInstance, request: FastifyRequest, text: string, done: (error: Error | null, body?: unknown) => void): void {
  if (text === '') { done(null, undefined); return; }
  void instance.getDefaultJsonParser('error', 'error')(request, text, (error, body) => {
    done(error && new Refused('body-malformed', 'The body is not well-formed JSON', 'invalid', ['body']), body);
  });
}

/** The token is checked when the head of the request is there; what it allows, the guard decides when the route is known. */
async function mustBeSmallOrKnown(request: FastifyRequest, tokens: Tokens): Promise<void> {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined) {
    const identity = tokens.identify(token);
    identity.catch(() => undefined);
    foundOf(request).identity = identity;
  }
  const length = request.headers['content-length'];
  if (length === undefined && request.headers['transfer-encoding'] === undefined) return;
  if (length !== undefined && Number(length) <= unknownSenderLimit) return;
  if (token === undefined) throw new Unauthenticated('token-missing', 'A body of this size needs an access token');
  await foundOf(request).identity;
}
