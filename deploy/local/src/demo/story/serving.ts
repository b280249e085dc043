import { setTimeout as pause } from 'node:timers/promises';
import { cast } from '../stage/cast.js';
import { dayAt, today } from '../stage/days.js';
import { inLedger, inMeasures, referralOf } from './facts-of.js';
import type { Narrator } from './narrator.js';
import type { Referring } from './referring.js';

/** How soon after it was set a handoff takes place in the story. */
const soonMs = 700;

/** A person of the team introduces the member in person. */
export async function handOver(tell: Narrator, { referralId, memberId, who, place }: Referring, mode: 'accompanied' | 'three-way-call'): Promise<void> {
  const handoffAt = new Date(Date.now() + soonMs).toISOString();
  await tell.step({
    what: mode === 'accompanied' ? `${who} is to go to ${place.name} together with the coordinator` : `A call of ${who}, the coordinator and ${place.name} is set`,
    does: (correlation) => tell.api.post('referral', `/referrals/${referralId}/handoff`, {
      as: cast.coordinator, correlation, body: { handoffAt, mode, participants: ['coordinator-1', 'intake-desk'] },
    }),
    says: ['hhp.referral', 'HandoffScheduled'],
    seenBy: () => [inLedger(tell, memberId, referralId, 'scheduled')],
  });
  await tell.step({
    what: `The warm handoff took place: ${who} was introduced`,
    does: async (correlation) => {
      await pause(Math.max(0, new Date(handoffAt).getTime() - Date.now()));
      await tell.api.post('referral', `/referrals/${referralId}/handoff/result`, { as: cast.coordinator, correlation, body: { outcome: 'introduced' } });
    },
    says: ['hhp.referral', 'WarmHandoffMade'],
  });
}

/** Applied, received as the member says, used and received as the organization says: each a dated fact with its source. */
export async function serve(tell: Narrator, { referralId, memberId, who, place }: Referring, what: string): Promise<void> {
  const [on, staff] = [today(), cast.staffOf(place.organizationId)];
  const say = (as: typeof staff, path: string, body: object) => (correlation: string) => tell.api.post('referral', `/referrals/${referralId}/${path}`, { as, correlation, body: { on, ...body } });
  await tell.step({
    what: `${who} applied, as the coordinator heard from ${who}`,
    does: say(cast.coordinator, 'application', { applied: true, source: 'member' }), says: ['hhp.referral', 'ApplicationRecorded'],
  });
  await tell.step({
    what: `${place.name} says that ${who} received ${what}`,
    does: say(staff, 'service-received', { source: 'partner' }), says: ['hhp.referral', 'ServiceReceived'],
    seenBy: () => [inLedger(tell, memberId, referralId, 'in_service'), inMeasures(tell, referralId, 'received')],
  });
  await tell.step({
    what: `${who} uses it, and says so too`,
    does: async (correlation) => {
      await say(cast.coordinator, 'use', { used: true, source: 'member' })(correlation);
      await say(cast.coordinator, 'service-received', { source: 'member' })(correlation);
    },
    says: ['hhp.referral', 'UseRecorded', 'ServiceReceived'],
  });
  const { facts } = await referralOf(tell, referralId);
  tell.say(`      Both sides agree: the evidence that it was received has grade ${facts.received.evidenceGrade ?? 'none'}.`);
}

/** What will be asked later: whether the service continues. */
export async function tellCheckpoints(tell: Narrator, { referralId, who }: Referring): Promise<void> {
  const { waiting } = await referralOf(tell, referralId);
  const due = waiting.filter(({ step }) => step.startsWith('continuation-')).map(({ step, dueAt }) => `${dayAt(dueAt)} (${step.slice(13)} days)`);
  tell.say(`      Does it continue? ${who} and the organization are asked on ${due.join(', ')}.`);
}
