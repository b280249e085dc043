import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Authority, type Certified, eventually } from '@hhp/testing';
import { Webhook } from 'standardwebhooks';
import type { Story } from '../examples.js';
import { type OtherServices, Scene } from '../scene.js';
import { systemResolver } from './destination.js';
import { NoticeSender } from './notice-sender.js';

interface Taken { readonly id: string; readonly headers: Record<string, string>; readonly body: string }
const taking = (response: ServerResponse): void => { response.writeHead(204).end(); };

/** A program of an organization: a real server over TLS that keeps what it gets and answers as it is told. */
class Receiver {
  taken: Taken[] = [];
  answer: (response: ServerResponse, request: IncomingMessage) => void = taking;
  private readonly server: Server;

  constructor({ cert, key }: Certified) {
    this.server = createServer({ cert, key }, (request, response) => { void this.take(request, response); });
  }

  get port(): number { return (this.server.address() as AddressInfo).port; }
  url(path = '/hook'): string { return `https://127.0.0.1:${this.port}${path}`; }

  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.taken.push({ id: String(request.headers['webhook-id']), headers: request.headers as Record<string, string>, body: await text(request) });
    this.answer(response, request);
  }
}

const files = mkdtempSync(join(tmpdir(), 'hhp-webhook-'));
let scene: Scene;
let others: OtherServices;
let [pantry, clinic, foreign]: Receiver[] = [];

beforeAll(async () => {
  const authority = await Authority.make();
  writeFileSync(join(files, 'ca.pem'), authority.ca);
  [pantry, clinic] = [await new Receiver(await authority.certify('pantry')).open(), await new Receiver(await authority.certify('clinic')).open()];
  foreign = await new Receiver(await (await Authority.make()).certify('pantry')).open();
  scene = await Scene.open({
    CONSENT_LEASE_MS: '60000', WEBHOOK_CA: join(files, 'ca.pem'), WEBHOOK_SECONDS: '1', LOG_LEVEL: 'silent',
    WEBHOOK_INSIDE_HOSTS: [pantry, clinic, foreign].map(({ port }) => `127.0.0.1:${port}`).join(','),
  });
  ({ others } = scene);
}, 120_000);
beforeEach(() => {
  scene.begin();
  // The receiving side holds the time of a notice against its own clock.
  scene.running.at(new Date().toISOString());
  scene.running.get(NoticeSender).resolver = systemResolver;
  for (const each of [pantry!, clinic!, foreign!]) Object.assign(each, { taken: [], answer: taking });
});
afterEach(() => others.stopBeating());
afterAll(async () => {
  await scene.close();
  for (const each of [pantry!, clinic!, foreign!]) await each.close();
  rmSync(files, { recursive: true });
});

const staff = (organization: string) => scene.running.token('cbo-staff', { organization });
async function register(organizationId: string, url: string): Promise<string> {
  const answer = await scene.running.request('PUT', `/webhooks/${organizationId}`, { as: await staff(organizationId), body: { url } });
  expect(answer).toMatchObject({ status: 200, body: { organizationId, url, failures: 0 } });
  return (answer.body as { secret: string }).secret;
}
async function referred(about: Story): Promise<void> {
  await others.known(about);
  await others.say(about.granted, about.sent);
}
const notices = async (about: Story) => (await scene.rows(about)).filter(({ template }) => template === 'partner-notice');
const untilNoticeIs = (about: Story, state: string) => eventually(async () => { expect(await notices(about)).toMatchObject([{ state }]); }, { within: 15_000 });
const shown = async (organizationId: string) => (await scene.running.request('GET', `/webhooks/${organizationId}`, { as: await staff(organizationId) })).body;
const verified = (secret: string, { body, headers }: Taken): unknown => new Webhook(secret).verify(body, headers);

