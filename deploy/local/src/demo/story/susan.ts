import { susan } from '../engagement-list/seed-people.js';
import { planOf } from '../engagement-list/plans.js';
import { cast } from '../stage/cast.js';
import { neverSaw, until } from '../stage/waiting.js';
import { inLedger, ledgerOf, memberWith, referralIs, referralOf } from './facts-of.js';
import { agreePlan, consent, screen } from './needing.js';
import type { Narrator } from './narrator.js';
import { placeNamed } from './places.js';
import { answerByLink, draft, type Referring, send, sendInVain } from './referring.js';
import { handOver, serve, tellCheckpoints } from './serving.js';
import { completeFollowUp, playStay } from './stays.js';

const home = placeNamed('Bridge House');
const pantry = placeNamed('Golden Poppy Pantry');
const navigation = placeNamed('Keys to Home');

/** Susan: an overdose, a hospital stay, a discharge without a home; temporary housing and a pantry with suitable meals (002-116 … 002-119). */
export async function playSusan(tell: Narrator): Promise<void> {
  const memberId = await memberWith(tell, susan.cells['cin']!);
  await playStay(tell, memberId);
  await rememberHomes(tell, memberId);
  const needs = await screen(tell, 'Susan', memberId, ['homelessness', 'food-insecurity']);
  const [homeless, hungry] = [needs.get('homelessness')!, needs.get('food-insecurity')!];
  await agreePlan(tell, 'Susan', memberId, {
    reason: 'initial', needIds: [homeless, hungry],
    goals: [{ statement: 'A bed tonight, and people who help me stay sober.', needId: homeless }, { statement: 'Meals that suit my diabetes.', needId: hungry }],
    answered: {
      physicalHealth: 'Diabetes.', substanceUse: 'Overdose; wants to stay sober.', communityAndSocial: 'Food.', housing: 'Two years in shelters and with friends.',
    },
  });
  await toHousing(tell, memberId, homeless, () => toPantry(tell, memberId, hungry));
  await takenBack(tell, memberId, homeless);
  await completeFollowUp(tell, memberId);
  const { counts } = await ledgerOf(tell, memberId);
  tell.say(`\n      Susan's ledger: ${counts.needed} needed, ${counts.referred} referred, ${counts.received} received, and both go on.`);
}

interface Judged { readonly verdict: string; readonly clauses: readonly string[]; readonly chronicallyHomeless: string;
  readonly unknownFacts: readonly string[] }

/** Where she lived, as a timeline; what nobody asked stays unknown and is no "no" (002-117, domain 2.4). */
async function rememberHomes(tell: Narrator, memberId: string): Promise<void> {
  const facts = [
    { kind: 'residence', setting: 'shelter', from: '2017-07-10', until: '2018-02-01' }, { kind: 'residence', setting: 'with-others', from: '2018-02-01', until: '2018-09-15' },
    { kind: 'residence', setting: 'shelter', from: '2018-09-15' },
  ];
  await tell.step({
    what: 'Susan tells where she lived: two years in shelters and with friends',
    does: (correlation) => tell.api.post('enrollment', `/members/${memberId}/facts`, { as: cast.coordinator, correlation, body: { facts, source: 'member' } }),
    says: ['hhp.member', 'EligibilityFactsRecorded'],
  });
  const { verdict, clauses, chronicallyHomeless, unknownFacts } = await tell.step({
    what: 'She is judged again as of the day she enrolled',
    does: (correlation) => tell.api.post<Judged>('enrollment', `/members/${memberId}/eligibility-determinations`, {
      as: cast.coordinator, correlation, body: { rulePack: planOf(cast.tenant).rulePack, asOf: susan.course.enrolledOn },
    }),
    says: ['hhp.member', 'EligibilityDetermined'],
  });
  tell.say(`      ${verdict} by ${clauses.join(', ')}; chronically homeless: ${chronicallyHomeless}${unknownFacts.length > 0 ? ` (not known: ${unknownFacts.join(', ')})` : ''}.`);
}

async function mustHaveNoMail(tell: Narrator, to: string): Promise<void> {
  if ((await tell.mails.all()).some((mail) => mail.to.includes(to))) throw new Error(`A mail went to ${to} without consent`);
}

