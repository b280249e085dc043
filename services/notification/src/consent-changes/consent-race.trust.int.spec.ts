import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { eventually, evidence, tries } from '@hhp/testing';
import { heartbeats, type Story, story } from '../examples.js';
import { type OtherServices, Scene } from '../scene.js';

const revocations = tries(240, 10_000);
const atOnce = tries(80, 500);
/** What enrolment answers: its lease of 2 s, and half a second for commits and clocks (ADR 0008). */
const settlesInMs = 2_500;
const random = (below: number): number => Math.random() * below;

interface Fact {
  readonly type: string;
  readonly data: object;
}

/** How the topic of consents reaches its readers: at once, late, not at all for longer than a lease, or with all of it said again. */
type Mode = 'prompt' | 'delayed' | 'cut' | 'replayed';

/**
 * Enrolment's log of consents and heartbeats, in the order of their commits, and the way to Kafka, which may be slow or cut but
 * keeps the order.
 */
class EnrolmentLog {
  mode: Mode = 'prompt';
  private readonly waiting: { readonly fact: Fact; readonly at: number }[] = [];
  private readonly stopped = new AbortController();
  private work: Promise<unknown> | undefined;
  private cutSince: number | undefined;

  constructor(private readonly others: OtherServices) {}

  /** What is committed at this moment is said after everything before it. Answers the moment. */
  commit(...facts: readonly Fact[]): number {
    const at = Date.now();
    for (const fact of facts) this.waiting.push({ fact, at });
    return at;
  }

  /** Whether all that was committed until then is on its way. */
  hasLeft(until: number): boolean {
    return !this.waiting.some(({ at }) => at <= until);
  }

  start(beat: () => readonly Fact[]): void {
    this.work = Promise.all([this.until(400, async () => { this.commit(...beat()); }), this.until(10, () => this.relay())]);
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.work;
  }

  private async until(pause: number, step: () => Promise<void>): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await step();
      await setTimeout(pause);
    }
  }

  private async relay(): Promise<void> {
    const now = Date.now();
    this.cutSince = this.mode === 'cut' ? this.cutSince ?? now : undefined;
    // Cut for longer than a lease, then open for a moment, and again.
    if (this.cutSince !== undefined && (now - this.cutSince) % 6_600 < 6_000) return;
    const late = this.mode === 'delayed' ? 1_200 : 0;
    const due = this.waiting.findIndex(({ at }) => at + late > now);
    const facts = this.waiting.splice(0, due === -1 ? this.waiting.length : due).map(({ fact }) => fact);
    if (facts.length === 0) return;
    const said = await this.others.say(...facts);
    if (this.mode === 'replayed') await this.others.sayAgain(said);
  }
}

interface Raced {
  readonly about: Story;
  readonly revokedAt: number;
}

let scene: Scene;
let log: EnrolmentLog;
const takenAt = new Map<string, number[]>();
const seen = { revocations: 0, before: 0, inFlight: 0, never: 0, afterStatedTime: 0, delayed: 0, cut: 0, replayed: 0, withdrawalsTold: 0 };

beforeAll(async () => {
  scene = await Scene.open({ SEND_TICK_MS: '20', MESSAGE_CLAIM_SECONDS: '30' });
  log = new EnrolmentLog(scene.others);
  scene.mail.atBytes = (messageId, at) => { takenAt.set(messageId, [...takenAt.get(messageId) ?? [], at]); };
}, 120_000);
afterAll(async () => {
  await log.stop();
  await scene.close();
  evidence('consent-race', [{
    claim: 'No mail about a member leaves after the time that the answer to the revocation states, with the topic of consents delayed, cut and replayed',
    counted: { ...seen }, holds: seen.revocations >= revocations && seen.afterStatedTime === 0 && seen.inFlight > 0 && seen.never > 0,
  }]);
});

