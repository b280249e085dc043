import { checkout } from '@hhp/local-stack';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { HttpAsking, HttpClient } from './asking.js';
import { type Patient, hospital } from './hospital.js';
import { Member } from './member.js';
import type { Place, Plan } from './words.js';

export interface Programme { readonly plans: readonly Plan[]; readonly members: readonly Member[]; readonly places: readonly Place[] }

const tenants = ['golden-gate', 'bay-view', 'southland'];

const planOf = (tenant: string): Plan => {
  const careEntityId = randomUUID();
  return {
    tenant, careEntityId, contractCode: `${tenant}-SF`, administrator: { actor: `administrator-${tenant}`, role: 'plan-administrator', tenant },
    coordinator: { actor: `coordinator-${tenant}`, role: 'care-coordinator', tenant, organization: careEntityId },
  };
};

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** A name that nothing else could bring about: wherever it is found, somebody was told of. The checker knows it by its shape. */
const aName = (): string => `Canary${Array.from(randomBytes(12), (byte) => letters[byte % 26]).join('').toLowerCase()}`;
const patientOf = (nth: number): Patient => ({
  cin: `9${String(3_000_001 + nth * 97)}${letters[nth % 26]!}`, lastName: aName(), firstName: aName(),
  birthDate: `19${50 + (nth % 40)}-0${1 + (nth % 9)}-1${nth % 10}`,
});

const columns = 'cin,last_name,first_name,birth_date,sex,language,phone,plan_contract_code,county_code,population,conditions,acuity,homeless_indicator,chronic_homeless_indicator,exclusion_code';
const rowOf = ({ cin, lastName, firstName, birthDate }: Patient, contract: string): string =>
  `${cin},${lastName},${firstName},${birthDate},F,es,415-555-0114,${contract},06075,SPA1,HTN:2019-03-01;DM;CAD,R2b:0;R2c:0,N,N,NONE`;

interface Listed { readonly id: string; readonly email: string; readonly organization: { readonly id: string } }

/** Sets the programme up through the public APIs, before anything is broken: plans, members, the directory, a hospital. */
export async function setUp(http: HttpClient, membersOfPlan: number, services: readonly string[]): Promise<Programme> {
  const runs = (service: string): boolean => services.includes(service);
  const ask = async (asking: Omit<HttpAsking, 'id'>): Promise<Readonly<Record<string, unknown>>> => {
    for (let tries = 1; ; tries++) {
      const { status, body } = await http.ask({ ...asking, id: randomUUID(), patienceMs: 60_000 });
      if (status > 0 && status < 300) return body;
      if (tries === 5) throw new Error(`${asking.service} answered ${asking.method} ${asking.path} with ${status} (${String(body['code'])})`);
      await pause(300);
    }
  };
  const plans = tenants.map(planOf);
  const file = JSON.parse(readFileSync(join(checkout, 'deploy/local/demo-data/directory.hsds.json'), 'utf8')) as { contents: readonly Listed[] };
  const steward = { actor: 'steward-1', role: 'directory-steward', tenant: tenants[0]! };
  const members = (await Promise.all([
    ...plans.map((plan, nth) => declare(ask, plan, Array.from({ length: membersOfPlan }, (_, at) => patientOf(nth * membersOfPlan + at)))),
    runs('directory') && ask({ as: steward, method: 'POST', service: 'directory', path: '/imports?source=faults&format=hsds-json', body: file })
      .then(() => []),
    runs('hospital-feed') && ask({ as: { actor: 'operator-1', role: 'operator' }, method: 'PUT', service: 'hospital-feed', path: `/feeds/${hospital.id}`, body: { sendingApplication: hospital.sendingApplication, sendingFacility: hospital.sendingFacility } }).then(() => []),
  ])).flat().filter((each) => each !== false);
  await pause(2_000); // what was said here reaches the other services, so that the first commands are not refused for lack of it
  return { plans, members, places: file.contents.map(({ id, email, organization }) => ({ serviceId: id, email, organizationId: organization.id })) };
}

type Ask = (asking: Omit<HttpAsking, 'id'>) => Promise<Readonly<Record<string, unknown>>>;

async function declare(ask: Ask, plan: Plan, patients: readonly Patient[]): Promise<Member[]> {
  const [as, service] = [plan.administrator, 'enrollment' as const];
  const { contractCode, careEntityId } = plan;
  const contract = { contractCode, county: '06075', product: 'Medi-Cal managed care', population: 'BOTH', effectiveOn: '2018-07-01' };
  await ask({ as, service, method: 'POST', path: '/plan-contracts', body: contract });
  await ask({ as, service, method: 'PUT', path: `/care-entities/${careEntityId}`, body: { name: `Clinic of ${plan.tenant}`, contractCode } });
  const csv = [columns, ...patients.map((each) => rowOf(each, contractCode)), ''].join('\n');
  const { listId } = await ask({ as, service, method: 'POST', path: '/engagement-lists?listRunDate=2019-07-01', body: csv });
  await ask({ as, service, method: 'POST', path: `/engagement-lists/${String(listId)}/eligibility-determinations`, body: { rulePack: 'hhp/lacare', asOf: '2019-07-01' } });
  const members: Member[] = [];
  for (const patient of patients) {
    const { memberId } = await ask({ as, service, method: 'POST', path: '/member-searches', body: { cin: patient.cin } });
    members.push(new Member(String(memberId), plan, patient));
  }
  return members;
}
