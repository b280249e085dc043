import type { Psql } from './database.js';
import { type LogRecord, isForged } from './log.js';
import { Finding, type Verdict } from './verdict.js';

/** Where a referral may go from where it is, by the events that say so (referral-lifecycle 4.2). A fact or a word moves nothing. */
const ends = { ReferralClosed: 'closed', ReferralVoided: 'voided' } as const;
const atPartner = { ...ends, ServiceReceived: 'in_service' } as const;
const moves: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: { ReferralDrafted: 'draft' },
  draft: { ...ends, ReferralReady: 'ready', ReferralSent: 'sent', ReferralAwaitingConsent: 'awaiting' },
  awaiting: { ...ends, ReferralSent: 'sent', ReferralReady: 'ready', ReferralAwaitingConsent: 'awaiting' },
  ready: { ...ends, ReferralSent: 'sent', ReferralAwaitingConsent: 'awaiting' },
  sent: { ...atPartner, ReferralAcknowledged: 'acknowledged', ReferralAccepted: 'accepted', ReferralDeclined: 'declined' },
  acknowledged: { ...atPartner, ReferralAccepted: 'accepted', ReferralDeclined: 'declined' },
  accepted: { ...atPartner, ReferralWaitlisted: 'waitlisted', HandoffScheduled: 'scheduled' },
  waitlisted: { ...atPartner, HandoffScheduled: 'scheduled' },
  scheduled: { ...atPartner, HandoffScheduled: 'scheduled', WarmHandoffMade: 'scheduled', HandoffMissed: 'accepted' },
  in_service: { ...ends, ServiceReceived: 'in_service' }, declined: { ...ends, ServiceReceived: 'declined' }, closed: { ReferralVoided: 'voided', ServiceReceived: 'closed' }, voided: {},
};
const moving = new Set(Object.values(moves).flatMap(Object.keys));

/** I6: no step that the state does not allow, in the order of versions; members join and leave by turns; a consent is taken back once. */
export async function judgeLifeCycles(records: readonly LogRecord[], psql: Psql, services: readonly string[]): Promise<Verdict> {
  const finding = new Finding('I6', 'no illegal transition');
  const courses = new Map<string, Map<number, string>>();
  for (const record of records) {
    const { ce_subject: subject, ce_type: type, ce_aggregateversion: version } = record.headers;
    if (!subject || !type || !version || isForged(record)) continue;
    const place = `${record.topic} ${subject}`;
    courses.set(place, (courses.get(place) ?? new Map<number, string>()).set(Number(version), type));
  }
  for (const [place, versions] of courses) {
    const types = [...versions].sort(([one], [other]) => one - other).map(([, type]) => type);
    if (place.startsWith('hhp.referral ') && types.includes('ReferralDrafted')) walk(finding, place, types);
    if (place.startsWith('hhp.member ')) alternate(finding, place, types, ['MemberEnrolled', 'MemberDisenrolled']);
    if (place.startsWith('hhp.consent ')) alternate(finding, place, types, ['ConsentGranted', 'ConsentRevoked']);
  }
  if (services.includes('referral')) {
    const open = await psql.rows<{ id: string }>(
      'SELECT r.id FROM referral.referral r JOIN referral.known_member k ON k.tenant = r.tenant AND k.member_id = r.member_id WHERE r.open AND NOT k.enrolled');
    finding.hold(open.length === 0, () => `${open.length} referrals are open of members who have left`);
  }
  return finding.verdict;
}

function walk(finding: Finding, place: string, types: readonly string[]): void {
  let state = 'none';
  for (const type of types) {
    if (!moving.has(type)) continue;
    const next = moves[state]![type];
    finding.hold(next !== undefined, () => `${place}: ${type} when ${state}`);
    state = next ?? state;
  }
}

function alternate(finding: Finding, place: string, types: readonly string[], [first, second]: readonly [string, string]): void {
  let expected = first;
  for (const type of types.filter((each) => each === first || each === second)) {
    finding.hold(type === expected, () => `${place}: ${type} twice`);
    expected = type === first ? second : first;
  }
}
