import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sendToHospitalFeed } from '../demo/stage/hospital.js';
import { type Identity, demoOrganizations, demoUsers } from '../issuer/demo-users.js';
import { checkout } from '../places.js';
import type { ServiceName } from '../services/service-list.js';
import type { Stack } from '../stack/stack.js';
import type { Canary } from './canary.js';
import type { Output } from './scan.js';

interface Asked { readonly body?: object | string; readonly type?: string; readonly key?: string; readonly headers?: Readonly<Record<string, string>> }
interface Answer { readonly status: number; readonly text: string; readonly headers: Readonly<Record<string, string>> }

async function ask(url: string, method: string, path: string, { as, body, type, key, headers }: Asked & { readonly as: string }): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, {
    method, signal: AbortSignal.timeout(60_000),
    headers: {
      authorization: `Bearer ${as}`, ...(method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() }),
      ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }), ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) };
}

/** What is true a little later, because one service has to hear of it from another. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const giveUp = performance.now() + 60_000; ; await pause(100)) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() > giveUp) throw error;
    }
  }
}

const demoData = (name: string): unknown => JSON.parse(readFileSync(join(checkout, 'deploy/local/demo-data', name), 'utf8'));
interface Listed { readonly id: string; readonly organization: { readonly id: string; readonly name: string } }
const feed = { sendingApplication: 'BAYGENERAL-ADT', sendingFacility: 'BAYGENERAL' };

/** A canary's way through all services, by the public interfaces; what is answered with an error is kept for the scan. */
export class CanaryStory {
  /** Problem documents with their headers, as they went over the wire. */
  readonly refused: Output[] = [];

  constructor(private readonly stack: Pick<Stack, 'addresses' | 'tokenFor'>) {}

  async ask(user: string, service: ServiceName, method: string, path: string, asked: Asked = {}): Promise<Answer> {
    const answer = await ask(this.stack.addresses.services[service], method, path, { ...asked, as: await this.stack.tokenFor(demoUsers[user] as Identity) });
    if (answer.status >= 400) this.note(`${service} ${method} ${answer.status}`, answer);
    return answer;
  }

  private note(name: string, answer: Answer): void {
    this.refused.push({ name, bytes: Buffer.from(JSON.stringify(answer)) });
  }

