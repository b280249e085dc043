import { randomUUID } from 'node:crypto';
import type { Caller, Transactions } from '@hhp/messaging';
import { foreignPlan, ownPlan } from '../deployment-parts.js';
import { type OwnedTable, type Right, asksNothing, rowOf } from './plan-tables.js';

/** One thing that is tried on one table by one caller through the one way to the database, with nothing of the program's own in between. */
export interface Cell {
  readonly what: string;
  readonly caller: Caller;
  readonly sql: string;
  /** So many rows, done, or refused. */
  readonly expected: string;
}

/** The organization to which rows of both plans are addressed, and one to which none is. */
export const addressee = '0190c0de-0000-7000-8000-00000000aaaa';
const stranger = '0190c0de-0000-7000-8000-00000000bbbb';

const by = (tenants: readonly string[], organization?: string): Caller => ({
  actor: 'tries', role: 'care-coordinator', tenants, organization, purpose: 'care-coordination', requestId: randomUUID(), correlationId: randomUUID(), route: 'TRY',
});

/** All that is tried on a table. What may be done is told by the rights of the role; whose rows it may be done to, by the policies. */
export function cellsOf(table: OwnedTable): Cell[] {
  const { name, owner, rights } = table;
  const [own, foreign] = [`${owner} = '${ownPlan}'`, `${owner} = '${foreignPlan}'`];
  const allowed = (right: Right, expected: string): string => (rights.includes(right) ? expected : 'refused');
  const addsFreely = table.policies.some((policy) => policy.command === 'a' && asksNothing(policy));
  const fresh = (plan: string): string => rowOf(table, plan, { seed: 'fresh' });
  const read = (where: string): string => `SELECT 1 FROM ${name} WHERE ${where}`;
  // Who may not read may not say which rows are meant either: the right to read is asked for first.
  const changing = (right: Right): string => (rights.includes('SELECT') ? allowed(right, '0 rows') : 'refused');
  return [
    { what: 'reads what is its plan’s', caller: by([ownPlan]), sql: read(own), expected: allowed('SELECT', '1 rows') },
    { what: 'reads what is another plan’s', caller: by([ownPlan]), sql: read(foreign), expected: allowed('SELECT', '0 rows') },
    { what: 'reads without a plan', caller: by([]), sql: read('true'), expected: allowed('SELECT', '0 rows') },
    { what: 'reads for an organization to which nothing is addressed', caller: by([], stranger), sql: read('true'), expected: allowed('SELECT', '0 rows') },
    { what: 'changes what is another plan’s', caller: by([ownPlan]), sql: `UPDATE ${name} SET ${owner} = ${owner} WHERE ${foreign} RETURNING 1`, expected: changing('UPDATE') },
    { what: 'deletes what is another plan’s', caller: by([ownPlan]), sql: `DELETE FROM ${name} WHERE ${foreign} RETURNING 1`, expected: changing('DELETE') },
    { what: 'gives what is its plan’s to another', caller: by([ownPlan]), sql: `UPDATE ${name} SET ${owner} = '${foreignPlan}' WHERE ${own}`, expected: 'refused' },
    { what: 'adds to its plan', caller: by([ownPlan]), sql: fresh(ownPlan), expected: allowed('INSERT', 'done') },
    { what: 'adds to another plan', caller: by([ownPlan]), sql: fresh(foreignPlan), expected: addsFreely ? allowed('INSERT', 'done') : 'refused' },
    ...addressedCells(table),
  ];
}

function addressedCells({ name, addressedTo, owner }: OwnedTable): Cell[] {
  if (addressedTo === undefined) return [];
  const read = (where: string): string => `SELECT 1 FROM ${name} WHERE ${where}`;
  return [
    { what: 'reads what is addressed to its organization', caller: by([], addressee), sql: read('true'), expected: '2 rows' },
    { what: 'changes what is addressed to its organization without being in its plan', caller: by([], addressee), sql: `UPDATE ${name} SET ${owner} = ${owner} RETURNING 1`, expected: '0 rows' },
    { what: 'reads of another plan what is addressed to its clinic', caller: by([ownPlan], addressee), sql: read(`${owner} = '${foreignPlan}'`), expected: '0 rows' },
  ];
}

class Taken extends Error {
  constructor(readonly rows: number) { super(); }
}

/** What comes of it; nothing that was done stays. */
export async function outcomeOf(transactions: Transactions, { caller, sql }: Cell): Promise<string> {
  try {
    await transactions.read(caller, async (tx) => { throw new Taken((await tx.query(sql)).length); });
    throw new Error('A cell never ends well');
  } catch (error) {
    if (error instanceof Taken) return sql.startsWith('INSERT') ? 'done' : `${error.rows} rows`;
    if ((error as { code?: unknown }).code === '42501') return 'refused';
    throw error;
  }
}
