import type { ServiceName, Stack } from '@hhp/local-stack';
import { Agent, request } from 'node:http';

export type Identity = Parameters<Stack['tokenFor']>[0];

/** What was answered to one request; status 0 when there was no answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface HttpAsking {
  readonly as: Identity;
  readonly method: string;
  readonly service: ServiceName;
  readonly path: string;
  readonly body?: object | string;
  /** The idempotency key, and the correlation id by which its events are found. */
  readonly id: string;
  readonly patienceMs?: number;
}

const tokenMs = 200_000;

/** The public HTTP APIs, over connections that are kept. */
export class HttpClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 192, scheduling: 'fifo' });
  private readonly tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  /** Answers that were a no, with their headers. */
  readonly refusals: string[] = [];

  constructor(private readonly stack: Pick<Stack, 'addresses' | 'tokenFor'>) {}

  async ask(asking: HttpAsking): Promise<HttpAnswer> {
    const token = await this.tokenOf(asking.as);
    return new Promise((resolve) => {
      const nothing = (): void => { resolve({ status: 0, body: {} }); };
      const { body, method, id } = asking;
      const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
      const asked = request(`${this.stack.addresses.services[asking.service]}${asking.path}`, {
        method, agent: this.agent, signal: AbortSignal.timeout(asking.patienceMs ?? 8_000),
        headers: {
          authorization: `Bearer ${token}`, 'x-correlation-id': id, ...(method === 'GET' ? {} : { 'idempotency-key': id }),
          ...(text === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      }, (answer) => {
        let heard = '';
        answer.setEncoding('utf8').on('data', (more: string) => { heard += more; }).on('error', nothing).on('aborted', nothing).on('end', () => {
          if (answer.statusCode! >= 400) this.refusals.push(`${heard} ${JSON.stringify(answer.headers)}`);
          resolve({ status: answer.statusCode ?? 0, body: parsed(heard) });
        });
      });
      asked.on('error', nothing).end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }

  private tokenOf(identity: Identity): Promise<string> {
    const key = JSON.stringify(identity);
    const known = this.tokens.get(key);
    if (known && known.until > Date.now()) return known.token;
    const token = this.stack.tokenFor(identity);
    this.tokens.set(key, { token, until: Date.now() + tokenMs });
    return token;
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
