import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { type CapacityStatus, type ConsentGranted, type DataClass, type MemberEnrolled, type NeedCategory, definitionNamed, topics } from '@hhp/contracts';
import { Clock } from '@hhp/domain-kit';
import { type Running, type Said, eventually, startForTest } from '@hhp/testing';
import { referralService } from './service.js';
import { stuckReferrals } from './stuck-referrals/stuck-referrals.js';

interface Fact { readonly type: string; readonly data: object }
/** What was drafted, with what another service knows of it. */
export interface Subject {
  readonly referralId: string;
  readonly memberId: string;
  readonly needId: string;
  readonly organizationId: string;
  readonly serviceId: string;
}
export interface Wish extends Partial<Subject> {
  readonly dataClasses?: readonly DataClass[];
  readonly needCategory?: NeedCategory;
  readonly ownerId?: string;
  /** Without one: the referral has no consent that covers it. */
  readonly consented?: false;
}
/** An answer whose body a spec looks into. */
export interface Told { readonly status: number; readonly body: Readonly<Record<string, unknown>> }

export const days = 86_400_000;

/** The real referral service and, around it, the other services as it hears them; for specs. */
export class Stage {
  static readonly plan = 'golden-gate';
  /** Thursday 12 September 2019, half past nine in the morning in California. */
  static readonly thursday = '2019-09-12T16:30:00.000Z';
  readonly organizationId: string;
  readonly serviceId: string;
  private readonly versions = new Map<string, number>();
  private beating: AbortController | undefined;
  private beat: Promise<void> | undefined;

  private constructor(readonly running: Running, private readonly coordinator: string, private readonly plan = Stage.plan, of?: Stage) {
    this.organizationId = of?.organizationId ?? randomUUID();
    this.serviceId = of?.serviceId ?? randomUUID();
  }

  static async open(settings: Record<string, string> = {}): Promise<Stage> {
    // The lease outlasts a machine that is busy; how it ends is a sentence of its own.
    const running = await startForTest(referralService, { settings: { CONSENT_LEASE_MS: '10000', ...settings } });
    running.at(Stage.thursday);
    const stage = new Stage(running, await running.token('care-coordinator', { tenant: Stage.plan, actor: 'coordinator-1' }));
    stage.startBeating();
    // Nothing is judged before the first heartbeat of each partition was heard.
    await eventually(async () => {
      expect(await running.query('SELECT 1 FROM consent_lease')).toHaveLength(topics['hhp.consent'].partitions);
    }, { within: 20_000 });
    await stage.listService(stage.serviceId, 'has-capacity');
    return stage;
  }

  /** The same service, organization and offer, seen from another plan. */
  async ofPlan(plan: string): Promise<Stage> {
    return new Stage(this.running, await this.running.token('care-coordinator', { tenant: plan, actor: 'coordinator-2' }), plan, this);
  }

  async stop(): Promise<void> {
    await this.stopBeating();
    await this.running.stop();
  }

  /** Enrolment is alive: its heartbeats come. They tell the time of its database, whatever the clock of the service says. */
  startBeating(): void {
    this.beating = new AbortController();
    this.beat = this.beatUntil(this.beating.signal);
  }

  private async beatUntil(stopped: AbortSignal): Promise<void> {
    const partitions = Array.from({ length: topics['hhp.consent'].partitions }, (_, partition) => partition);
    while (!stopped.aborted) {
      const heartbeatAt = new Date().toISOString();
      await this.say(...partitions.map((partition) => ({ type: 'ConsentHeartbeat', data: { partition, heartbeatAt } }))).catch(() => undefined);
      await setTimeout(800, undefined, { signal: stopped }).catch(() => undefined);
    }
  }

  /** Stops, and waits for the one that is on its way. */
  async stopBeating(): Promise<void> {
    this.beating?.abort();
    await this.beat;
  }

  /** Says facts as the other services do, each thing with its next version. Answers how they were said, so that they can be repeated. */
  async say(...facts: readonly Fact[]): Promise<{ event: Fact; tenant: string; version: number }[]> {
    const said = facts.map((event) => ({ event, tenant: this.plan, version: this.nextVersion(event) }));
    await this.running.publish(said);
    return said;
  }

  private nextVersion({ type, data }: Fact): number {
    const { topic, aggregate } = definitionNamed(type);
    const thing = `${topic} ${aggregate?.(data as never) ?? ''}`;
    const version = (this.versions.get(thing) ?? 0) + 1;
    this.versions.set(thing, version);
    return version;
  }

  async listService(serviceId: string, status: CapacityStatus, organizationId = this.organizationId): Promise<void> {
    const [now, ids] = [Stage.thursday, { organizationId, serviceId }];
    await this.say(
      { type: 'OrganizationListed', data: { organizationId, name: 'SF-Marin Food Bank', source: 'hsds', listedAt: now } },
      { type: 'ServiceListed', data: { ...ids, name: 'Furnishings', status: 'active', categories: ['goods'], languages: ['en'], listedAt: now } },
      { type: 'CapacityReported', data: { ...ids, status, reportedAt: now } });
    await this.known('known_organization', 'organization_id', organizationId);
    await this.known('known_capacity', 'service_id', serviceId);
  }

