import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Authority, type Certified } from '@hhp/testing';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { deliver } from './smtp.js';

const envelope = { from: 'program@hhp.example', to: 'desk@foodbank.example' };
const mail = () => Promise.resolve(Buffer.from('Subject: Hello\r\n\r\n.a line that begins with a dot\r\n'));
const kept: string[] = [];
let server: SMTPServer;

/** A real server with a behaviour; it keeps what it has taken. */
async function listen(behaviour: SMTPServerOptions = {}): Promise<string> {
  server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false, closeTimeout: 1,
    onData: (stream, _session, done) => { void text(stream).then((content) => { kept.push(content); done(); }, done); },
    ...behaviour,
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}
/** The server goes away in the midst of its conversations. */
function hangUp(): void {
  const { connections } = server as unknown as { connections: Set<{ _socket: { destroy(): void } }> };
  for (const { _socket: socket } of [...connections]) socket.destroy();
}
const refusal = (responseCode: number) => Object.assign(new Error('no'), { responseCode });

beforeEach(() => { kept.length = 0; });
afterEach(() => new Promise<void>((closed) => { server.close(closed); }));

describe('a delivery', () => {
  it('hands over the bytes as they are', async () => {
    expect(await deliver(await listen(), envelope, mail)).toEqual({ outcome: 'taken' });
    expect(kept).toEqual(['Subject: Hello\r\n\r\n.a line that begins with a dot\r\n']);
  });
  it('asks for the bytes only when the server waits for them, and withholds them without a trace', async () => {
    let asked = 0;
    const url = await listen();
    expect(await deliver(url, envelope, () => { asked++; return Promise.resolve(undefined); })).toEqual({ outcome: 'withheld' });
    expect([asked, kept]).toEqual([1, []]);
  });
  it('does not ask for the bytes when the server refuses the recipient', async () => {
    const url = await listen({ onRcptTo: (_address, _session, done) => { done(refusal(550)); } });
    expect(await deliver(url, envelope, () => { throw new Error('asked'); })).toEqual({ outcome: 'failed', responseCode: 550, uncertain: false });
  });
  it('is certain not to have happened when the server says so after the bytes', async () => {
    const url = await listen({ onData: (stream, _session, done) => { void text(stream).then(() => { done(refusal(451)); }); } });
    expect(await deliver(url, envelope, mail)).toEqual({ outcome: 'failed', responseCode: 451, uncertain: false });
  });
  it('is uncertain when the server goes away after the bytes', async () => {
    const url = await listen({ onData: (stream) => { void text(stream).then(hangUp); } });
    expect(await deliver(url, envelope, mail)).toMatchObject({ outcome: 'failed', responseCode: undefined, uncertain: true });
  });
  it('is certain not to have happened when nobody listens, or the bytes could not be made', async () => {
    const url = await listen();
    expect(await deliver('smtp://127.0.0.1:1', envelope, mail)).toMatchObject({ outcome: 'failed', uncertain: false });
    expect(await deliver(url, envelope, () => Promise.reject(new Error('database down')))).toMatchObject({ outcome: 'failed', uncertain: false });
    expect(kept).toEqual([]);
  });
});

describe('a delivery over TLS', () => {
  const trusted = getCACertificates('default');
  const failed = { outcome: 'failed', uncertain: false };
  let [authority, certified]: [Authority, Certified] = [undefined as never, undefined as never];
  beforeAll(async () => {
    authority = await Authority.make();
    certified = await authority.certify('mail');
  });
  afterEach(() => { setDefaultCACertificates([...trusted]); });

  it('from the start (smtps://) reaches a server whose certificate is vouched for, and tells nothing to another', async () => {
    const url = (await listen({ secure: true, ...certified })).replace('smtp:', 'smtps:');
    expect(await deliver(url, envelope, mail)).toMatchObject(failed);
    expect(kept).toEqual([]);
    setDefaultCACertificates([authority.ca]);
    expect(await deliver(url, envelope, mail)).toEqual({ outcome: 'taken' });
  });
  it('that is required (requireTLS) does not begin where the server has none, or the certificate of somebody else', async () => {
    const url = `${await listen({ disabledCommands: [], ...certified })}?requireTLS=true`;
    expect(await deliver(url, envelope, mail)).toMatchObject(failed);
    setDefaultCACertificates([authority.ca]);
    expect(await deliver(url, envelope, mail)).toEqual({ outcome: 'taken' });
    await new Promise<void>((closed) => { server.close(closed); });
    expect(await deliver(`${await listen()}?requireTLS=true`, envelope, mail)).toMatchObject(failed);
    expect(kept).toHaveLength(1);
  });
});
