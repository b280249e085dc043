import type { Seen } from '../stage/event-log.js';
import { cast } from '../stage/cast.js';
import { grouped } from '../text/grouped.js';
import { type Claim, differs, some } from './claim.js';
import { clearTopics, type Evidence, text } from './evidence.js';

const joined = ['MemberListed', 'EligibilityFactsRecorded', 'EligibilityDetermined', 'OutreachAttempted', 'MemberEnrolled'];
const sent = ['ReferralDrafted', 'ConsentGranted?', 'ReferralReady', 'ReferralSent', 'DisclosureMade', 'MessageSent'];
const answered = ['PartnerAnswered', 'ReferralAcknowledged', 'PartnerAnswered', 'ReferralAccepted'];
const handedOver = ['HandoffScheduled', 'WarmHandoffMade'];
const served = ['ApplicationRecorded', 'ServiceReceived', 'UseRecorded', 'ServiceReceived'];
const needed = ['ScreeningRecorded', 'NeedIdentified', 'ActionPlanAgreed'];

/** What has to be said of each of them, in this order. */
const chains = {
  albert: [...joined, ...needed, 'ConsentGranted', ...sent, ...answered, ...handedOver, ...served, 'ReferralClosed'],
  susan: [
    ...joined, 'MemberAdmitted', 'MemberDischarged', 'TransitionFollowUpOpened', 'DischargeCancelled', 'TransitionFollowUpWithdrawn', 'MemberDischarged',
    'TransitionFollowUpOpened', 'EligibilityFactsRecorded', 'EligibilityDetermined', ...needed, 'ReferralDrafted', 'ReferralAwaitingConsent', 'ConsentGranted',
    'ReferralDrafted', 'ReferralAwaitingConsent', 'ConsentGranted', 'ReferralConsentConfirmed', 'ReferralReady', 'ReferralSent', ...answered, ...served,
    'ConsentGranted', 'ReferralConsentConfirmed', 'ReferralReady', 'ReferralSent', ...answered, ...handedOver, ...served, 'ReferralDrafted',
    'ReferralAwaitingConsent', 'ConsentGranted', 'ReferralReady', 'ConsentRevoked', 'ReferralAwaitingConsent', 'ReferralClosed', 'TransitionFollowUpCompleted',
  ],
} as const;

/** The two stories, complete and in order; and the ledger and the measures say the same as the events. */
export const chainClaims: readonly Claim[] = [
  { says: "Albert's chain is complete and in order", wrong: (evidence) => gapsIn(evidence, evidence.albert, chains.albert) },
  { says: "Susan's chain is complete and in order", wrong: (evidence) => gapsIn(evidence, evidence.susan, chains.susan) },
  { says: 'of everything that was told the versions have no gap and no repeat', wrong: ({ brokenVersions }) => some(brokenVersions) },
  { says: 'the ledger of both says what the referral events say', wrong: ledgersAgree },
  { says: 'the measures count what was sent, also for organizations with none', wrong: measuresAgree },
];

/** All that was said of a member in any topic, in the order of its recording. */
function saidOf({ events }: Evidence, memberId: string): readonly Seen[] {
  return clearTopics.flatMap((topic) => events[topic]).filter(({ key }) => key === memberId)
    .sort((one, other) => one.time.localeCompare(other.time) || one.topic.localeCompare(other.topic) || one.offset - other.offset);
}

function gapsIn(evidence: Evidence, memberId: string, chain: readonly string[]): readonly string[] {
  const said = saidOf(evidence, memberId).map(({ type }) => type);
  let at = 0;
  for (const link of chain) {
    const optional = link.endsWith('?');
    const found = said.indexOf(optional ? link.slice(0, -1) : link, at);
    if (found >= 0) at = found + 1;
    else if (!optional) return [`${link} is missing after ${said[at - 1] ?? 'the beginning'}`];
  }
  return [];
}

interface Ledger { readonly counts: { readonly needed: number; readonly referred: number; readonly received: number } }

async function ledgersAgree(evidence: Evidence): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [name, memberId] of [['Albert', evidence.albert], ['Susan', evidence.susan]] as const) {
    const said = saidOf(evidence, memberId);
    const needs = (type: string): number => new Set(said.filter((event) => event.type === type).map((event) => text(event, 'needId'))).size;
    const { counts } = await evidence.api.get<Ledger>('assessment', `/members/${memberId}/ledger`, { as: cast.coordinator });
    wrong.push(...differs(`${name}'s ledger`, counts, { needed: needs('NeedIdentified'), referred: needs('ReferralSent'), received: needs('ServiceReceived') }));
    wrong.push(...differs(`${name}: received`, counts.received, counts.needed));
  }
  return wrong;
}

interface Made { readonly byOrganization: { readonly organizations: readonly { readonly organizationId: string; readonly referrals: number;
  readonly persons: number }[] } }

async function measuresAgree({ api, events }: Evidence): Promise<readonly string[]> {
  const { byOrganization: { organizations } } = await api.get<Made>('reporting', '/measures/referrals?from=2018-07-01&to=2099-12-31', { as: cast.state });
  const sends = grouped(events['hhp.referral'].filter(({ type }) => type === 'ReferralSent'), (event) => text(event, 'organizationId'));
  const listed = new Set(events['hhp.directory'].filter(({ type }) => type === 'OrganizationListed').map((event) => text(event, 'organizationId')));
  return [
    ...differs('organizations in the measures', organizations.map(({ organizationId }) => organizationId).sort(), [...listed].sort()),
    ...organizations.flatMap(({ organizationId, referrals }) => differs(`referrals to ${organizationId}`, referrals, sends.get(organizationId)?.length ?? 0)),
    ...(organizations.some(({ referrals }) => referrals === 0) ? [] : ['no organization without a referral is shown']),
  ];
}
