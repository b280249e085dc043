import { randomUUID } from 'node:crypto';
import { createService, type HostedService } from '@hhp/service-host';
import { publishEvents } from '@hhp/messaging';
import { eventually } from './eventually.js';
import { exampleService } from './example/example.js';
import { ask } from './http-client.js';
import { type Surroundings, surroundingsOf } from './start-for-test.js';

let around: Surroundings;
let replicas: HostedService[];
beforeAll(async () => {
  around = await surroundingsOf(exampleService, { settings: { LOG_LEVEL: 'silent', STAFF_LOOK_MS: '100' } });
  replicas = [await createService(exampleService, around.environment), await createService(exampleService, around.environment)];
});
afterAll(async () => {
  for (const replica of replicas) await replica.stop();
  await around.remove();
});

const [plan, clinic] = ['golden-gate', randomUUID()];
const path = `/members/${randomUUID()}/notes`;
/** What both replicas answer to this token. */
const answers = (as: string) => Promise.all(replicas.map(async ({ url }) => {
  const { status, body } = await ask(url, 'GET', path, { as });
  return [status, (body as { code?: string }).code].join(' ').trim();
}));
const becomes = async (as: string, ...wanted: string[]): Promise<void> => { await eventually(async () => { expect(await answers(as)).toEqual(wanted); }); };

class Someone {
  readonly subject = `s-${randomUUID()}`;
  private readonly personId = randomUUID();
  private version = 0;

  constructor(private readonly house = plan) {}

  token(more: object = { tenant: plan, organization: clinic }): Promise<string> {
    return around.issuer.token('care-coordinator', { actor: this.subject, ...more });
  }

  async is(type: string, data: object): Promise<void> {
    const event = { type, data: { personId: this.personId, subject: this.subject, ...data } };
    await publishEvents(around.log, [{ event, tenant: this.house, version: ++this.version }]);
  }

  registered = (roles = ['care-coordinator'], organizationId: string | undefined = clinic) =>
    this.is('StaffRegistered', { roles, ...(organizationId ? { organizationId } : {}) });
}

describe('somebody who was suspended', () => {
  it('is refused by every replica within seconds with a token that was just believed, and let in again when reinstated', async () => {
    const [ana, ben] = [new Someone(), new Someone()];
    const [token, other] = [await ana.token(), await ben.token()];
    await ana.registered();
    await ben.registered();
    await becomes(token, '200', '200');
    const asked = Date.now();
    await ana.is('StaffSuspended', { reason: 'left' });
    await becomes(token, '401 actor-suspended', '401 actor-suspended');
    expect(Date.now() - asked).toBeLessThan(60_000); // for so long a checked token is believed
    expect(await answers(other)).toEqual(['200', '200']);
    const audited = await around.database.query('SELECT kind, code FROM audit_entry WHERE actor = $1 ORDER BY id DESC LIMIT 1', [ana.subject]);
    expect(audited).toEqual([{ kind: 'refusal', code: 'actor-suspended' }]);
    await ana.is('StaffReinstated', {});
    await becomes(token, '200', '200');
  });

  it('is refused by a service that starts afterwards from its first answer on', async () => {
    const ana = new Someone();
    const token = await ana.token();
    await ana.registered();
    await ana.is('StaffSuspended', { reason: 'left' });
    await becomes(token, '401 actor-suspended', '401 actor-suspended');
    const late = await createService(exampleService, { ...around.environment, READING: 'off', STAFF_LOOK_MS: '10000' });
    const { status } = await ask(late.url, 'GET', path, { as: token });
    await late.stop();
    expect(status).toBe(401);
  });

  it('cannot act in a role that was taken, and can in one that was given', async () => {
    const ana = new Someone();
    const token = await ana.token();
    await ana.registered();
    await ana.is('StaffRolesChanged', { roles: ['analyst'] });
    await becomes(token, '403 role-not-allowed', '403 role-not-allowed');
    await ana.is('StaffRolesChanged', { roles: ['analyst', 'care-coordinator'] });
    await becomes(token, '200', '200');
  });
});

describe('whoever says so', () => {
  it('reaches the people of their own house and no others', async () => {
    const ana = new Someone('bay-view');
    const marker = new Someone();
    await ana.registered();
    await ana.is('StaffSuspended', { reason: 'left' });
    await marker.registered();
    await marker.is('StaffSuspended', { reason: 'left' });
    await becomes(await ana.token({ tenant: 'bay-view' }), '401 actor-suspended', '401 actor-suspended');
    expect(await answers(await ana.token())).toEqual(['200', '200']);
  });

  it('as a CB-CME reaches nobody of another one, and nobody of the plan itself', async () => {
    const ana = new Someone();
    await ana.registered(['care-coordinator'], randomUUID());
    await ana.is('StaffSuspended', { reason: 'left' });
    await becomes(await ana.token({ tenant: plan }), '401 actor-suspended', '401 actor-suspended');
    expect(await answers(await ana.token())).toEqual(['200', '200']);
    const administrator = await around.issuer.token('plan-administrator', { actor: ana.subject, tenant: plan });
    expect(await Promise.all(replicas.map(async ({ url }) => (await ask(url, 'POST', '/texts', { as: administrator, body: 'x', type: 'text/plain' })).status)))
      .toEqual([200, 200]);
  });
});
