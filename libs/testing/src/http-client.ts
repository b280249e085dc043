import { randomUUID } from 'node:crypto';
import type { Answer, Asked } from './running.js';

/** Asks a service over HTTP as a client would: a key on what changes something, a token when there is one. */
export async function ask(url: string, method: string, path: string, { as, body, key, type, headers }: Asked = {}): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
      ...(method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() }),
      ...(body === undefined ? {} : { 'content-type': type ?? (typeof body === 'string' ? 'text/plain' : 'application/json') }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /\bjson\b/.test(answer.headers.get('content-type') ?? '') && text !== '';
  return { status: answer.status, body: json ? JSON.parse(text) as unknown : text, headers: Object.fromEntries(answer.headers) };
}
