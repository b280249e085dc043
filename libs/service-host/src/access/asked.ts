import type { Caller } from '@hhp/messaging';
import type { FastifyRequest } from 'fastify';
import type { Identity } from './policy.js';

/** What the edge finds out about a request on its way in. */
export interface Found {
  /** Who the token says is asking; or why it was not believed. Nothing when there was no token. */
  identity?: Promise<Identity>;
  /** Who is asking, once the token is known to be good. */
  known?: Identity;
  caller?: Caller;
  /** The parameters of the path that have to be UUIDs; asked for when a request is refused. */
  uuidParams?: () => readonly string[];
  /** SHA-256 of the body as it came. */
  bodyDigest?: string;
}

const found = new WeakMap<object, Found>();

/** The notes of one request; they go with it. Keyed by Node's own request, of which there is one. */
export function foundOf(request: Pick<FastifyRequest, 'raw'>): Found {
  const notes = found.get(request.raw) ?? {};
  found.set(request.raw, notes);
  return notes;
}

/** The route as a pattern, `POST /members/:memberId/needs`; nothing of what was asked in particular. */
export const routeOf = ({ method, routeOptions }: Pick<FastifyRequest, 'method' | 'routeOptions'>): string => `${method} ${routeOptions?.url ?? 'unknown'}`;