  async done<T>(user: string, service: ServiceName, method: string, path: string, body?: object | string): Promise<T> {
    const type = typeof body === 'string' ? { type: 'text/csv' } : {};
    const { status, text } = await this.ask(user, service, method, path, { ...(body === undefined ? {} : { body }), ...type });
    if (status >= 300) throw new Error(`${service} answered ${method} with ${status}: ${/"code":"([a-z-]+)"/.exec(text)?.[1] ?? ''}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async setUp(): Promise<void> {
    const careEntity = demoOrganizations.careEntity;
    await this.done('plan-administrator', 'enrollment', 'POST', '/plan-contracts', {
      contractCode: 'GG-SF', county: '06075', product: 'Medi-Cal managed care', population: 'BOTH', effectiveOn: '2018-07-01',
    });
    await this.done('plan-administrator', 'enrollment', 'PUT', `/care-entities/${careEntity}`, { name: 'Mission Neighborhood Clinic', contractCode: 'GG-SF' });
    await this.done('steward', 'directory', 'POST', '/imports?source=demo&format=hsds-json', demoData('directory.hsds.json') as object);
    await this.done('operator', 'hospital-feed', 'PUT', `/feeds/${demoOrganizations.hospital}`, feed);
  }

  async enrol(canaries: readonly Canary[], { joining }: { readonly joining: readonly Canary[] }): Promise<Map<Canary, string>> {
    const columns = Object.keys(canaries[0]!.cells);
    const file = [columns, ...canaries.map(({ cells }) => columns.map((column) => cells[column]))].map((line) => line.join(',')).join('\r\n');
    const { listId } = await this.done<{ listId: string }>('plan-administrator', 'enrollment', 'POST', '/engagement-lists?listRunDate=2019-10-01', `${file}\r\n`);
    await this.done('plan-administrator', 'enrollment', 'POST', `/engagement-lists/${listId}/eligibility-determinations`, { rulePack: 'hhp/ca-16-007', asOf: '2019-10-01' });
    const lines = joining.map(({ cells }) => [cells['cin'], '2019-10-07', 'GG-SF', '06075', 'SPA1', demoOrganizations.careEntity, 'coordinator-1'].join(','));
    const joined = await this.done<{ accepted: number }>('supervisor', 'enrollment', 'POST', '/enrollment-files',
      ['cin,enrolled_on,contract_code,county_code,population,cbcme_id,coordinator_id', ...lines, ''].join('\r\n'));
    if (joined.accepted !== joining.length) throw new Error(`${joined.accepted} of ${joining.length} were enrolled`);
    const ids = new Map<Canary, string>();
    for (const canary of canaries) {
      ids.set(canary, (await this.done<{ memberId: string }>('coordinator', 'enrollment', 'POST', '/member-searches', { cin: canary.cells['cin'] })).memberId);
    }
    return ids;
  }

  /** Screened, with a need and a plan in words; consent; a referral that is sent by mail. */
  async serve({ words }: Canary, memberId: string): Promise<string> {
    const path = `/members/${memberId}`;
    await patiently(() => this.done('coordinator', 'assessment', 'GET', `${path}/ledger`));
    const response = demoData('albert.prapare.json') as { item: object[] };
    await this.ask('coordinator', 'assessment', 'POST', `${path}/screenings`, {
      body: { questionnaireResponse: { ...response, item: [...response.item, { linkId: '/free', text: words.question, answer: [{ valueString: words.question }] }] } },
    });
    const { needId } = await this.done<{ needId: string }>('coordinator', 'assessment', 'POST', `${path}/needs`, { category: 'goods', note: words.note });
    const sections = ['mentalHealth', 'dentalHealth', 'substanceUse', 'communityAndSocial', 'housing'].map((name) => [name, { answer: 'none' }]);
    await this.done('coordinator', 'assessment', 'POST', `${path}/action-plan-versions`, {
      agreedOn: '2026-01-05', reason: 'initial', needIds: [needId], goals: [{ statement: words.goal, needId }], preferences: words.preference,
      sections: { physicalHealth: { answer: 'answered', summary: words.summary }, ...Object.fromEntries(sections) as object },
    });
    const place = (demoData('directory.hsds.json') as { contents: Listed[] }).contents.find(({ organization }) => organization.name === 'Harbor Lights Food Bank')!;
    await this.done('coordinator', 'enrollment', 'POST', `${path}/consents`, {
      decision: 'granted', recipientOrganizationId: place.organization.id, dataClasses: ['general'], purpose: 'care-coordination', form: 'written',
      validUntil: new Date(Date.now() + 86_400_000 * 30).toISOString(),
    });
    const referral = `/referrals/${randomUUID()}`;
    const body = { memberId, needId, organizationId: place.organization.id, serviceId: place.id, dataClasses: ['general'] };
    await patiently(() => this.done('coordinator', 'referral', 'PUT', referral, body));
    await patiently(async () => {
      const { state } = await this.done<{ state: string }>('coordinator', 'referral', 'POST', `${referral}/send`, { channel: 'email' });
      if (state !== 'sent') throw new Error(`The referral is ${state}`);
    });
    return referral.slice('/referrals/'.length);
  }

  /** The hospital says that the member was admitted; answers the code of the acknowledgement. */
  async admit({ cells, words }: Canary, type = 'ADT^A01'): Promise<string> {
    const now = new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '');
    const message = [
      `MSH|^~\\&|${feed.sendingApplication}|${feed.sendingFacility}|HHP|HHP|${now}+0000||${type}|${randomUUID().slice(0, 18)}|P|2.5.1`,
      `EVN|A01|${now}+0000`,
      `PID|1||${words.recordNumber}^^^BAYGENERAL^MR~${cells['cin']}^^^MEDI-CAL^MC||${cells['last_name']}^${cells['first_name']}||${cells['birth_date']!.replaceAll('-', '')}|F|||${cells['address']}^^San Francisco^CA^^^M||${cells['phone']}`,
      `PV1|1|I|4WEST^412^1^BAYGENERAL||||||||||||||||${words.visit}|||||||||||||||||||||||||${now}+0000`,
      `DG1|1||${words.diagnosis}^${words.diagnosis}^I10`, '',
    ].join('\r');
    return (await sendToHospitalFeed(this.stack, message)).code;
  }

  /** Everything that a careless or hostile caller may hand in: tokens where none belong, in every service. */
  async misuse({ cells, words }: Canary, memberId: string): Promise<void> {
    const told = cells['last_name']!;
    for (const service of Object.keys(this.stack.addresses.services) as ServiceName[]) {
      await this.ask('coordinator', service, 'GET', `/${told}?name=${told}&cin=${cells['cin']}`);
      await this.ask('coordinator', service, 'POST', `/members/${told}/needs`, { body: { [told]: words.note, category: words.note }, headers: { 'x-correlation-id': told } });
      await this.ask('coordinator', service, 'POST', `/members/${memberId}/needs`, { body: `{"note": "${words.note}", `, type: 'application/json', key: told });
      await this.ask('other-coordinator', service, 'GET', `/members/${memberId}/profile`, { headers: { 'user-agent': told, traceparent: told } });
      const answer = await ask(this.stack.addresses.services[service], 'GET', `/members/${memberId}/${told}`, { as: `${told}.${told}.${told}` });
      this.note(`${service} with a token that is none`, answer);
    }
    await this.ask('plan-administrator', 'enrollment', 'POST', '/engagement-lists?listRunDate=2019-10-01', { body: `cin,${told}\r\n${cells['cin']},${told}\r\n`, type: 'text/csv' });
    await this.ask('plan-administrator', 'enrollment', 'POST', '/engagement-lists?listRunDate=2019-10-01', {
      body: `${Object.keys(cells).join(',')}\r\n${Object.values({ ...cells, birth_date: words.goal, county_code: told }).join(',')}\r\n`, type: 'text/csv',
    });
    await this.ask('coordinator', 'enrollment', 'POST', '/member-searches', { body: { cin: told } });
    await this.ask('coordinator', 'referral', 'PUT', `/referrals/${told}`, { body: { memberId: told, needId: words.note } });
    await this.ask('steward', 'directory', 'GET', `/services?text=${told}&near=${told}`);
  }
}