describe('an organization with a webhook', () => {
  it('is told that a referral waits, signed, without a word about the member, and people by mail as before', async () => {
    const about = others.aStory();
    const secret = await register(about.organizationId, pantry!.url());
    await referred(about);
    await untilNoticeIs(about, 'sent');
    const [notice] = await notices(about);
    expect(pantry!.taken).toMatchObject([{ id: notice!.id, headers: { 'content-type': 'application/json' } }]);
    expect(verified(secret, pantry!.taken[0]!)).toEqual({
      type: 'referral.sent', timestamp: expect.any(String) as string, data: { referralId: about.referralId, url: `http://127.0.0.1:3004/referrals/${about.referralId}` },
    });
    expect(JSON.stringify(pantry!.taken)).not.toMatch(new RegExp(`Albert|Reyes|415-555|91234567A|food|diabetes|${about.memberId}|${about.consentId}`, 'i'));
    await eventually(async () => { expect((await scene.mailsAbout(about)).length).toBe(1); });
    await eventually(async () => { expect(await scene.saidAbout(about, 'MessageSent')).toHaveLength(2); });
    // Only the mail says something about the member.
    await eventually(async () => { expect(await scene.saidAbout(about, 'DisclosureMade')).toMatchObject([{ data: { channel: 'email' } }]); });
  });
  it('gets it again with the same id until it says that it has it, also when its answer is lost', async () => {
    const about = others.aStory();
    const secret = await register(about.organizationId, pantry!.url());
    const answers: Receiver['answer'][] = [
      (response) => { response.writeHead(500).end(); }, (response) => { response.destroy(); }, () => undefined, (response) => { response.writeHead(202).end('thanks'); },
    ];
    pantry!.answer = (response, request) => { answers.shift()!(response, request); };
    await referred(about);
    for (let tries = 1; tries <= 4; tries++) {
      await eventually(() => { expect(pantry!.taken.length).toBe(tries); }, { within: 15_000 });
      await eventually(async () => { expect(await notices(about)).toMatchObject([{ attempts: tries }]); });
      scene.running.advance(20_000);
    }
    await untilNoticeIs(about, 'sent');
    expect(new Set(pantry!.taken.map(({ id }) => id)).size).toBe(1);
    scene.running.at(new Date().toISOString());
    expect(verified(secret, pantry!.taken[0]!)).toBeDefined();
  }, 60_000);
  it('may change its secret without losing a notice: for a day both are used', async () => {
    const [first, second] = [others.aStory(), others.aStory()];
    const old = await register(first.organizationId, pantry!.url());
    const rotated = await scene.running.request('POST', `/webhooks/${first.organizationId}/secret`, { as: await staff(first.organizationId) });
    const { secret } = rotated.body as { secret: string };
    expect(secret).not.toBe(old);
    await referred(first);
    await untilNoticeIs(first, 'sent');
    for (const each of [old, secret]) expect(verified(each, pantry!.taken[0]!)).toBeDefined();
    await scene.running.query("UPDATE webhook_endpoint SET old_until = now() - interval '1 second'");
    const later = { ...second, organizationListed: first.organizationListed, organizationId: first.organizationId };
    for (const fact of [later.drafted, later.sent, later.serviceListed]) Object.assign(fact.data, { organizationId: first.organizationId });
    Object.assign(later.granted.data, { recipientOrganizationId: first.organizationId });
    await referred(later);
    await untilNoticeIs(later, 'sent');
    const last = pantry!.taken.at(-1)!; // on a slow machine the first one may have come twice
    expect(last.id).not.toBe(pantry!.taken[0]!.id);
    expect(verified(secret, last)).toBeDefined();
    expect(() => verified(old, last)).toThrow();
  });
  it('is not told when the member took the consent back, nor while it is not known whether they did', async () => {
    const [revoked, unsure] = [others.aStory(), others.aStory()];
    for (const each of [revoked, unsure]) await register(each.organizationId, pantry!.url());
    await others.known(revoked);
    await others.say(revoked.granted, revoked.revoked, revoked.sent);
    await untilNoticeIs(revoked, 'cancelled');
    await scene.endLease();
    await referred(unsure);
    await eventually(async () => { expect(await notices(unsure)).toMatchObject([{ reason: 'consent-knowledge-stale' }]); });
    expect(pantry!.taken).toEqual([]);
  });
  it('that fails over and over is left alone, and holds up no other', async () => {
    const [failing, well] = [others.aStory(), others.aStory()];
    await register(failing.organizationId, pantry!.url());
    await register(well.organizationId, clinic!.url());
    pantry!.answer = () => undefined; // never answers
    await referred(failing);
    for (let failures = 1; failures <= 5; failures++) {
      await eventually(async () => { expect(await shown(failing.organizationId)).toMatchObject({ failures }); }, { within: 15_000 });
      await eventually(async () => { expect(await notices(failing)).toMatchObject([{ attempts: failures }]); });
      if (failures < 5) scene.running.advance(40_000);
    }
    const { pausedUntil } = await shown(failing.organizationId) as { pausedUntil: string };
    expect(pausedUntil).not.toBeNull();
    await referred(well);
    await untilNoticeIs(well, 'sent');
    const id = (await notices(failing))[0]?.id;
    expect(pantry!.taken.filter((each) => each.id === id)).toHaveLength(5);
    pantry!.answer = (response) => { response.writeHead(200).end(); };
    scene.running.advance(120_000);
    await untilNoticeIs(failing, 'sent');
    expect(await shown(failing.organizationId)).toMatchObject({ failures: 0, pausedUntil: null });
  }, 60_000);
});

