import type { Bearer } from './issuer.js';

/** What came back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}
export interface Asked {
  readonly as?: string;
  readonly body?: object | string;
  /** The request's `Idempotency-Key`; without one each request has its own. */
  readonly key?: string;
  /** Of a body that is a text. */
  readonly type?: 'text/csv' | 'text/plain' | 'application/json' | 'application/x-www-form-urlencoded';
  readonly headers?: Readonly<Record<string, string>>;
}
/** A fact as another service says it. */
export interface OutsideEvent {
  readonly event: { readonly type: string; readonly data: object };
  readonly tenant: string;
  readonly version: number;
}
/** What the service under test said. */
export interface Said {
  readonly type: string;
  readonly key: string;
  readonly aggregate: string;
  readonly tenant: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
}

/** A real service on a database, topics and an issuer of its own. */
export interface Running {
  readonly url: string;
  /** Sets the service's clock, which goes on from there. */
  at(instant: string): void;
  advance(milliseconds: number): void;
  token(role: string, bearer?: Bearer): Promise<string>;
  request(method: string, path: string, asked?: Asked): Promise<Answer>;
  /** Says facts as the services that own them would, each on its topic. */
  publish(events: readonly OutsideEvent[]): Promise<void>;
  /** What the service said so far, in order: its outbox. */
  said(type?: string): Promise<Said[]>;
  /** Asks the database as its administrator, in the service's schema. */
  query<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** An instance out of the service. */
  get<T>(type: abstract new (...args: never[]) => T): T;
  stop(): Promise<void>;
}
export type RunningService = Running;
