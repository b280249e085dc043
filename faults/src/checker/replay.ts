import { type Psql, schemaOf } from './database.js';
import { parkedOf } from './order.js';
import { Finding, type Verdict } from './verdict.js';

/** Readers whose tables are made of Kafka alone (docs/events.md), with those tables. */
export const projections: readonly { readonly service: string; readonly reader: string; readonly tables: readonly string[] }[] = [
  { service: 'assessment', reader: 'ledger', tables: ['ledger_line'] }, { service: 'assessment', reader: 'known-members', tables: ['known_member'] },
  { service: 'hospital-feed', reader: 'known-members', tables: ['known_member'] }, { service: 'hospital-feed', reader: 'known-profiles', tables: ['known_profile', 'known_key'] },
  { service: 'notification', reader: 'known-recipients', tables: ['known_organization', 'known_service'] },
  { service: 'notification', reader: 'known-profiles', tables: ['known_profile', 'known_key'] }, { service: 'referral', reader: 'known-needs', tables: ['known_need'] },
  { service: 'referral', reader: 'known-services', tables: ['known_organization', 'known_service', 'known_capacity'] },
  { service: 'referral', reader: 'known-consents', tables: ['known_consent'] }, { service: 'notification', reader: 'known-consents', tables: ['known_consent'] },
  { service: 'reporting', reader: 'enrollment-spans', tables: ['enrollment_span'] }, { service: 'reporting', reader: 'listed-organizations', tables: ['listed_organization'] },
  { service: 'reporting', reader: 'referral-outcomes', tables: ['referral_outcome'] },
];

/** Every row of the projections of these services, as text. */
async function rowsOfProjections(psql: Psql, services: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  const all = new Map<string, ReadonlySet<string>>();
  for (const { service, tables } of projections.filter((each) => services.includes(each.service))) {
    for (const table of tables) {
      const text = await psql.run(`SELECT to_jsonb(t) FROM ${schemaOf(service)}.${table} t`);
      all.set(`${service}.${table}`, new Set(text.split('\n').filter((line) => line !== '')));
    }
  }
  return all;
}

type Rows = ReadonlyMap<string, ReadonlySet<string>>;

/** What the projections hold, and which keys stand aside and why. */
export interface Projected { readonly rows: Rows; readonly aside: ReadonlySet<string> }

export async function projected(psql: Psql, services: readonly string[]): Promise<Projected> {
  const parked = await parkedOf(psql, services);
  return {
    rows: await rowsOfProjections(psql, services),
    aside: new Set(parked.map(({ service, reader, topic, key, reason }) => `${service}/${reader} keeps ${topic} ${key} aside (${reason})`)),
  };
}

/** I7: made anew from the log, the tables hold the same rows, and no other keys stand aside. */
export function judgeReplay({ rows: before, aside: stood }: Projected, { rows: after, aside }: Projected, refused: readonly string[]): Verdict {
  const finding = new Finding('I7', 'projections made anew from Kafka are row for row the same');
  for (const each of refused) finding.hold(false, () => each);
  for (const each of aside) finding.hold(stood.has(each), () => `after the rebuild ${each}`);
  for (const [table, rows] of before) {
    const again = after.get(table) ?? new Set();
    for (const row of rows) finding.hold(again.has(row), () => `${table}: a row is gone or different after the rebuild: ${row.slice(0, 160)}`);
    for (const row of again) finding.hold(rows.has(row), () => `${table}: a row is new after the rebuild: ${row.slice(0, 160)}`);
  }
  return finding.verdict;
}
