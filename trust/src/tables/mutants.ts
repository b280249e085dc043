import { type OwnedTable, type Policy, asksNothing } from './plan-tables.js';

/** One policy taken away or made to ask nothing, and the way back. */
export interface Mutant { readonly what: string; readonly plant: string; readonly mend: string }

const commands = { '*': 'ALL', r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' } as const;

function clauses({ using, check }: Policy): string {
  return `${using === null ? '' : ` USING (${using})`}${check === null ? '' : ` WITH CHECK (${check})`}`;
}

/** Every way in which one policy of a table may be missing or too wide. */
export function mutantsOf({ name: table, policies }: OwnedTable): Mutant[] {
  const off = { what: `${table}: row-level security is off`, plant: `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`, mend: `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY` };
  return [off, ...policies.filter((policy) => !asksNothing(policy)).flatMap((policy) => {
    const { name, using, check } = policy;
    const altered = (wide: Partial<Policy>): string => `ALTER POLICY ${name} ON ${table}${clauses({ ...policy, ...wide })}`;
    const mend = altered({});
    const wider = (what: string, wide: Partial<Policy>): Mutant => ({ what: `${table}.${name}: ${what}`, plant: altered(wide), mend });
    return [
      {
        what: `${table}.${name}: is missing`, plant: `DROP POLICY ${name} ON ${table}`,
        mend: `CREATE POLICY ${name} ON ${table} FOR ${commands[policy.command]}${clauses(policy)}`,
      },
      wider('asks nothing', { using: using === null ? null : 'true', check: check === null ? null : 'true' }),
      ...(using !== null && check !== null ? [wider('lets everybody read', { using: 'true' }), wider('lets everything be written', { check: 'true' })] : []),
      ...partsOf(using).map((part) => wider(`asks only ${part}`, { using: part })),
    ];
  })];
}

/** Each condition alone, of a policy that asks several. */
function partsOf(using: string | null): string[] {
  const parts = using?.replace(/^\((.*)\)$/, '$1').split(' AND ') ?? [];
  return parts.length > 1 ? parts : [];
}
