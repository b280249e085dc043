import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Authority, type Certified, eventually } from '@hhp/testing';
import { adt } from '../examples.js';
import { type HospitalLine, Scene, frame } from '../scene.js';

const files = mkdtempSync(join(tmpdir(), 'hhp-mllp-'));
let scene: Scene;
let authority: Authority;
let general: Certified;
let mercy: Certified;

function file(name: string, text: string): string {
  writeFileSync(join(files, name), text, { mode: 0o600 });
  return join(files, name);
}
const feeds = { general: { sendingApplication: 'EPIC', sendingFacility: 'GENERAL' }, mercy: { sendingApplication: 'EPIC', sendingFacility: 'MERCY' } };
const declare = (name: keyof typeof feeds, ...certificates: Certified[]) =>
  scene.declare(name, { ...feeds[name], certificates: certificates.map(({ fingerprint }) => fingerprint) });

beforeAll(async () => {
  authority = await Authority.make();
  let server: Certified;
  [server, general, mercy] = [await authority.certify('feed'), await authority.certify('general'), await authority.certify('mercy')];
  scene = await Scene.open({
    MLLP_TLS_CERT: file('feed.crt', server.cert), MLLP_TLS_KEY: file('feed.key', server.key), MLLP_TLS_CLIENT_CA: file('ca.pem', authority.ca),
    MLLP_HANDSHAKE_SECONDS: '2', MLLP_IDLE_SECONDS: '3', LOG_LEVEL: 'silent',
  });
}, 120_000);
beforeEach(async () => {
  await declare('general', general);
  await declare('mercy', mercy);
});
afterAll(async () => {
  await scene.close();
  rmSync(files, { recursive: true });
});

const lineOf = ({ cert, key }: Pick<Certified, 'cert' | 'key'>): Promise<HospitalLine> => scene.line({ ca: authority.ca, cert, key });
const fromMercy = (controlId: string): string => adt({ controlId, visit: controlId }).replace('|GENERAL|', '|MERCY|');
const refusals = (code: string) => scene.running.query<{ actor: string }>("SELECT actor FROM audit_entry WHERE kind = 'refusal' AND code = $1", [code]);
const actorOf = ({ fingerprint }: Certified): string => `certificate:${fingerprint.replaceAll(':', '').slice(0, 32).toLowerCase()}`;
const refused = { code: 'AR', error: '103' };

/** What comes of a line on which a message is sent: its answer, or `closed`. */
async function outcome(opening: Promise<HospitalLine>, controlId: string): Promise<unknown> {
  try {
    return await (await opening).send(adt({ controlId, visit: controlId }));
  } catch {
    return 'closed';
  }
}

describe('a hospital on a line over TLS', () => {
  it('is answered when its certificate is its own', async () => {
    expect(await (await lineOf(general)).send(adt({ controlId: 'tls-1', visit: 'T1' }))).toMatchObject({ code: 'AA', controlId: 'tls-1' });
    expect(await scene.kept('tls-1')).toMatchObject([{ keeping: 'used' }]);
  });
  it('may not sign as another hospital, and does not spoil what the other sends', async () => {
    const message = fromMercy('tls-2');
    expect(await (await lineOf(general)).send(message)).toMatchObject(refused);
    expect(await scene.kept('tls-2')).toMatchObject([{ keeping: 'refused', reason: 'sender-of-another-facility' }]);
    expect(await refusals('sender-of-another-facility')).toContainEqual({ actor: actorOf(general) });
    expect(await (await lineOf(mercy)).send(message)).toMatchObject({ code: 'AA' });
    expect(await scene.kept('tls-2')).toMatchObject([{ keeping: 'used', reason: null }]);
  });
  it('changes nothing of what another hospital sent before, by sending the same', async () => {
    const message = fromMercy('tls-3');
    expect(await (await lineOf(mercy)).send(message)).toMatchObject({ code: 'AA' });
    const before = await scene.kept('tls-3');
    expect(await (await lineOf(general)).send(message)).toMatchObject(refused);
    expect(await scene.kept('tls-3')).toEqual(before);
  });
  it('is refused from the moment on which its certificate is taken off the list, also on a line that is open', async () => {
    const line = await lineOf(general);
    expect(await line.send(adt({ controlId: 'tls-4', visit: 'T4' }))).toMatchObject({ code: 'AA' });
    await declare('general');
    expect(await line.send(adt({ controlId: 'tls-5', visit: 'T5' }))).toMatchObject(refused);
    expect(await outcome(lineOf(general), 'tls-6')).toBe('closed');
    const successor = await authority.certify('general');
    await declare('general', general, successor);
    for (const each of [general, successor]) expect(await (await lineOf(each)).send(adt({ controlId: 'tls-5', visit: 'T5' }))).toMatchObject({ code: 'AA' });
  });
});

describe('a line is closed, and nothing of it is kept', () => {
  it('that shows no certificate, one of another authority, or one whose time is over', async () => {
    const others = {
      none: scene.line({ ca: authority.ca }), foreign: lineOf(await (await Authority.make()).certify('general')),
      expired: lineOf(await authority.certify('general', { days: -1 })),
    };
    for (const [what, opening] of Object.entries(others)) expect([what, await outcome(opening, `closed-${what}`)]).toEqual([what, 'closed']);
    expect(await scene.running.query("SELECT 1 FROM hospital_message WHERE control_id LIKE 'closed-%'")).toEqual([]);
  });
  it('whose certificate is of a trusted authority, but of no hospital; and that is in the audit', async () => {
    const stranger = await authority.certify('stranger');
    expect(await outcome(lineOf(stranger), 'stranger')).toBe('closed');
    await eventually(async () => { expect(await refusals('certificate-unknown')).toContainEqual({ actor: actorOf(stranger) }); });
    expect(await scene.kept('stranger')).toEqual([]);
  });
  it('that speaks in the clear', async () => {
    expect(await outcome(scene.line(), 'plain')).toBe('closed');
    expect(await scene.kept('plain')).toEqual([]);
  });
  it('that says nothing, before the handshake or behind it', async () => {
    const mute = connect({ port: scene.port, host: '127.0.0.1' }).on('error', () => undefined).resume();
    const idle = await lineOf(general);
    await eventually(() => { expect([mute.destroyed, idle.closed]).toEqual([true, true]); }, { within: 15_000 });
  }, 20_000);
  it('unless it goes on in time: a line that is answered now and then stays', async () => {
    const line = await lineOf(general);
    for (const part of ['a', 'b', 'c']) {
      await new Promise((later) => { setTimeout(later, 1_200); });
      line.write(frame(adt({ controlId: `slow-${part}`, visit: `slow-${part}` })));
      expect(await line.next()).toHaveLength(1);
    }
  }, 20_000);
});
