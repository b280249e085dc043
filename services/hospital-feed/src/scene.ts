import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { MemberDisenrolled, MemberKeyIssued, MemberProfileSealed } from '@hhp/contracts';
import { publishTombstones } from '@hhp/messaging';
import { type Running, type Said, eventually, startForTest, testServers } from '@hhp/testing';
import { type Person, type Told, adt, sealed } from './examples.js';
import { MllpListener } from './mllp/listener.js';
import { hospitalFeedService } from './service.js';
import { Vault } from './vault.js';

/** An answer as its sender reads it: MSA-1, MSA-2 and ERR-3. */
export interface Acknowledged {
  readonly code: string | undefined;
  readonly controlId: string | undefined;
  readonly error: string | undefined;
}

export function acknowledged(answer: string): Acknowledged {
  const segment = (name: string): string[] => answer.split('\r').find((line) => line.startsWith(`${name}|`))?.split('|') ?? [];
  return { code: segment('MSA')[1], controlId: segment('MSA')[2], error: segment('ERR')[3]?.split('^')[0] };
}

export const frame = (message: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(0x0b), typeof message === 'string' ? Buffer.from(message) : message, Buffer.of(0x1c, 0x0d)]);

/** A hospital's line: a plain socket that frames by itself, so that nothing of ours is judged by ours. */
export class HospitalLine {
  closed = false;
  private readonly answers: string[] = [];
  private received = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => { this.take(text); });
    socket.on('close', () => { this.closed = true; }).on('error', () => undefined);
  }

  static async open(port: number): Promise<HospitalLine> {
    const line = new HospitalLine(connect({ port, host: '127.0.0.1', noDelay: true }));
    await once(line.socket, 'connect');
    return line;
  }

  /** A line over TLS; it fails or closes when the listener takes no such certificate. */
  static async overTls(port: number, shown: ConnectionOptions): Promise<HospitalLine> {
    const line = new HospitalLine(connectTls({ port, host: '127.0.0.1', ...shown }));
    await once(line.socket, 'secureConnect');
    return line;
  }

  write(bytes: Uint8Array | string): void {
    this.socket.write(bytes);
  }

  /** The next answers, so many, in their order. */
  async next(count = 1): Promise<string[]> {
    for (const end = performance.now() + 30_000; this.answers.length < count;) {
      if (this.closed) throw new Error(`${this.answers.length} of ${count} answers came, then the line was closed`);
      if (performance.now() > end) throw new Error(`${this.answers.length} of ${count} answers came`);
      await new Promise((later) => { setTimeout(later, 2); });
    }
    return this.answers.splice(0, count);
  }

  /** Sends one message and waits for its one answer. */
  async send(message: string | Uint8Array): Promise<Acknowledged> {
    this.write(frame(message));
    return acknowledged((await this.next())[0]!);
  }

  /** What came so far, without waiting. */
  get waiting(): number {
    return this.answers.length;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received += text;
    for (let end = this.received.indexOf('\x1c\r'); end >= 0; end = this.received.indexOf('\x1c\r')) {
      expect(this.received.startsWith('\x0b')).toBe(true);
      this.answers.push(this.received.slice(1, end));
      this.received = this.received.slice(end + 2);
    }
  }
}

export interface KeptRow {
  readonly id: string;
  readonly control_id: string;
  readonly keeping: string;
  readonly reason: string | null;
  readonly repeats: number;
  readonly same_id_other_bytes: boolean;
  readonly sealed: string;
  readonly wrapped_key: string;
}

/** What enrolment says of a person. */
type Fact = MemberKeyIssued | MemberProfileSealed | MemberDisenrolled;

/** The hospital feed between its hospitals and enrolment; for one suite. */
export class Scene {
  static readonly plan = 'golden-gate';
  readonly masterKey = randomBytes(32);
  private readonly lines: HospitalLine[] = [];
  private readonly versions = new Map<string, number>();
  private people = 0;

  private constructor(private started: Running | undefined) {}

  /** The General Hospital's feed is declared, and with it what else the suite needs. */
  static async open(settings: Readonly<Record<string, string>> = {}): Promise<Scene> {
    const scene = new Scene(undefined);
    scene.started = await startForTest(hospitalFeedService, {
      settings: { HHP_MASTER_KEY: scene.masterKey.toString('base64'), MLLP_PORT: '0', ...settings },
    });
    await scene.declare('general', { sendingApplication: 'EPIC', sendingFacility: 'GENERAL' });
    return scene;
  }

