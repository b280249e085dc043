import { randomUUID } from 'node:crypto';
import { susan } from '../engagement-list/seed-people.js';
import { sendToHospitalFeed } from '../stage/hospital.js';
import { cast } from '../stage/cast.js';
import { dayAt } from '../stage/days.js';
import { neverSaw } from '../stage/waiting.js';
import type { Narrator, Sighting } from './narrator.js';
import { hospitalFeed } from './setup.js';

type Trigger = 'A01' | 'A03' | 'A13';

/** A time as HL7 writes it, with its offset from UTC. */
const hl7Time = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`;

/** A message of Bay General about Susan's stay. What the hospital found of substances stands in DG1, and goes nowhere from here. */
function message(trigger: Trigger, visit: string, { admittedAt, at }: { admittedAt: Date; at: Date }): string {
  const { sendingApplication, sendingFacility } = hospitalFeed;
  const { cin, last_name: last, first_name: first, birth_date: born = '', sex } = susan.cells;
  const gone = trigger === 'A03';
  const pv1 = Array.from({ length: 45 }, () => '');
  [pv1[1], pv1[2], pv1[18], pv1[43]] = ['I', '4WEST^412^1^BAYGENERAL', visit, hl7Time(admittedAt)];
  if (gone) [pv1[35], pv1[44]] = ['HOMELESS', hl7Time(at)];
  return [
    `MSH|^~\\&|${sendingApplication}|${sendingFacility}|HHP|HHP|${hl7Time(at)}||ADT^${trigger}|${randomUUID().slice(0, 18)}|P|2.5.1`,
    `EVN|${trigger}|${hl7Time(at)}`,
    `PID|1||BG-558201^^^BAYGENERAL^MR~${cin}^^^MEDI-CAL^MC||${last}^${first}||${born.replaceAll('-', '')}|${sex}|||^^San Francisco^CA^^^M`,
    `PV1|1|${pv1.slice(1).join('|')}`,
    'DG1|1||T40.2X1A^Poisoning by other opioids, accidental^I10',
    '',
  ].join('\r');
}

interface Stay { readonly stayId: string; readonly state: string; readonly disposition: string | null }

export const staysOf = async (tell: Narrator, memberId: string): Promise<readonly Stay[]> =>
  (await tell.api.get<{ stays: Stay[] }>('hospital-feed', `/stays?memberId=${memberId}`, { as: cast.coordinator })).stays;

interface Transition { readonly transitionId: string; readonly state: string; readonly dueAt: string }

export const transitionsOf = async (tell: Narrator, memberId: string): Promise<readonly Transition[]> =>
  (await tell.api.get<{ transitions: Transition[] }>('referral', `/transitions?memberId=${memberId}`, { as: cast.coordinator })).transitions;

const stayIs = (tell: Narrator, memberId: string, state: string): Sighting => ({
  service: 'hospital-feed', reader: 'known-profiles', knows: `knows whose stay it is, and that it is ${state}`,
  check: async () => (await staysOf(tell, memberId)).some((stay) => stay.state === state),
});

const followUpIs = (tell: Narrator, memberId: string, state: string): Sighting => ({
  service: 'referral', reader: 'hospital-stays', knows: `has the follow-up ${state}`, check: async () => (await transitionsOf(tell, memberId))[0]?.state === state,
});

/** Susan's stay: admitted, discharged without a home; the discharge is cancelled, and she is discharged again. */
export async function playStay(tell: Narrator, memberId: string): Promise<void> {
  const visit = `BG-${randomUUID().slice(0, 8)}`;
  const hour = 3_600_000;
  const now = Math.floor(Date.now() / 1000) * 1000;
  const admittedAt = new Date(now - 50 * hour);
  const tells = async (what: string, trigger: Trigger, at: number, [event, ...sightings]: readonly [string, ...Sighting[]]): Promise<void> => {
    let last = -1;
    await tell.log.each('hhp.hospital-stay', ({ key, offset }) => { if (key === memberId) last = Math.max(last, offset); });
    await tell.step({
    what: `Bay General sends ADT^${trigger} over MLLP: ${what}`,
    does: async () => {
      const { code } = await sendToHospitalFeed(tell.stage, message(trigger, visit, { admittedAt, at: new Date(at) }));
      if (code !== 'AA') throw new Error(`The hospital feed answered ${trigger} with ${code}`);
      tell.say('      Answered AA, after the message is safe on disk.');
    },
    says: ['hhp.hospital-stay', event],
    needs: neverSaw({ service: 'hospital-feed', reader: 'known-profiles' }, 'MemberProfileSealed, so it knows nobody whose stay it could be'),
    found: ({ key, offset }) => key === memberId && offset > last,
    seenBy: () => sightings,
    });
  };
  await tells('Susan is admitted after an overdose', 'A01', admittedAt.getTime(), ['MemberAdmitted', stayIs(tell, memberId, 'open')]);
  await tells('she is discharged, without a home', 'A03', now - 3 * hour, ['MemberDischarged', stayIs(tell, memberId, 'discharged'), followUpIs(tell, memberId, 'open')]);
  await tells('no, she is not: the discharge is cancelled', 'A13', now - 2 * hour, ['DischargeCancelled', stayIs(tell, memberId, 'open'), followUpIs(tell, memberId, 'withdrawn')]);
  await tells('she is discharged, to the street', 'A03', now - hour, ['MemberDischarged', stayIs(tell, memberId, 'discharged'), followUpIs(tell, memberId, 'open')]);
  const [transition] = await transitionsOf(tell, memberId);
  if (transition) tell.say(`      Somebody has to see her by ${dayAt(transition.dueAt)}; the clock runs.`);
}

/** The coordinator saw her: the clock stops. */
export async function completeFollowUp(tell: Narrator, memberId: string): Promise<void> {
  const [transition] = await transitionsOf(tell, memberId);
  await tell.step({
    what: 'The coordinator has seen Susan after her discharge: the clock stops',
    does: (correlation) => tell.api.post('referral', `/transitions/${transition!.transitionId}/completion`, { as: cast.coordinator, correlation, body: { result: 'reached' } }),
    says: ['hhp.referral', 'TransitionFollowUpCompleted'],
  });
}
