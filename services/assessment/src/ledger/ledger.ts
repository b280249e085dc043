import type {
  ApplicationRecorded, CloseOutcome, ContinuationRecorded, ContinuationStatus, EvidenceGrade, HandoffMissed, HandoffScheduled,
  NeedCategory, NeedStatus, ReferralAccepted, ReferralAcknowledged, ReferralAwaitingConsent, ReferralClosed, ReferralDeclined,
  ReferralDrafted, ReferralFactCorrected, ReferralReady, ReferralSent, ReferralVoided, ReferralWaitlisted, ServiceReceived, UseRecorded,
  WarmHandoffMade,
} from '@hhp/contracts';
import { labelsOf, labelsOfNeeds, type Sensitivity } from '@hhp/contracts';
import { corrected, type Fact, isDenied, said } from './fact.js';

/** The referral events that move the ledger. Nothing else does (002-14). */
export type LedgerEvent =
  | ReferralDrafted | ReferralAwaitingConsent | ReferralReady | ReferralSent | ReferralAcknowledged | ReferralAccepted | ReferralDeclined
  | ReferralWaitlisted | HandoffScheduled | WarmHandoffMade | HandoffMissed | ApplicationRecorded | UseRecorded | ServiceReceived
  | ReferralFactCorrected | ContinuationRecorded | ReferralClosed | ReferralVoided;

export type ReferralState =
  | 'draft' | 'awaiting_consent' | 'ready' | 'sent' | 'acknowledged' | 'accepted' | 'waitlisted' | 'scheduled' | 'in_service' | 'declined'
  | 'closed' | 'voided';

/** One line of the ledger: what a referral has brought the member so far. */
export interface LedgerLine {
  readonly referralId: string;
  readonly memberId: string;
  readonly state: ReferralState;
  readonly needId?: string;
  readonly needCategory?: NeedCategory;
  /** Sensitivity labels of what the referral tells. */
  readonly labels?: readonly Sensitivity[];
  readonly organizationId?: string;
  readonly serviceId?: string;
  readonly sentAt?: string;
  readonly declined?: { readonly side: 'provider' | 'member'; readonly reason: string };
  readonly applied?: Fact;
  readonly used?: Fact;
  readonly received?: Fact;
  readonly continuation?: Readonly<Record<string, ContinuationStatus>>;
  readonly closed?: { readonly outcome: CloseOutcome; readonly reason: string; readonly evidenceGrade: EvidenceGrade; readonly at: string };
}

/** Applies one event to the line of its referral; `line` is nothing for the first one. */
export function move(line: LedgerLine | undefined, event: LedgerEvent): LedgerLine {
  const before: LedgerLine = line ?? { referralId: event.data.referralId, memberId: event.data.memberId, state: 'draft' };
  return { ...before, ...(changeOfState(event) ?? changeOfFact(before, event)) };
}

function changeOfState(event: LedgerEvent): Partial<LedgerLine> | undefined {
  switch (event.type) {
    case 'ReferralDrafted': return { state: 'draft', ...addressed(event.data), ...subject(event.data) };
    case 'ReferralAwaitingConsent': return { state: 'awaiting_consent' };
    case 'ReferralReady': return { state: 'ready' };
    case 'ReferralSent': return { state: 'sent', ...addressed(event.data), ...subject(event.data), sentAt: event.data.sentAt };
    case 'ReferralAcknowledged': return { state: 'acknowledged' };
    case 'ReferralAccepted': return { state: 'accepted' };
    case 'ReferralWaitlisted': return { state: 'waitlisted' };
    case 'HandoffScheduled': return { state: 'scheduled' };
    case 'WarmHandoffMade': return event.data.outcome === 'failed' ? { state: 'accepted' } : {};
    case 'HandoffMissed': return { state: 'accepted' };
    case 'ReferralDeclined': return { state: 'declined', declined: { side: event.data.side, reason: event.data.reason } };
    case 'ReferralVoided': return { state: 'voided' };
    case 'ReferralClosed': return { state: 'closed', ...addressed(event.data), closed: closing(event.data) };
    default: return undefined;
  }
}

function changeOfFact(line: LedgerLine, event: LedgerEvent): Partial<LedgerLine> {
  switch (event.type) {
    case 'ApplicationRecorded': return { applied: stated(line.applied, event.data.applied, event.data) };
    case 'UseRecorded': return { used: stated(line.used, event.data.used, event.data) };
    // A fact that arrives after the end, from a claim for instance, does not reopen the referral.
    case 'ServiceReceived':
      return { ...addressed(event.data), received: stated(line.received, true, event.data), ...(isOver(line) ? {} : { state: 'in_service' }) };
    case 'ContinuationRecorded': return { continuation: { ...line.continuation, [event.data.checkpointDays]: event.data.status } };
    case 'ReferralFactCorrected': return correction(line, event.data);
    default: return {};
  }
}