/** People with referrals to one organization, who take their consents back while their mails leave and the log is slow, cut or repeats itself. */
async function race(count: number, mode: Mode): Promise<Raced[]> {
  const [organizationId, serviceId] = [randomUUID(), randomUUID()];
  const people = Array.from({ length: count }, () => {
    const ids = [randomUUID(), randomUUID(), organizationId, serviceId];
    return story({ newId: () => ids.shift() ?? randomUUID(), masterKey: scene.others.masterKey });
  });
  await scene.others.say(people[0]!.organizationListed, people[0]!.serviceListed);
  await scene.others.say(...people.flatMap(({ keyIssued, profileSealed, drafted }) => [keyIssued, profileSealed, drafted]));
  const granted = log.commit(...people.map((each) => each.granted));
  await eventually(() => { expect(log.hasLeft(granted)).toBe(true); });
  log.mode = mode;
  await scene.others.say(...people.map(({ sent }) => sent));
  // About as many take it back as mails begin to leave, in no order; without any mail (a log that is cut) they still do, more slowly.
  const raced: Raced[] = [];
  const began = Date.now();
  const next = (): void => {
    const [about] = people.splice(Math.floor(random(people.length)), 1);
    if (about) raced.push({ about, revokedAt: log.commit(about.revoked) });
  };
  scene.mail.atRecipient = async () => {
    if (random(1) < 0.5) next();
    // Slow enough that mails are still leaving when the lease has ended.
    await setTimeout(random(mode === 'cut' ? 500 : 30));
  };
  while (people.length > 0) {
    await setTimeout(20);
    next();
  }
  // A cut outlasts what the answers stated, so that nothing but the lease keeps the mails that are left.
  if (mode === 'cut') await setTimeout(Math.max(0, 2 * settlesInMs - (Date.now() - began)));
  seen.revocations += count;
  return raced;
}

/** All that could still leave has left or is cancelled. */
async function settle(raced: readonly Raced[]): Promise<void> {
  log.mode = 'prompt';
  const ids = raced.map(({ about }) => about.referralId);
  await eventually(async () => {
    const heard = 'SELECT 1 FROM withdrawn_consent WHERE consent_id = ANY ($1::uuid[])';
    expect(await scene.running.query(heard, [raced.map(({ about }) => about.consentId)])).toHaveLength(ids.length);
    const open = "SELECT 1 FROM message WHERE referral_id = ANY ($1::uuid[]) AND state IN ('queued', 'held') LIMIT 1";
    expect(await scene.running.query(open, [ids])).toEqual([]);
    const invited = "SELECT 1 FROM message WHERE referral_id = ANY ($1::uuid[]) AND template = 'partner-invitation'";
    expect(await scene.running.query(invited, [ids])).toHaveLength(ids.length);
  }, { within: 120_000 });
}

async function count(raced: readonly Raced[]): Promise<void> {
  const rows = await scene.running.query<{ id: string; referral_id: string; template: string }>(
    "SELECT id, referral_id, template FROM message WHERE referral_id = ANY ($1::uuid[]) AND template LIKE 'partner-%'", [raced.map(({ about }) => about.referralId)]);
  for (const { about: { referralId }, revokedAt } of raced) {
    const of = (template: string) => rows.filter((row) => row.referral_id === referralId && row.template === template);
    const left = of('partner-invitation').flatMap(({ id }) => takenAt.get(id) ?? []);
    const told = of('partner-withdrawal').flatMap(({ id }) => takenAt.get(id) ?? []);
    if (left.length === 0) seen.never++;
    else if (left.every((at) => at <= revokedAt)) seen.before++;
    else seen.inFlight++;
    seen.afterStatedTime += left.filter((at) => at > revokedAt + settlesInMs).length;
    // Whoever was told something hears that the permission is gone, and nobody else.
    expect([referralId, told.length]).toEqual([referralId, left.length > 0 ? 1 : 0]);
    seen.withdrawalsTold += told.length;
  }
}

/** The reader by which the gate judges is made anew from the log while mails leave. */
async function rebuild(): Promise<void> {
  const as = await scene.running.token('operator', {});
  const { status } = await scene.running.request('POST', '/operations/readers/known-consents/rebuild', { as });
  expect([200, 201, 202]).toContain(status);
}

it(`of ${revocations} revocations none is followed by a mail after the time that it stated`, async () => {
  log.start(() => heartbeats(new Date()));
  for (let round = 0; seen.revocations < revocations; round++) {
    const mode = (['delayed', 'cut', 'replayed', 'prompt'] as const)[round % 4]!;
    const people = Math.min(atOnce, revocations - seen.revocations);
    if (mode !== 'prompt') seen[mode] += people;
    const [raced] = await Promise.all([race(people, mode), mode === 'replayed' ? rebuild() : undefined]);
    await settle(raced);
    await count(raced);
  }
  expect(seen).toMatchObject({ revocations, afterStatedTime: 0 });
  expect(seen.inFlight).toBeGreaterThan(0);
  expect(seen.never).toBeGreaterThan(0);
}, 600_000);
