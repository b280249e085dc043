import { randomUUID } from 'node:crypto';
import type { Chance } from '../chance.js';
import type { HttpAsking } from './asking.js';
import { admission } from './hospital.js';
import type { Member, ReferralCourse } from './member.js';
import type { Command, Place } from './words.js';

/** What a fact needs to reach the services that must know it. */
const settlesMs = 1_500;
const old = (at: number): boolean => Date.now() - at > settlesMs;

type Ask = Omit<HttpAsking, 'id' | 'as'>;
const command = (kind: string, member: Member, asking: Ask, done: Command['done'], subject?: string): Command => {
  const id = randomUUID();
  return { id, kind, subject, done, http: { ...asking, as: member.plan.coordinator, id } };
};

function enrol(member: Member): Command {
  const { contractCode, careEntityId, coordinator } = member.plan;
  const body = { contractCode, county: '06075', population: 'SPA1', careEntityId, coordinatorId: coordinator.actor, enrolledOn: member.dayAfter(1) };
  return command('enrol', member, { service: 'enrollment', method: 'POST', path: `/members/${member.id}/enrollment`, body }, ({ body: said }) => {
    [member.enrollmentId, member.enrolledAt] = [String(said['enrollmentId']), Date.now()];
    member.day += 1;
  }, member.id);
}

export function disenrol(member: Member): Command {
  const path = `/members/${member.id}/enrollments/${member.enrollmentId}/disenrollment`;
  return command('disenrol', member, { service: 'enrollment', method: 'POST', path, body: { disenrolledOn: member.dayAfter(1), reason: 'WM' } }, () => {
    member.enrollmentId = undefined;
    member.referrals = []; // the referral service closes those that are open
    member.day += 1;
  }, member.id);
}

const needOf = (member: Member): Command => command('need', member, {
  service: 'assessment', method: 'POST', path: `/members/${member.id}/needs`, body: { category: 'goods', origin: 'coordinator' },
}, ({ body }) => { member.needs.push({ id: String(body['needId']), at: Date.now() }); });

const sections = Object.fromEntries(['physicalHealth', 'mentalHealth', 'dentalHealth', 'substanceUse', 'communityAndSocial', 'housing'].map((each) => [each, { answer: 'none' }]));
const agreePlan = (member: Member): Command => command('plan', member, {
  service: 'assessment', method: 'POST', path: `/members/${member.id}/action-plan-versions`,
  body: { agreedOn: new Date(Date.now() - 172_800_000).toISOString().slice(0, 10), reason: member.planVersions === 0 ? 'initial' : 'goals-changed', needIds: [], goals: [{ statement: 'To walk again.' }], sections },
}, ({ body }) => { member.planVersions = Number(body['planVersion']); });

const grant = (member: Member, { organizationId }: Place): Command => command('grant', member, {
  service: 'enrollment', method: 'POST', path: `/members/${member.id}/consents`,
  body: { decision: 'granted', recipientOrganizationId: organizationId, dataClasses: ['general'], purpose: 'care-coordination', form: 'written' },
}, ({ body }) => { member.consents.set(organizationId, { id: String(body['consentId']), at: Date.now() }); });

function revoke(member: Member, organizationId: string, consentId: string): Command {
  return command('revoke', member, { service: 'enrollment', method: 'POST', path: `/consents/${consentId}/revocation` },
    () => { member.consents.delete(organizationId); }, consentId);
}

function draft(member: Member, place: Place): Command {
  const id = randomUUID();
  const body = { memberId: member.id, needId: member.needs.find(({ at }) => old(at))!.id, organizationId: place.organizationId, serviceId: place.serviceId, dataClasses: ['general'] };
  return command('draft', member, { service: 'referral', method: 'PUT', path: `/referrals/${id}`, body },
    () => { member.referrals.push({ id, place, state: 'draft', since: Date.now() }); }, id);
}

/** A fact is of a day that the calendar of the office has reached. */
const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

const steps: Readonly<Record<Exclude<ReferralCourse['state'], 'draft' | 'waiting'>, readonly [kind: string, path: string, next: ReferralCourse['state'] | 'closed', body?: object]>> = {
  sent: ['acknowledge', 'acknowledgement', 'acknowledged'],
  acknowledged: ['accept', 'acceptance', 'accepted', {}],
  accepted: ['receive', 'service-received', 'in_service', { on: yesterday, source: 'member' }],
  in_service: ['close', 'closing', 'closed', { outcome: 'administrative', reason: 'consent_withdrawn', evidenceGrade: 'A' }],
};

function step(member: Member, referral: ReferralCourse): Command {
  const { id, state, place } = referral;
  const move = (next: ReferralCourse['state'] | 'closed'): void => {
    if (next === 'closed') member.referrals = member.referrals.filter((each) => each !== referral);
    else [referral.state, referral.since] = [next, Date.now()];
  };
  if (state === 'draft' || state === 'waiting') {
    if (!member.consents.has(place.organizationId)) return grant(member, place);
    return command('send', member, { service: 'referral', method: 'POST', path: `/referrals/${id}/send`, body: { channel: 'email' } },
      ({ body }) => { move(body['state'] === 'sent' ? 'sent' : 'waiting'); }, id);
  }
  const [kind, path, next, body] = steps[state];
  return command(kind, member, { service: 'referral', method: 'POST', path: `/referrals/${id}/${path}`, ...(body ? { body } : {}) }, () => { move(next); }, id);
}

/** The hospital admits the member, or discharges them from the visit that is open. */
function hospitalSays(member: Member): Command {
  const control = randomUUID().replaceAll('-', '').slice(0, 20);
  const now = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
  const { visit } = member;
  const told = visit ?? { number: `V-${randomUUID().slice(0, 12)}`, admittedAt: now };
  const text = admission(visit ? 'A03' : 'A01', member.patient, { visit: told.number, control, admittedAt: told.admittedAt, at: new Date(Math.max(now.getTime(), told.admittedAt.getTime() + 1_000)) });
  return { id: control, kind: visit ? 'discharge' : 'admit', subject: told.number, message: { text, control }, done: () => { member.visit = visit ? undefined : told; } };
}

export interface Surroundings { readonly places: readonly Place[]; readonly runs: (service: string) => boolean }

/** The next command for a member, by what is known of them and by chance. */
export function nextCommand(member: Member, { places, runs }: Surroundings, chance: Chance): Command {
  const otherwise = (): Command => (runs('hospital-feed') ? hospitalSays(member) : grant(member, chance.of(places)));
  if (member.enrollmentId === undefined) return chance.next() < 0.85 ? enrol(member) : otherwise();
  if (!old(member.enrolledAt)) return otherwise();
  if (!runs('assessment')) return chance.next() < 0.3 && member.day < 120 ? disenrol(member) : otherwise();
  const ripe = member.referrals.filter(({ since, place }) => old(since) && old(member.consents.get(place.organizationId)?.at ?? 0));
  const roll = chance.next();
  if (ripe.length > 0 && roll < 0.45) return step(member, chance.of(ripe));
  if (runs('referral') && member.needs.some(({ at }) => old(at)) && member.referrals.length < 4 && roll < 0.6) return draft(member, places[member.nextPlace++ % places.length]!);
  if (roll < 0.7) return agreePlan(member);
  if (roll < 0.8) return otherwise();
  if (roll < 0.88) return grant(member, chance.of(places));
  if (roll < 0.92 && member.consents.size > 0) return revoke(member, ...chance.of([...member.consents].map(([to, { id }]) => [to, id] as const)));
  if (roll < 0.94 && member.day < 120) return disenrol(member);
  return needOf(member);
}