  enrolment(memberId: string): MemberEnrolled {
    const ids = { memberId, enrollmentId: randomUUID(), careEntityId: randomUUID(), coordinatorId: 'coordinator-1' };
    return { type: 'MemberEnrolled', data: { ...ids, contractCode: 'golden-gate-06075', county: '06075', population: 'SPA1', enrolledOn: '2019-07-01' } };
  }

  async enrol(memberId: string): Promise<MemberEnrolled> {
    const enrolled = this.enrolment(memberId);
    await this.say(enrolled);
    await eventually(async () => {
      expect(await this.running.query('SELECT 1 FROM known_member WHERE member_id = $1 AND enrolled', [memberId])).toHaveLength(1);
    });
    return enrolled;
  }

  consent(memberId: string, more: Partial<ConsentGranted['data']> = {}): ConsentGranted {
    return {
      type: 'ConsentGranted',
      data: {
        memberId, consentId: randomUUID(), recipientOrganizationId: this.organizationId, dataClasses: ['general'], purpose: 'care-coordination',
        validFrom: '2019-07-01T00:00:00Z', form: 'written', part2Complete: false, grantedAt: '2019-07-01T00:00:00Z', ...more,
      },
    };
  }

  /** The member consents, and every reader of consents here has heard it. */
  async consents(consent: ConsentGranted): Promise<void> {
    await this.say(consent);
    await this.known('known_consent', 'consent_id', consent.data.consentId);
  }

  async identifyNeed(memberId: string, needId: string, category: NeedCategory): Promise<void> {
    await this.say({ type: 'NeedIdentified', data: { memberId, needId, category, origin: 'coordinator', identifiedAt: Stage.thursday } });
    await this.known('known_need', 'need_id', needId);
  }

  /** Whether a reader has taken what was said of this thing. */
  async hasRead(reader: string, aggregate: string, version = 1): Promise<void> {
    await eventually(async () => {
      const read = 'SELECT 1 FROM reader_version WHERE reader = $1 AND aggregate = $2 AND version >= $3';
      expect(await this.running.query(read, [reader, aggregate, version])).toHaveLength(1);
    }, { within: 20_000 });
  }

  /** Waits until a row that is made of the facts of others is there. */
  private async known(table: string, column: string, id: string): Promise<void> {
    await eventually(async () => { expect(await this.running.query(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [id])).toHaveLength(1); });
  }

  /** A referral in its draft, for a member who is enrolled, needs it and, unless wished otherwise, consents. */
  async drafted(wish: Wish = {}): Promise<Subject> {
    const { referralId = randomUUID(), organizationId = this.organizationId, serviceId = this.serviceId, dataClasses = ['general'], ownerId } = wish;
    const memberId = wish.memberId ?? randomUUID();
    const needId = wish.needId ?? randomUUID();
    if (!wish.memberId) await this.enrol(memberId);
    if (!wish.needId) await this.identifyNeed(memberId, needId, wish.needCategory ?? 'goods');
    if (wish.consented !== false && !wish.memberId) await this.consents(this.consent(memberId, { recipientOrganizationId: organizationId, dataClasses }));
    const answer = await this.put(`/referrals/${referralId}`, { memberId, needId, organizationId, serviceId, dataClasses, ...(ownerId ? { ownerId } : {}) });
    if (answer.status !== 202) throw new Error(`The draft was refused: ${JSON.stringify(answer.body)}`);
    return { referralId, memberId, needId, organizationId, serviceId };
  }

  async sent(wish: Wish = {}): Promise<Subject> {
    const subject = await this.drafted(wish);
    await this.does('send', subject.referralId, { channel: 'email' });
    return subject;
  }

  /** The coordinator takes a step that must succeed. */
  async does(step: string, referralId: string, body: object = {}): Promise<Told> {
    const answer = await this.post(`/referrals/${referralId}/${step}`, body);
    if (answer.status !== 202) throw new Error(`${step} was refused: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  readonly get = (path: string): Promise<Told> => this.ask('GET', path);
  readonly post = (path: string, body: object): Promise<Told> => this.ask('POST', path, body);
  readonly put = (path: string, body: object): Promise<Told> => this.ask('PUT', path, body);

  /** As the coordinator, or as whoever has this token. */
  async ask(method: string, path: string, body?: object, as = this.coordinator, key?: string): Promise<Told> {
    return await this.running.request(method, path, { as, ...(body ? { body } : {}), ...(key ? { key } : {}) }) as Told;
  }

  async stateOf(referralId: string): Promise<unknown> {
    return (await this.get(`/referrals/${referralId}`)).body['state'];
  }

  async untilIn(state: string, referralId: string): Promise<void> {
    await eventually(async () => { expect(await this.stateOf(referralId)).toBe(state); }, { within: 20_000 });
  }

  token(role: string, who: { tenant?: string; organization?: string; actor?: string }): Promise<string> {
    return this.running.token(role, who.organization ? who : { tenant: Stage.plan, ...who });
  }

  async saidOf(aggregate: string): Promise<Said[]> {
    return (await this.running.said()).filter((said) => said.aggregate === aggregate);
  }

  async typesOf(aggregate: string): Promise<string[]> {
    return (await this.saidOf(aggregate)).map(({ type }) => type);
  }

  /** The one query that finds a stuck referral, once the clocks that just ran out were heard: it finds none. */
  async mustHaveNothingStuck(): Promise<void> {
    await eventually(async () => { expect(await this.running.query(stuckReferrals, [this.running.get(Clock).now(), 0])).toEqual([]); });
  }
}