/** Temporary housing with case managers: what the programme knows of substance use goes along only under the consent that names it. */
async function toHousing(tell: Narrator, memberId: string, needId: string, meanwhile: () => Promise<void>): Promise<void> {
  const referring = await draft(tell, { memberId, who: 'Susan', needId, place: home, dataClasses: ['general', 'housing', 'sud'] });
  await sendInVain(tell, referring);
  await consent(tell, 'Susan', memberId, { place: home, dataClasses: ['general', 'housing'] });
  await meanwhile();
  if ((await referralOf(tell, referring.referralId)).state !== 'awaiting_consent') throw new Error('A consent that does not name sud let it go');
  await mustHaveNoMail(tell, home.email);
  tell.say('\n      The referral to Bridge House still waits: her consent to it does not name sud, and no mail went there.');
  await consent(tell, 'Susan', memberId, { place: home, dataClasses: ['general', 'housing', 'sud'], stated: await statements(tell) });
  await isReady(tell, referring);
  const mail = await send(tell, referring);
  tell.say(`      The mail: “${mail.subject}”, to ${mail.to.join(', ')}; it says what she allowed, with the notice of 42 CFR Part 2.`);
  await answerByLink(tell, referring, mail);
  await handOver(tell, referring, 'three-way-call');
  await serve(tell, referring, 'a bed in temporary housing');
  await tellCheckpoints(tell, referring);
}

async function toPantry(tell: Narrator, memberId: string, needId: string): Promise<void> {
  const referring = await draft(tell, { memberId, who: 'Susan', needId, place: pantry, dataClasses: ['general'] });
  await sendInVain(tell, referring);
  await consent(tell, 'Susan', memberId, { place: pantry, dataClasses: ['general'] });
  await isReady(tell, referring);
  const mail = await send(tell, referring);
  tell.say(`      The mail: “${mail.subject}”, to ${mail.to.join(', ')}; it says nothing of substances.`);
  await answerByLink(tell, referring, mail);
  await serve(tell, referring, 'meals that suit diabetes');
  await tellCheckpoints(tell, referring);
}

/** What a form of Part 2 states; who discloses, its end, its signature and its day are facts with a value. */
async function statements(tell: Narrator): Promise<readonly string[]> {
  const { elements } = await tell.api.get<{ elements: readonly { code: string; required: string }[] }>('enrollment', '/consent-elements', { as: cast.coordinator });
  const facts = ['discloser', 'expiry', 'signature', 'signed-on'];
  return elements.filter(({ code, required }) => required === 'always' && !facts.includes(code)).map(({ code }) => code);
}

/** The consent that was missing is known where the referral waits for it. */
const isReady = (tell: Narrator, { referralId, place }: Referring): Promise<unknown> => tell.step({
  what: `The referral to ${place.name} is ready by itself`,
  does: () => Promise.resolve(),
  says: ['hhp.referral', 'ReferralConsentConfirmed', 'ReferralReady'], needs: neverSaw({ service: 'referral', reader: 'consent-changes' }, 'ConsentGranted'),
  found: ({ data }) => data['referralId'] === referralId,
  seenBy: () => [referralIs(tell, referralId, 'ready', 'consent-changes')],
});

/** A consent is taken back before anything left under it. */
async function takenBack(tell: Narrator, memberId: string, needId: string): Promise<void> {
  const referring = await draft(tell, { memberId, who: 'Susan', needId, place: navigation, dataClasses: ['general', 'sud'] });
  await sendInVain(tell, referring);
  const consentId = await consent(tell, 'Susan', memberId, { place: navigation, dataClasses: ['general', 'sud'], stated: await statements(tell) });
  await isReady(tell, referring);
  const { revokedAt, inForceAt } = await tell.step({
    what: 'Susan takes the consent for Keys to Home back, before anything has left',
    does: (correlation) => tell.api.post<{ revokedAt: string; inForceAt: string }>('enrollment', `/consents/${consentId}/revocation`, { as: cast.coordinator, correlation }),
    says: ['hhp.consent', 'ConsentRevoked'],
    seenBy: () => [referralIs(tell, referring.referralId, 'awaiting_consent', 'consent-changes')],
  });
  tell.say(`      Said at ${revokedAt.slice(11, 23)}, in force everywhere at ${inForceAt.slice(11, 23)} at the latest (inForceAt of the answer).`);
  const { state } = await until(neverSaw({ service: 'referral', reader: 'known-consents' }, 'ConsentRevoked'), () => tell.api.post<{ state: string }>(
    'referral', `/referrals/${referring.referralId}/send`, { as: cast.coordinator, body: { channel: 'email' } }));
  if (state !== 'awaiting_consent') throw new Error('A referral left under a consent that was taken back');
  await mustHaveNoMail(tell, navigation.email);
  tell.say('      Sending it now changes nothing: it waits, and no mail went there.');
  await tell.step({
    what: 'The coordinator closes it: the consent was withdrawn',
    does: (correlation) => tell.api.post('referral', `/referrals/${referring.referralId}/closing`, {
      as: cast.coordinator, correlation, body: { outcome: 'administrative', reason: 'consent_withdrawn', evidenceGrade: 'A' },
    }),
    says: ['hhp.referral', 'ReferralClosed'],
    seenBy: () => [inLedger(tell, memberId, referring.referralId, 'closed')],
  });
}