describe('a webhook leads', () => {
  it.each(['https://127.0.0.1/', 'https://169.254.169.254/latest/meta-data/', 'http://cbo.example/', 'https://[::ffff:127.0.0.1]/', 'https://10.0.0.1/', 'file:///etc/passwd'])(
    'not to %s', async (url) => {
      const { organizationId } = others.aStory();
      const answer = await scene.running.request('PUT', `/webhooks/${organizationId}`, { as: await staff(organizationId), body: { url } });
      expect(answer).toMatchObject({ status: 400, body: { code: 'webhook-address-refused', fields: ['url'] } });
      expect(JSON.stringify(answer.body)).not.toContain(url);
      expect(await scene.running.query('SELECT 1 FROM webhook_endpoint WHERE organization_id = $1', [organizationId])).toEqual([]);
    });
  it('not inside by a name that means something else when it is connected to', async () => {
    const about = others.aStory();
    const asked: string[] = [];
    scene.running.get(NoticeSender).resolver = (host) => {
      asked.push(host);
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    };
    await register(about.organizationId, `https://cbo.example:${pantry!.port}/hook`);
    await referred(about);
    await eventually(async () => { expect(await shown(about.organizationId)).toMatchObject({ failures: 1 }); });
    expect([asked, pantry!.taken]).toEqual([['cbo.example'], []]);
  });
  it('not to where a redirection points', async () => {
    const about = others.aStory();
    await register(about.organizationId, pantry!.url());
    pantry!.answer = (response) => { response.writeHead(307, { location: clinic!.url('/stolen') }).end(); };
    await referred(about);
    await eventually(async () => { expect(await shown(about.organizationId)).toMatchObject({ failures: 1 }); });
    expect([pantry!.taken.length, clinic!.taken]).toEqual([1, []]);
  });
  it('not to a server whose certificate nobody vouches for', async () => {
    const about = others.aStory();
    await register(about.organizationId, foreign!.url());
    await referred(about);
    await eventually(async () => { expect(await shown(about.organizationId)).toMatchObject({ failures: 1 }); });
    expect(foreign!.taken).toEqual([]);
  });
});

describe('a webhook is set', () => {
  it('by its organization or the steward, seen by no other, and every change is in the audit', async () => {
    const [{ organizationId }, other] = [others.aStory(), others.aStory().organizationId];
    await register(organizationId, pantry!.url());
    for (const [method, path, body] of [['GET', '', undefined], ['PUT', '', { url: clinic!.url() }], ['POST', '/secret', undefined], ['DELETE', '', undefined]] as const) {
      const asked = { as: await staff(other), ...(body && { body }) };
      expect([method, await scene.running.request(method, `/webhooks/${organizationId}${path}`, asked)]).toMatchObject([method, { status: 404, body: { code: 'not-found' } }]);
    }
    const steward = await scene.running.token('directory-steward');
    expect((await scene.running.request('PUT', `/webhooks/${organizationId}`, { as: steward, body: { url: clinic!.url() } })).status).toBe(200);
    expect(await shown(organizationId)).toMatchObject({ url: clinic!.url() });
    expect((await scene.running.request('DELETE', `/webhooks/${organizationId}`, { as: await staff(organizationId) })).status).toBe(200);
    expect((await scene.running.request('GET', `/webhooks/${organizationId}`, { as: steward })).status).toBe(404);
    const kinds = await scene.running.query<{ kind: string; route: string }>("SELECT DISTINCT kind, route FROM audit_entry WHERE route LIKE '%/webhooks/%' AND kind <> 'read'");
    expect(kinds).toEqual(expect.arrayContaining([{ kind: 'change', route: 'PUT /webhooks/:organizationId' }, { kind: 'change', route: 'DELETE /webhooks/:organizationId' }]));
  });
  it('with a secret that stands nowhere in the clear', async () => {
    const { organizationId } = others.aStory();
    const secret = (await register(organizationId, pantry!.url())).replace('whsec_', '');
    const tables = await scene.running.query<{ name: string }>("SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'notification'");
    const forms = [secret, Buffer.from(secret, 'base64').toString('hex'), Buffer.from(secret, 'base64').toString('base64url')];
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables) {
      const rows = JSON.stringify(await scene.running.query(`SELECT * FROM ${name}`));
      for (const form of forms) expect([name, rows.includes(form)]).toEqual([name, false]);
    }
  });
});
