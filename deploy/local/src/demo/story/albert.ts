import { albert } from '../engagement-list/seed-people.js';
import { cast } from '../stage/cast.js';
import { inLedger, inMeasures, ledgerOf, memberWith } from './facts-of.js';
import { agreePlan, consent, screen } from './needing.js';
import type { Narrator } from './narrator.js';
import { placeNamed } from './places.js';
import { answerByLink, draft, type Referring, send } from './referring.js';
import { handOver, serve, tellCheckpoints } from './serving.js';

/** Albert: hypertension, diabetes, coronary disease. Insulin needs cold; a food bank with furnishings gives a mini-fridge (002-114, 002-115). */
export async function playAlbert(tell: Narrator): Promise<void> {
  const memberId = await memberWith(tell, albert.cells['cin']!);
  const place = placeNamed('Harbor Lights Food Bank');
  await screen(tell, 'Albert', memberId, []);
  const needId = await needFridge(tell, memberId);
  await agreePlan(tell, 'Albert', memberId, {
    reason: 'initial', needIds: [needId],
    goals: [
      { statement: 'Keep my insulin cold in my own room.', needId },
      { statement: 'Ask my doctor whether there is an insulin that needs no refrigerator.' },
    ],
    answered: {
      physicalHealth: 'High blood pressure, diabetes and coronary disease; insulin twice a day.', communityAndSocial: 'A place to keep insulin cold.',
      housing: 'Rents a room without a kitchen.',
    },
  });
  await findPlace(tell, place.serviceId);
  await consent(tell, 'Albert', memberId, { place, dataClasses: ['general'] });
  const referring = await draft(tell, { memberId, who: 'Albert', needId, place, dataClasses: ['general'] });
  const mail = await send(tell, referring);
  tell.say(`      The mail: “${mail.subject}”, to ${mail.to.join(', ')}, ${mail.messageId}`);
  await answerByLink(tell, referring, mail);
  await handOver(tell, referring, 'accompanied');
  await serve(tell, referring, 'a mini-fridge');
  await close(tell, referring);
}

function needFridge(tell: Narrator, memberId: string): Promise<string> {
  return tell.step({
    what: 'The coordinator names a need that no questionnaire has: Albert has nowhere to keep insulin cold',
    does: async (correlation) => {
      const body = { category: 'goods', origin: 'coordinator', note: 'Insulin must be kept cold; the room has no refrigerator.' };
      return (await tell.api.post<{ needId: string }>('assessment', `/members/${memberId}/needs`, { as: cast.coordinator, correlation, body })).needId;
    },
    says: ['hhp.assessment', 'NeedIdentified'],
  });
}

interface Found { readonly services: readonly { readonly serviceId: string; readonly organizationName: string; readonly name: string;
  readonly distanceMiles: number | null }[] }

async function findPlace(tell: Narrator, wanted: string): Promise<void> {
  const { services } = await tell.step({
    what: 'The directory is asked for things, in Spanish, within five miles of where Albert lives',
    does: () => tell.api.get<Found>('directory', '/services?need=goods&language=es&near=37.765,-122.42&withinMiles=5', { as: cast.coordinator }),
  });
  const found = services.find(({ serviceId }) => serviceId === wanted);
  if (!found) throw new Error('The directory did not find the food bank with furnishings');
  tell.say(`      ${found.organizationName}: ${found.name}, ${found.distanceMiles?.toFixed(1)} miles away.`);
}

async function close(tell: Narrator, referring: Referring): Promise<void> {
  const { referralId, memberId } = referring;
  await tell.step({
    what: 'The referral is closed: received, a thing handed over once',
    does: (correlation) => tell.api.post('referral', `/referrals/${referralId}/closing`, {
      as: cast.coordinator, correlation, body: { outcome: 'received', reason: 'one_off_good_delivered', evidenceGrade: 'B' },
    }),
    says: ['hhp.referral', 'ReferralClosed'],
    seenBy: () => [inLedger(tell, memberId, referralId, 'closed'), inMeasures(tell, referralId, 'closed-or-in-service')],
  });
  await tellCheckpoints(tell, referring);
  const { counts } = await ledgerOf(tell, memberId);
  tell.say(`      Albert's ledger: ${counts.needed} needed, ${counts.referred} referred, ${counts.received} received.`);
}
