import { randomUUID } from 'node:crypto';
import type { Identity } from '../../issuer/demo-users.js';
import type { ServiceName } from '../../services/service-list.js';
import type { Stage } from './stage.js';

/** A request to the public API of a service. */
export interface Asking {
  readonly as: Identity;
  readonly body?: object | string;
  /** `text/csv` unless said, when the body is a text. */
  readonly type?: 'text/csv' | 'text/plain';
  /** Follows the request through all events that it causes, in every service. */
  readonly correlation?: string;
}

/** A service said no: its code, never its whole answer. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';

  constructor(readonly service: string, readonly route: string, readonly status: number, readonly code: string) {
    super(`${service} answered ${route} with ${status}${code ? ` (${code})` : ''}`);
  }
}

const tokenMs = 200_000;
/** The longest that one bulk request may take. */
const patienceMs = 120_000;

/** The public HTTP APIs as somebody in the story uses them. */
export class Api {
  private readonly tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>();

  constructor(private readonly stage: Pick<Stage, 'addresses' | 'tokenFor'>) {}

  get<T>(service: ServiceName, path: string, asking: Asking): Promise<T> {
    return this.ask('GET', service, path, asking);
  }

  post<T>(service: ServiceName, path: string, asking: Asking): Promise<T> {
    return this.ask('POST', service, path, asking);
  }

  put<T>(service: ServiceName, path: string, asking: Asking): Promise<T> {
    return this.ask('PUT', service, path, asking);
  }

  private async ask<T>(method: string, service: ServiceName, path: string, { as, body, type = 'text/csv', correlation }: Asking): Promise<T> {
    const answer = await fetch(`${this.stage.addresses.services[service]}${path}`, {
      method, signal: AbortSignal.timeout(patienceMs),
      headers: {
        authorization: `Bearer ${await this.tokenOf(as)}`,
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }), ...(correlation ? { 'x-correlation-id': correlation } : {}),
        ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? type : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const said: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw new Unexpected(service, `${method} ${path.split('?')[0]!}`, answer.status, (said as { code?: string } | undefined)?.code ?? '');
    return said as T;
  }

  private tokenOf(identity: Identity): Promise<string> {
    const key = JSON.stringify(identity);
    const known = this.tokens.get(key);
    if (known && known.until > Date.now()) return known.token;
    const token = this.stage.tokenFor(identity);
    this.tokens.set(key, { token, until: Date.now() + tokenMs });
    return token;
  }
}
