import { randomUUID } from 'node:crypto';
import { type Answer, type Running, type Said, startForTest } from '@hhp/testing';
import type { ImportedList } from './engagement-list/engagement-list.commands.js';
import { enrollmentService } from './service.js';

/** For specs: a plan with a contract in San Francisco and a care entity, and people who ask. */
export const plan = 'golden-gate';
export const contractCode = 'GG-SF';
export const now = '2019-09-12T19:00:00.000Z';

export interface Scene {
  readonly running: Running;
  readonly careEntityId: string;
  as(role: string, tenant?: string): Promise<string>;
  ask(
    method: string, path: string, asked?: { body?: object | string; role?: string; tenant?: string; key?: string },
  ): Promise<Answer & { body: Record<string, never> }>;
  importList(rows: readonly Row[] | string, asked?: { query?: string; key?: string; tenant?: string }): Promise<ImportedList>;
  member(change?: Row): Promise<string>;
  saidOf(memberId: string, type?: string): Promise<Said[]>;
}
export type Row = Readonly<Record<string, string>>;

let numbers = 0;
/** A number of the right form that nobody has yet. */
export const aCin = (): string => `9${String(2_345_001 + numbers++ * 7)}K`;

export const aRow = (change: Row = {}): Row => ({
  cin: aCin(), last_name: 'Morales', first_name: 'Albert', birth_date: '1957-03-14', sex: 'M', language: 'es', phone: '415-555-0114',
  plan_contract_code: contractCode, county_code: '06075', population: 'SPA1', conditions: 'HTN:2019-03-01;DM;CAD', acuity: 'R2b:0;R2c:0',
  homeless_indicator: 'N', chronic_homeless_indicator: 'N', exclusion_code: 'NONE', ...change,
});

export function csvOf(rows: readonly Row[], ending = '\n'): string {
  const columns = Object.keys(rows[0]!);
  const cell = (text = ''): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))].join(ending) + ending;
}

export async function aScene(settings: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const running = await startForTest(enrollmentService, { settings });
  running.at(now);
  const careEntityId = randomUUID();
  const tokens = new Map<string, Promise<string>>();
  const scene: Scene = {
    running, careEntityId,
    as: (role, tenant = plan) => {
      const key = `${role} ${tenant}`;
      if (!tokens.has(key)) tokens.set(key, running.token(role, { tenant }));
      return tokens.get(key)!;
    },
    ask: async (method, path, { body, role = 'plan-administrator', tenant, key } = {}) => await running.request(method, path, {
      as: await scene.as(role, tenant), ...(body === undefined ? {} : { body }), ...(key ? { key } : {}),
      ...(typeof body === 'string' ? { type: 'text/csv' as const } : {}),
    }) as Answer & { body: Record<string, never> },
    importList: async (rows, { query = 'listRunDate=2019-07-01', key, tenant } = {}) => {
      const body = typeof rows === 'string' ? rows : csvOf(rows);
      const answer = await scene.ask('POST', `/engagement-lists?${query}`, { body, ...(key ? { key } : {}), ...(tenant ? { tenant } : {}) });
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer.body as unknown as ImportedList;
    },
    member: async (change = {}) => {
      const row = aRow(change);
      await scene.importList([row]);
      return (await scene.ask('POST', '/member-searches', { body: { cin: row['cin'] } })).body['memberId']!;
    },
    saidOf: async (memberId, type) => (await running.said(type)).filter((each) => each.key === memberId),
  };
  await prepare(scene);
  return scene;
}

async function prepare(scene: Scene): Promise<void> {
  const body = { contractCode, county: '06075', product: 'Medi-Cal managed care', population: 'BOTH', effectiveOn: '2018-07-01' };
  const declared = await scene.ask('POST', '/plan-contracts', { body });
  if (declared.status !== 201) throw new Error(JSON.stringify(declared.body));
  await scene.ask('PUT', `/care-entities/${scene.careEntityId}`, { body: { name: 'Mission Neighborhood Clinic', contractCode } });
}
