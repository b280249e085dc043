import { Refused } from '@hhp/domain-kit';
import type { FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { problemOf } from './problem.js';

const longestAddress = 4_096;

/** Refuses what stands in the head of a request and is taken nowhere, before anything else is looked at. */
export function mustBeReadable({ url, headers, query }: FastifyRequest): void {
  if (url.length > longestAddress) throw Object.assign(new Error('The address is too long'), { statusCode: 414 });
  if (/%00/.test(url)) throw new Refused('characters-not-allowed', 'The address holds characters that cannot be kept', 'invalid', ['address']);
  // Whoever copies a query field by field would drop this one without a word.
  if (Object.keys(query as object).includes('__proto__')) throw new Refused('request-invalid', 'The request is not what this route takes', 'invalid', ['*']);
  // What is not unpacked cannot grow.
  if (![undefined, '', 'identity'].includes(headers['content-encoding'])) throw Object.assign(new Error('Compressed'), { statusCode: 415 });
}

/** What Node could not read as HTTP at all gets a problem document too, and no word of what was sent. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const statusCode = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const { status, document } = problemOf(Object.assign(new Error(), { statusCode }), { id: randomUUID(), raw: {} as never, params: {} });
  const body = JSON.stringify(document);
  socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
    + `connection: close\r\n\r\n${body}`);
}
