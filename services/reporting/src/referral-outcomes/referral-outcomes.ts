import type {
  CloseOutcome, ContinuationRecorded, ContinuationStatus, FactSource, NeedCategory, ReferralClosed, ReferralDeclined, ReferralFactCorrected, ReferralSent,
  ReferralVoided, ServiceReceived, UseRecorded,
} from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';

/** The events that move the measures. A referral that was never sent is not counted, so all begins with ReferralSent. */
export type OutcomeEvent =
  | ReferralSent | ReferralDeclined | UseRecorded | ServiceReceived | ReferralFactCorrected | ContinuationRecorded | ReferralClosed | ReferralVoided;

/** What each source last said of a fact; a later word of the same source takes its place, other sources keep theirs. */
type Said = Readonly<Partial<Record<FactSource, { readonly value: boolean; readonly on?: Day }>>>;

/** What came of one referral that was sent. */
export interface Outcome {
  readonly memberId: string;
  readonly needId: string;
  readonly needCategory: NeedCategory;
  readonly organizationId: string;
  readonly sentAt: string;
  readonly declined?: true;
  readonly received?: Said;
  readonly used?: Said;
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
    case 'UseRecorded': return { used: { ...outcome.used, [event.data.source]: { value: event.data.used, on: event.data.on } } };
    case 'ServiceReceived': return { received: { ...outcome.received, [event.data.source]: { value: true, on: event.data.on } } };
    case 'ReferralFactCorrected': return correction(outcome, event);
    case 'ContinuationRecorded': return { continuation: { ...outcome.continuation, [event.data.checkpointDays]: event.data.status } };
    case 'ReferralClosed': return { closed: { outcome: event.data.outcome, reason: event.data.reason } };
    case 'ReferralVoided': return { voided: true };
  }
}

/** One that names no source speaks for the staff and replaces what all others said. */
function correction(outcome: Outcome, { data: { fact, value, source, on } }: ReferralFactCorrected): Partial<Outcome> {
  if (fact === 'applied') return {};
  const before = source ? outcome[fact] : {};
  const day = on ?? before?.[source!]?.on;
  return { [fact]: { ...before, [source ?? 'staff']: { value, ...(day ? { on: day } : {}) } } };
}

const holds = (said: Said = {}): boolean => Object.values(said).some(({ value }) => value);

/** The day of the first service, as far as anybody says that there was one. */
const firstDay = (said: Said = {}): Day | undefined =>
  Object.values(said).flatMap(({ value, on }) => (value && on ? [on] : [])).sort()[0];

/** Whether one source says yes and another one no, for the same day or later. */
function isDenied(claims: Said, denials: Said): boolean {
  const noes = Object.entries(denials).filter(([, no]) => !no.value);
  return Object.entries(claims).some(([source, yes]) => yes.value
    && noes.some(([other, no]) => other !== source && (!no.on || !yes.on || no.on >= yes.on)));
}

export type Receipt = 'received' | 'received-elsewhere' | 'not-received' | 'still-open' | 'disputed';

/** Whether the service was received. Facts that contradict each other make it disputed, never a silent success. */
export function receiptOf({ received, used, closed, declined }: Outcome): Receipt {
  const yes = holds(received);
  const claimed = yes || (closed?.outcome === 'received' && received === undefined);
  const deniedByOutcome = yes && closed?.outcome.startsWith('not_received') === true;
  const deniedByCorrection = received !== undefined && !yes && closed?.outcome === 'received';
  const deniedByUse = claimed && used !== undefined && (isDenied(used, used) || (received ? isDenied(received, used) : !holds(used)));
  if (deniedByOutcome || deniedByCorrection || deniedByUse || isDenied(received ?? {}, received ?? {})) return 'disputed';
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
    received_on: firstDay(received) ?? null,
    one_off: needCategory === 'goods' || closed?.reason === 'one_off_good_delivered',
    in_service: holds(received) && !closed,
    close_outcome: closed?.outcome ?? null,
  };
}
