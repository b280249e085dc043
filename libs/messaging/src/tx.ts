import { createHash } from 'node:crypto';
import { notFound, uuidv7 } from '@hhp/domain-kit';
import type pg from 'pg';
import type { Caller } from './caller.js';
import { send } from './database.js';
import type { OutboxRow } from './outbox-row.js';
import type { Random } from './random.js';
import type { Received } from './received.js';

/** One transaction of the service's database, seen from the work that is done in it. */
export interface Tx {
  /** The one plan organization that this work is about. */
  readonly tenant: string;
  /** The database's clock at the begin of the transaction; decisions take it as an argument. */
  readonly now: Date;
  readonly caller: Caller;
  /** Runs one statement. Its text is static (values go into `values`): it is prepared once for each connection. */
  query<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** The same for a statement whose result nobody looks at: it runs in its place among the others, and its failure fails the transaction. */
  write(sql: string, values?: readonly unknown[]): void;
  newId(): string;
  /** Says whose data is seen or changed, for the audit. */
  concerns(memberId: string): void;
  /** The same transaction on behalf of one event that was received: its plan, its causation, its correlation. */
  causedBy(event: Received): Tx;
  /** The same transaction for one of its plans. */
  forTenant(tenant: string): Tx;
}

/** What is common to all views of one transaction. */
export interface Session {
  readonly client: pg.PoolClient;
  readonly random: Random;
  readonly service: string;
  /** Unknown until the server has answered the begin, which is before it answers anything else. */
  now: Date | undefined;
  tenants: readonly string[];
  /** What was sent and not waited for. */
  readonly written: Promise<unknown>[];
  readonly outbox: OutboxRow[];
  readonly members: Set<string>;
}

/** Why this work is done: the event that caused it, and the thread that it belongs to. */
export interface Cause {
  readonly causationId?: string | undefined;
  readonly correlationId: string;
}

export class OpenTx implements Tx {
  constructor(readonly session: Session, readonly caller: Caller, readonly cause: Cause, private readonly bound?: string) {}

  get tenant(): string {
    const tenant = this.bound ?? (this.session.tenants.length === 1 ? this.session.tenants[0] : undefined);
    if (tenant !== undefined) return tenant;
    // Whoever belongs to no plan works on what was addressed to them; nothing was, so there is nothing to see.
    if (this.session.tenants.length === 0) throw notFound('record');
    throw new Error('A transaction of several plans has no one plan: use forTenant() or causedBy()');
  }

  get now(): Date {
    if (!this.session.now) throw new Error('The transaction has not begun yet');
    return this.session.now;
  }

  async query<Row = Record<string, unknown>>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await ask(this.session.client, sql, values)).rows as Row[];
  }

  write(sql: string, values: readonly unknown[] = []): void {
    const sent = ask(this.session.client, sql, values);
    // Whoever ends the transaction hears of it.
    sent.catch(() => undefined);
    this.session.written.push(sent);
  }

  newId(): string {
    return uuidv7(this.now, this.session.random.bytes(16));
  }

  concerns(memberId: string): void {
    this.session.members.add(memberId);
  }

  causedBy(event: Received): Tx {
    return new OpenTx(this.session, this.caller, { causationId: event.id, correlationId: event.correlationId }, this.own(event.tenant));
  }

  forTenant(tenant: string): Tx {
    return new OpenTx(this.session, this.caller, this.cause, this.own(tenant));
  }

  /** Takes on the plan of a row that is addressed to the caller's organization: from here on the work is within that plan. */
  async adopt(tenant: string): Promise<void> {
    await this.query("SELECT set_config('hhp.tenants', $1, true)", [arrayLiteral([tenant])]);
    this.session.tenants = [tenant];
  }

  /** The same work within the plan of a row that is addressed to the caller's organization, and within it no longer than that. */
  async within<T>(tenant: string, work: (own: Tx) => Promise<T>): Promise<T> {
    if (this.session.tenants.length > 0 || !this.caller.organization) return work(this.forTenant(tenant));
    await this.adopt(tenant);
    const answer = await work(this.forTenant(tenant));
    await this.query("SELECT set_config('hhp.tenants', '{}', true)");
    this.session.tenants = [];
    return answer;
  }

  private own(tenant: string): string {
    if (!this.session.tenants.includes(tenant)) throw new Error('This transaction was not begun for that plan');
    return tenant;
  }
}

/** The view as its own kind: code of this library needs the session, services never do. */
export const opened = (tx: Tx): OpenTx => {
  if (!(tx instanceof OpenTx)) throw new Error('Not a transaction of this library');
  return tx;
};

/** Sends a statement whose text is static. */
export const ask = (client: pg.PoolClient, sql: string, values: readonly unknown[]): Promise<pg.QueryResult> =>
  send(client, { name: nameOf(sql), text: sql, values: values as unknown[] });

/** Work within the plan of a row that is addressed to the caller's organization: what a caller of no plan is told of it, and nothing else. */
export const withinPlan = <T>(tx: Tx, tenant: string, work: (own: Tx) => Promise<T>): Promise<T> => opened(tx).within(tenant, work);

const names = new Map<string, string>();

/** The name under which a statement is prepared: the same text, the same name. */
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  const name = createHash('sha256').update(sql).digest('base64url').slice(0, 32);
  if (names.size < 2_000) names.set(sql, name);
  return name;
}

/** A text array as PostgreSQL writes it. */
export const arrayLiteral = (values: readonly string[]): string => `{${values.map((each) => `"${each.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`;
