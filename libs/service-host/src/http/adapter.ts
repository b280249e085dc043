import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hash, randomUUID } from 'node:crypto';
import { foundOf } from '../access/asked.js';
import type { Tokens } from '../access/tokens.js';
import type { HttpMetrics } from '../metrics/http-metrics.js';
import type { Settings } from '../settings.js';
import { readJson } from './json-body.js';
import { RequestLimits } from './limits.js';
import { answerClientError, mustBeReadable } from './request-head.js';
import { readForm, readText } from './text-body.js';
import { problemOf } from './problem.js';
import { Unauthenticated } from './unauthenticated.js';

const [kib, mib] = [1024, 1024 * 1024];
/** What may be sent, and how much of it. Whoever brings no good token may send no more than a small form. */
const limits = { 'application/json': 64 * mib, 'text/csv': 64 * mib, 'text/plain': 16 * mib, 'application/x-www-form-urlencoded': 64 * kib };
const unknownSenderLimit = 64 * kib;
/** What a route takes that takes no file. */
const requestLimit = 4 * mib;

/** The longest that the head of a request may take. */
const headersTimeout = 20_000;
/** Nothing that a service answers is to be framed, sniffed, kept or taken for a page with scripts; a page that is one says so itself. */
const everyAnswer = {
  'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer', 'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};

/** Fastify as every service has it: limits, bodies, request ids, and the token checked before a body is read. */
export function httpAdapter(tokens: Tokens, metrics: HttpMetrics, settings: Settings, takesFile: (request: FastifyRequest) => boolean): FastifyAdapter {
  const requestTimeout = settings.REQUEST_SECONDS * 1_000;
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(), requestIdHeader: false, logger: false, bodyLimit: mib, routerOptions: { maxParamLength: 256 },
    requestTimeout,
    // Node looks for slow requests once in this time.
    http: { headersTimeout: Math.min(headersTimeout, requestTimeout), connectionsCheckingInterval: Math.min(30_000, requestTimeout / 4) },
    clientErrorHandler: answerClientError,
    ...(settings.TRUSTED_PROXIES === '' ? {} : { trustProxy: settings.TRUSTED_PROXIES.split(',') }),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const { status, headers, document } = problemOf(error, request);
      void reply.code(status).headers(headers).send(document);
    },
  });
  const instance = adapter.getInstance() as unknown as FastifyInstance;
  parseBodies(instance, takesFile);
  const limits = new RequestLimits(instance, settings);
  instance.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'x-request-id': request.id, ...everyAnswer });
    await limits.address(request);
    mustBeReadable(request);
    if (Number(request.headers['content-length'] ?? 0) > requestLimit && !takesFile(request)) throw tooLarge();
    await mustBeSmallOrKnown(request, tokens);
    await limits.bearer(request);
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

const tooLarge = (): Error => Object.assign(new Error('Too large'), { statusCode: 413 });

function parseBodies(instance: FastifyInstance, takesFile: (request: FastifyRequest) => boolean): void {
  instance.removeAllContentTypeParsers();
  for (const [type, bodyLimit] of Object.entries(limits)) {
    instance.addContentTypeParser<Buffer>(type, { parseAs: 'buffer', bodyLimit }, (request, bytes, done) => {
      foundOf(request).bodyDigest = hash('sha256', bytes, 'base64');
      try {
        if (bytes.length > requestLimit && !takesFile(request)) throw tooLarge(); // one that came without a length
        done(null, read(type, bytes));
      } catch (error) {
        done(error as Error);
      }
    });
  }
}

/** No body at all is no mistake of form: whether one is needed, the route's request says. */
function read(type: string, bytes: Buffer): unknown {
  if (type === 'application/json') return bytes.length === 0 ? undefined : readJson(bytes);
  return type.startsWith('text/') ? readText(bytes) : readForm(bytes);
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
