import type {
  CloseOutcome, ContinuationRecorded, ContinuationStatus, NeedCategory, ReferralClosed, ReferralDeclined, ReferralFactCorrected, ReferralSent,
  ReferralVoided, ServiceReceived, UseRecorded,
} from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';

/** The events that move the measures. A referral that was never sent is not counted, so all begins with ReferralSent. */
export type OutcomeEvent =
  | ReferralSent | ReferralDeclined | UseRecorded | ServiceReceived | ReferralFactCorrected | ContinuationRecorded | ReferralClosed | ReferralVoided;

/** What came of one referral that was sent. */
export interface Outcome {
  readonly memberId: string;
  readonly needId: string;
  readonly needCategory: NeedCategory;
  readonly organizationId: string;
  readonly sentAt: string;
  readonly declined?: true;
  readonly received?: { readonly value: boolean; readonly on?: Day };
  readonly used?: { readonly value: boolean; readonly on?: Day };
  readonly continuation?: Readonly<Record<string, ContinuationStatus>>;
  readonly closed?: { readonly outcome: CloseOutcome; readonly reason: string };
  readonly voided?: true;
}

/** Applies one event. The first send counts; what is said of a referral that was never sent changes nothing. */
export function apply(outcome: Outcome | undefined, event: OutcomeEvent): Outcome | undefined {
  if (event.type === 'ReferralSent') return outcome ?? begin(event);
  return outcome && { ...outcome, ...changeBy(outcome, event) };
}

function begin({ data }: ReferralSent): Outcome {
  const { memberId, needId, needCategory, organizationId, sentAt } = data;
  return { memberId, needId, needCategory, organizationId, sentAt };
}

function changeBy(outcome: Outcome, event: Exclude<OutcomeEvent, ReferralSent>): Partial<Outcome> {
  switch (event.type) {
    case 'ReferralDeclined': return { declined: true };
    case 'UseRecorded': return { used: { value: event.data.used, on: event.data.on } };
    case 'ServiceReceived': return { received: { value: true, on: event.data.on } };
    case 'ReferralFactCorrected': return correction(event);
    case 'ContinuationRecorded': return { continuation: { ...outcome.continuation, [event.data.checkpointDays]: event.data.status } };
    case 'ReferralClosed': return { closed: { outcome: event.data.outcome, reason: event.data.reason } };
    case 'ReferralVoided': return { voided: true };
  }
}

function correction({ data }: ReferralFactCorrected): Partial<Outcome> {
  if (data.fact === 'applied') return {};
  return { [data.fact]: { value: data.value, ...(data.on ? { on: data.on } : {}) } };
}

export type Receipt = 'received' | 'received-elsewhere' | 'not-received' | 'still-open' | 'disputed';

/** Whether the service was received. Facts that contradict each other make it disputed, never a silent success. */
export function receiptOf({ received, used, closed, declined }: Outcome): Receipt {
  const claimed = received?.value === true || (closed?.outcome === 'received' && received === undefined);
  const deniedByOutcome = received?.value === true && closed?.outcome.startsWith('not_received') === true;
  const deniedByCorrection = received?.value === false && closed?.outcome === 'received';
  const deniedByUse = claimed && used?.value === false && (!received?.on || !used.on || used.on >= received.on);
  if (deniedByOutcome || deniedByCorrection || deniedByUse) return 'disputed';
  if (claimed) return 'received';
  if (closed?.outcome === 'received_elsewhere') return 'received-elsewhere';
  return closed || declined ? 'not-received' : 'still-open';
}

/** The row that the measures count. */
export interface OutcomeRow {
  readonly receipt: Receipt;
  readonly received_on: Day | null;
  /** A thing handed over once cannot continue. */
  readonly one_off: boolean;
  readonly in_service: boolean;
  readonly close_outcome: CloseOutcome | null;
}

/** What the measures need to know of an outcome. */
export function rowOf(outcome: Outcome): OutcomeRow {
  const { received, closed, needCategory } = outcome;
  return {
    receipt: receiptOf(outcome),
    received_on: received?.value ? received.on ?? null : null,
    one_off: needCategory === 'goods' || closed?.reason === 'one_off_good_delivered',
    in_service: received?.value === true && !closed,
    close_outcome: closed?.outcome ?? null,
  };
}