function stated(before: Fact | undefined, value: boolean, { on, source, evidenceGrade }: Omit<UseRecorded['data'], 'used'>): Fact {
  return said(before, source, { value, on }, evidenceGrade);
}

function correction(line: LedgerLine, data: ReferralFactCorrected['data']): Partial<LedgerLine> {
  const fact = corrected(line[data.fact], data);
  if (data.fact !== 'received' || isOver(line)) return { [data.fact]: fact };
  if (fact.value) return { received: fact, state: 'in_service' };
  return { received: fact, ...(line.state === 'in_service' ? { state: 'accepted' } : {}) };
}

const isOver = (line: LedgerLine): boolean => ['declined', 'closed', 'voided'].includes(line.state);

function addressed(data: { needId: string; organizationId: string; serviceId: string }): Partial<LedgerLine> {
  return { needId: data.needId, organizationId: data.organizationId, serviceId: data.serviceId };
}

/** For what, and how sensitive that is. */
function subject({ needCategory, dataClasses }: ReferralDrafted['data'] | ReferralSent['data']): Partial<LedgerLine> {
  const labels = labelsOf([...dataClasses, ...labelsOfNeeds(needCategory)]);
  return { needCategory, ...(labels.length > 0 ? { labels } : {}) };
}

function closing(data: ReferralClosed['data']): NonNullable<LedgerLine['closed']> {
  return { outcome: data.outcome, reason: data.reason, evidenceGrade: data.evidenceGrade, at: data.closedAt };
}

export type Receipt = 'received' | 'received-elsewhere' | 'not-received' | 'not-yet' | 'disputed';

/** Whether the member received what the referral was for. Facts that contradict each other are disputed, never a silent success. */
export function receiptOf(line: LedgerLine): Receipt {
  const { received, used, closed } = line;
  const saysYes = received?.value === true || (closed?.outcome === 'received' && received === undefined);
  const deniedByOutcome = closed !== undefined && closed.outcome.startsWith('not_received') && received?.value === true;
  const deniedByCorrection = closed?.outcome === 'received' && received?.value === false;
  const deniedByUse = used !== undefined && (used.disputed || (received ? isDenied(received.said, used.said) : !used.value));
  if (deniedByOutcome || deniedByCorrection || received?.disputed || (saysYes && deniedByUse)) return 'disputed';
  if (saysYes) return 'received';
  if (closed?.outcome === 'received_elsewhere') return 'received-elsewhere';
  return closed || line.state === 'declined' ? 'not-received' : 'not-yet';
}

/** What one referral says of its need. */
function worthOf(line: LedgerLine): NeedStatus {
  switch (receiptOf(line)) {
    case 'received': return worthOfReceived(line);
    case 'received-elsewhere': return 'met';
    case 'disputed': return 'in-work';
    case 'not-received': return isRefusalOfMember(line) ? 'declined' : 'open';
    case 'not-yet': return line.sentAt ? 'in-work' : 'open';
  }
}

function worthOfReceived({ closed, continuation }: LedgerLine): NeedStatus {
  const last = latestCheckpoint(continuation);
  if (closed?.outcome === 'not_appropriate') return 'open';
  if (last === 'ended_needs_met') return 'met';
  return !closed || closed.reason === 'partial' || last === 'ended_other' ? 'partly-met' : 'met';
}

function latestCheckpoint(continuation: LedgerLine['continuation']): ContinuationStatus | undefined {
  const days = Object.keys(continuation ?? {}).map(Number).sort((a, b) => a - b);
  return days.length === 0 ? undefined : continuation?.[days.at(-1)!];
}

const refusals = ['declined', 'no_longer_needed'];
const isRefusalOfMember = ({ closed, declined }: LedgerLine): boolean => refusals.includes(closed?.reason ?? declined?.reason ?? '');

const strongestFirst: readonly NeedStatus[] = ['met', 'partly-met', 'in-work', 'open', 'declined'];

/** Where a need stands by what its referrals brought: a proposal, which a person confirms (referral-lifecycle 4.2). */
export function proposedStatus(lines: readonly LedgerLine[]): NeedStatus {
  const worths = lines.filter((line) => line.state !== 'voided').map(worthOf);
  return strongestFirst.find((status) => worths.includes(status)) ?? 'open';
}
