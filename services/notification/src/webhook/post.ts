import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Socket } from 'node:net';
import { type Destination, publicLookup, type Resolver } from './destination.js';

/** How an attempt ended. `withheld`: the last gate closed, and nothing was said to the server but that we are there. */
export type Posting =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'withheld' }
  | { readonly outcome: 'failed'; readonly uncertain: boolean };

export interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Way {
  readonly resolver: Resolver;
  readonly timeoutMs: number;
  /** An authority beside those that Node knows (PEM). */
  readonly ca?: string | undefined;
}

/**
 * Posts one letter over a connection of its own. It is asked for only when the connection stands (and its certificate was checked), so whatever
 * allows it is asked at the last moment. A redirection is no answer: it could lead inside. Of the answer only the status is read.
 */
export async function post({ url, inside }: Destination, way: Way, letter: () => Promise<Letter | undefined>): Promise<Posting> {
  const over = AbortSignal.timeout(way.timeoutMs);
  const open = url.protocol === 'https:' ? requestTls : requestPlain;
  const request = open(url, {
    method: 'POST', agent: false, signal: over, ...(inside ? {} : { lookup: publicLookup(way.resolver) }), ...(way.ca ? { ca: way.ca } : {}), minVersion: 'TLSv1.2',
  });
  let left = false;
  try {
    await connected(request, url.protocol === 'https:' ? 'secureConnect' : 'connect');
    const written = await letter();
    if (!written) return { outcome: 'withheld' };
    for (const [name, value] of Object.entries(written.headers)) request.setHeader(name, value);
    left = true;
    const status = await answered(request, written.body);
    return status >= 200 && status < 300 ? { outcome: 'taken' } : { outcome: 'failed', uncertain: false };
  } catch {
    return { outcome: 'failed', uncertain: left };
  } finally {
    request.destroy();
  }
}

const connected = (request: ClientRequest, stands: 'connect' | 'secureConnect'): Promise<void> => new Promise((resolve, reject) => {
  request.on('error', reject).once('socket', (socket: Socket) => { socket.once(stands, resolve); });
});

const answered = (request: ClientRequest, body: string): Promise<number> => new Promise((resolve, reject) => {
  request.on('error', reject).once('close', () => { reject(new Error('Closed without an answer')); }).once('response', (answer: IncomingMessage) => {
    answer.on('error', () => undefined);
    resolve(answer.statusCode ?? 0);
  });
  request.end(body);
});
