import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { eventually } from '@hhp/testing';
import { Client, Message } from 'node-hl7-client';
import { adt } from '../examples.js';
import { type HospitalLine, Scene, about, acknowledged, frame } from '../scene.js';
import { MllpListener } from './listener.js';

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open({ MLLP_MAX_FRAME_BYTES: '20000', MLLP_FRAME_SECONDS: '1', MLLP_MAX_CONNECTIONS: '12', LOG_LEVEL: 'silent' });
}, 120_000);
afterAll(() => scene.close());

const keptCount = async (controlId: string): Promise<number> => (await scene.kept(controlId)).length;
const untilClosed = (line: HospitalLine, within: number) => eventually(() => { expect(line.closed).toBe(true); }, { within });

describe('a hospital on its line', () => {
  it('is answered when another program than ours speaks MLLP for it', async () => {
    const answers: string[] = [];
    const client = new Client({ host: '127.0.0.1' });
    const connection = client.createConnection({ port: scene.port }, (answer) => {
      answers.push(...['MSA.1', 'MSA.2'].map((field) => answer.getMessage().get(field).toString()));
    });
    await connection.sendMessage(new Message({ text: adt({ controlId: 'independent', name: 'Núñez^Ana' }).trimEnd() }));
    await eventually(() => { expect(answers).toEqual(['AA', 'independent']); });
    await connection.close();
    expect(await scene.kept('independent')).toMatchObject([{ keeping: 'used' }]);
  });
  it('gets five answers for five frames in one write, in their order', async () => {
    const line = await scene.line();
    const ids = Array.from({ length: 5 }, (_, nth) => `five-${nth}`);
    line.write(Buffer.concat(ids.map((controlId) => frame(adt({ controlId, visit: controlId })))));
    expect((await line.next(5)).map((answer) => acknowledged(answer).controlId)).toEqual(ids);
    expect(line.waiting).toBe(0);
  });
  it('gets one answer for each message of a frame, whatever stands between them', async () => {
    const line = await scene.line();
    const second = adt({ controlId: 'batch-2', visit: 'V2' }).replaceAll('\r', '\n');
    const batch = ['FHS|^~\\&|EPIC', adt({ controlId: 'batch-1' }), '\r\n// a remark', second, 'FTS|2'].join('\r');
    line.write(frame(batch));
    expect((await line.next(2)).map((answer) => acknowledged(answer)))
      .toMatchObject([{ code: 'AA', controlId: 'batch-1' }, { code: 'AA', controlId: 'batch-2' }]);
    const kept = [...await scene.kept('batch-1'), ...await scene.kept('batch-2')];
    expect(Buffer.concat(kept.map((each) => scene.bytesOf(each))).toString()).toBe(batch);
  });
  it('may send a frame byte by byte and end it in another write, with noise before it', async () => {
    const line = await scene.line();
    const bytes = frame(adt({ controlId: 'halves', visit: 'V3' }));
    line.write('noise\r\n');
    for (const byte of bytes.subarray(0, 40)) line.write(Buffer.of(byte));
    await new Promise((later) => { setTimeout(later, 50); });
    expect([line.waiting, await keptCount('halves')]).toEqual([0, 0]);
    line.write(bytes.subarray(40));
    expect(acknowledged((await line.next())[0]!)).toMatchObject({ code: 'AA', controlId: 'halves' });
  });
  it('is answered also when it closes its side at once', async () => {
    const line = await scene.line();
    line.socket.end(frame(adt({ controlId: 'one-way', visit: 'V4' })));
    expect(acknowledged((await line.next())[0]!)).toMatchObject({ code: 'AA', controlId: 'one-way' });
  });
  it('is refused a frame that is too large, and goes on with the next', async () => {
    const line = await scene.line();
    const large = adt({ controlId: 'large', more: [`NTE|1||${'x'.repeat(20_000)}`] });
    expect(await line.send(large)).toEqual({ code: 'AR', controlId: 'large', error: '207' });
    expect(await line.send(adt({ controlId: 'behind-large', visit: 'V5' }))).toMatchObject({ code: 'AA' });
    const [row] = await scene.running.query<{ keeping: string; reason: string }>("SELECT keeping, reason FROM hospital_message WHERE reason = 'too-large'");
    expect(row).toEqual({ keeping: 'refused', reason: 'too-large' });
  });
  it('is not waited for in the midst of a frame, not even when it sends a byte now and then', async () => {
    const line = await scene.line();
    line.write(Buffer.of(0x0b));
    const drip = setInterval(() => { line.write('x'); }, 200);
    await untilClosed(line, 5_000).finally(() => { clearInterval(drip); });
    const silent = await scene.line();
    await new Promise((later) => { setTimeout(later, 1_500); });
    expect(await silent.send(adt({ controlId: 'after-silence', visit: 'V6' }))).toMatchObject({ code: 'AA' });
  });
  it('is turned away when there are as many lines as allowed, and comes in when one ends', async () => {
    const lines = await Promise.all(Array.from({ length: 14 }, () => scene.line()));
    await eventually(() => { expect(lines.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(2); });
    for (const line of lines) line.close();
    await eventually(async () => { expect(await (await scene.line()).send(adt({ controlId: 'in-again' }))).toMatchObject({ code: 'AA' }); });
  });
});

describe('a line that breaks', () => {
  it('costs nothing: the message is sent again and answered as before, with one effect', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    const message = about(person, { controlId: 'broken-line', visit: 'V7' });
    const first = await scene.line();
    first.write(frame(message));
    await eventually(async () => { expect(await keptCount('broken-line')).toBe(1); });
    first.close();
    const again = await scene.line();
    expect(await again.send(message)).toMatchObject({ code: 'AA', controlId: 'broken-line' });
    expect(await scene.kept('broken-line')).toMatchObject([{ repeats: 1 }]);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
  });
  it('leaves nothing of half a frame', async () => {
    const line = await scene.line();
    line.write(frame(adt({ controlId: 'half-only' })).subarray(0, -2));
    line.close();
    expect(await (await scene.line()).send(adt({ controlId: 'whole' }))).toMatchObject({ code: 'AA' });
    expect(await keptCount('half-only')).toBe(0);
  });
});

describe('a listener that is restarted', () => {
  it('answers what it has begun, closes, and takes the repeat on the next line', async () => {
    const listener = scene.running.get(MllpListener);
    const person = scene.aPerson();
    await scene.known(person);
    const message = about(person, { controlId: 'restart', visit: 'V8' });
    const [busy, idle, half] = [await scene.line(), await scene.line(), await scene.line()];
    half.write(frame(message).subarray(0, 30));
    await scene.whileSlow('hospital_message', async () => {
      busy.write(frame(message));
      await new Promise((later) => { setTimeout(later, 300); });
      await listener.stop();
    });
    expect(acknowledged((await busy.next())[0]!)).toMatchObject({ code: 'AA', controlId: 'restart' });
    for (const line of [busy, idle, half]) await untilClosed(line, 5_000);
    await listener.start();
    expect(await (await scene.line()).send(message)).toMatchObject({ code: 'AA', controlId: 'restart' });
    expect(await scene.kept('restart')).toMatchObject([{ repeats: 1 }]);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
  });
  it('refuses to start where somebody else listens', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const settings = { MLLP_PORT: (other.address() as AddressInfo).port, MLLP_HOST: '127.0.0.1', MLLP_MAX_CONNECTIONS: 1 };
    await expect(new MllpListener(settings as never, undefined as never).start()).rejects.toThrow('EADDRINUSE');
    other.close();
  });
});
