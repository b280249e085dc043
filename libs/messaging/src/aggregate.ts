import { appendToOutbox } from './outbox.js';
import { type Tx, opened } from './tx.js';

type Event = { readonly type: string; readonly data: object };

/** A thing with a life: its row (`tenant, id, version, state` and columns of its own) and how an event changes it. */
export interface Aggregate<State, E extends Event> {
  readonly table: string;
  readonly initial: State;
  readonly evolve: (state: State, event: E) => State;
  /** What is searched or reported stands in real columns too. */
  readonly columns?: (state: State) => Readonly<Record<string, unknown>>;
}

type Decide<State, E extends Event> = (state: State, id: string) => readonly E[];
interface Row<State> { readonly id: string; readonly version: number; readonly state: State }

/** Locks one aggregate, decides, saves, and says the events with their versions. Answers the state afterwards. */
export async function change<State, E extends Event>(tx: Tx, aggregate: Aggregate<State, E>, id: string, decide: Decide<State, E>): Promise<State> {
  const states = await changeMany(tx, aggregate, [id], decide);
  return states.get(id)!;
}

/** The same for many of a kind, in three statements whatever their number; each on behalf of `by`, when several share the transaction. */
export async function changeMany<State, E extends Event>(
  tx: Tx, aggregate: Aggregate<State, E>, ids: readonly string[], decide: Decide<State, E>, by: (id: string) => Tx = () => tx,
): Promise<Map<string, State>> {
  const rows = new Map((await locked<State>(tx, aggregate.table, ids)).map((row) => [row.id, row]));
  return decided(tx, aggregate, rows, ids, decide, by);
}

/** The same for things whose ids were made in this transaction: there is no row to look for. */
export const createMany = <State, E extends Event>(
  tx: Tx, aggregate: Aggregate<State, E>, ids: readonly string[], decide: Decide<State, E>, by: (id: string) => Tx = () => tx,
): Promise<Map<string, State>> => decided(tx, aggregate, new Map<string, Row<State>>(), ids, decide, by);

async function decided<State, E extends Event>(
  tx: Tx, aggregate: Aggregate<State, E>, rows: ReadonlyMap<string, Row<State>>, ids: readonly string[], decide: Decide<State, E>, by: (id: string) => Tx,
): Promise<Map<string, State>> {
  const states = new Map<string, State>();
  const [made, changed]: [Row<State>[], Row<State>[]] = [[], []];
  for (const id of ids) {
    const row = rows.get(id);
    const before = row?.state ?? aggregate.initial;
    const events = decide(before, id);
    const state = events.reduce(aggregate.evolve, before);
    states.set(id, state);
    if (events.length === 0) continue;
    const version = row?.version ?? 0;
    (row ? changed : made).push({ id, version: version + events.length, state });
    await appendToOutbox(by(id), events.map((event, nth) => ({ event, version: version + nth + 1 })));
  }
  write(tx, aggregate, made, changed);
  return states;
}

async function locked<State>(tx: Tx, table: string, ids: readonly string[]): Promise<Row<State>[]> {
  const { session, caller } = opened(tx);
  if (session.tenants.length === 0 && caller.organization) {
    const [addressed] = await tx.query<{ tenant: string }>(`SELECT tenant FROM ${table} WHERE id = ANY ($1::uuid[]) LIMIT 1`, [ids]);
    if (addressed) await opened(tx).adopt(addressed.tenant);
    else return [];
  }
  return tx.query<Row<State>>(`SELECT id, version, state FROM ${table} WHERE tenant = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR UPDATE`, [tx.tenant, ids]);
}

/** A new row is inserted and never upserted: of two who create it at once the second fails, begins again and finds the first one's. */
function write<State, E extends Event>(tx: Tx, aggregate: Aggregate<State, E>, made: readonly Row<State>[], changed: readonly Row<State>[]): void {
  const { table } = aggregate;
  const own = Object.keys(aggregate.columns?.(made[0]?.state ?? changed[0]?.state ?? aggregate.initial) ?? {});
  const json = (rows: readonly Row<State>[]): string =>
    JSON.stringify(rows.map(({ id, version, state }) => ({ ...aggregate.columns?.(state), id, version, state })));
  const names = ['id', 'version', 'state', ...own];
  if (made.length > 0) {
    tx.write(
      `INSERT INTO ${table} (tenant, ${names.join(', ')}) SELECT $1, ${names.map((name) => `said.${name}`).join(', ')}
         FROM jsonb_populate_recordset(NULL::${table}, $2::jsonb) AS said`, [tx.tenant, json(made)]);
  }
  if (changed.length > 0) {
    tx.write(
      `UPDATE ${table} row SET ${names.slice(1).map((name) => `${name} = said.${name}`).join(', ')}
         FROM jsonb_populate_recordset(NULL::${table}, $2::jsonb) AS said WHERE row.tenant = $1 AND row.id = said.id`, [tx.tenant, json(changed)]);
  }
}