  get running(): Running {
    if (!this.started) throw new Error('The scene is not open');
    return this.started;
  }

  get port(): number {
    return this.running.get(MllpListener).port;
  }

  async close(): Promise<void> {
    for (const line of this.lines) line.close();
    await this.started?.stop();
  }

  async declare(facilityId: string, feed: object): Promise<void> {
    const as = await this.running.token('operator');
    expect(await this.running.request('PUT', `/feeds/${facilityId}`, { as, body: feed })).toMatchObject({ status: 200 });
  }

  /** A line in the clear, or over TLS when it is said what is shown there. */
  async line(shown?: ConnectionOptions): Promise<HospitalLine> {
    const line = await (shown ? HospitalLine.overTls(this.port, shown) : HospitalLine.open(this.port));
    this.lines.push(line);
    return line;
  }

  /** Somebody whom nobody told us of yet. */
  aPerson(more: Partial<Person> = {}): Person {
    const cin = `9${String(++this.people).padStart(7, '0')}A`;
    return { memberId: randomUUID(), cin, firstName: 'Ana', lastName: `Rivera${letters(this.people)}`, birthDate: '1961-04-12', sex: 'F', ...more };
  }

  /** Enrolment says who they are. */
  async known(person: Person, tenant = Scene.plan): Promise<void> {
    const { issued, profile } = sealed(person, this.masterKey);
    await this.say(tenant, issued, profile);
    await eventually(async () => {
      expect(await this.running.query('SELECT 1 FROM known_profile WHERE tenant = $1 AND member_id = $2 AND opened', [tenant, person.memberId])).toHaveLength(1);
    });
  }

  async say(tenant: string, ...events: Fact[]): Promise<void> {
    await this.running.publish(events.map((event) => ({ event, tenant, version: this.nextVersion(event) })));
  }

  /** Enrolment shreds the key of a person. */
  async forget({ memberId }: Person, tenant = Scene.plan): Promise<void> {
    const [database] = await this.running.query<{ name: string }>('SELECT current_database() AS name');
    const place = { brokers: testServers().brokers, topicPrefix: `${database!.name}.` };
    for (const topic of ['hhp.member-key', 'hhp.member-profile'] as const) await publishTombstones(place, topic, [memberId], tenant);
    await eventually(async () => { expect(await this.running.query('SELECT 1 FROM known_key WHERE member_id = $1 AND shredded', [memberId])).toHaveLength(1); });
  }

  /** What was said about a person: type by type, in order. */
  async saidAbout({ memberId }: Person): Promise<Said[]> {
    return (await this.running.said()).filter((each) => each.key === memberId);
  }

  async typesSaid(person: Person): Promise<string[]> {
    return (await this.saidAbout(person)).map(({ type }) => type);
  }

  /** While the work goes on, each row that is added to a table takes its time: what happens meanwhile happens in the midst of it. */
  async whileSlow<T>(table: 'hospital_message' | 'stay_key', work: () => Promise<T>): Promise<T> {
    await this.running.query(`CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NEW; END';
      CREATE TRIGGER slowly BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION slowly()`);
    return work().finally(() => this.running.query('DROP FUNCTION slowly CASCADE'));
  }

  kept(controlId: string): Promise<KeptRow[]> {
    return this.running.query<KeptRow>('SELECT * FROM hospital_message WHERE control_id = $1 ORDER BY received_at, id', [controlId]);
  }

  /** The bytes of a message that was kept. */
  bytesOf({ id, sealed: closed, wrapped_key: key }: KeptRow): Buffer {
    return Buffer.from(this.running.get(Vault).openMessage(id, closed, key));
  }

  private nextVersion({ type, data }: Fact): number {
    const aggregate = `${type} ${data.memberId}`;
    this.versions.set(aggregate, (this.versions.get(aggregate) ?? 0) + 1);
    return this.versions.get(aggregate)!;
  }
}

/** A message about a person: by the number on their card, and by name and birth date. */
export const about = (person: Person, told: Told = {}): string => adt({
  ids: `${person.cin}^^^MEDI-CAL^MA`, name: `${person.lastName}^${person.firstName}`, birthDate: person.birthDate.replaceAll('-', ''), sex: person.sex, ...told,
});

/** A number as letters, for a name that is one person's alone. */
const letters = (number: number): string => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
