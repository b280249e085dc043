import { idPattern } from '@hhp/contracts';
import type { ReadableMessage } from '../hl7/header.js';
import { type Message, segment, segmentsOf, wordAt } from '../hl7/message.js';
import { type Moment, momentOf } from '../hl7/time.js';
import { type Merge, type PersonClues, mergesIn, personIn } from '../person/person.js';
import type { StayFact, StayStep } from '../stay/stay.js';
import { patientClassOf } from './patient-class.js';

/** Why a readable message has no effect on a stay. It is answered AA all the same, and kept with this reason. */
export type NotUsed =
  | 'acknowledgement' | 'message-type-not-used' | 'event-not-used' | 'not-production' | 'visit-number-missing' | 'person-missing';

/** What a readable message means here. */
export type Meaning =
  | { readonly use: 'stay'; readonly visit: string; readonly priorVisit: string | undefined; readonly fact: Omit<StayFact, 'arrival'>; readonly person: PersonClues }
  | { readonly use: 'merge'; readonly merges: readonly Merge[] }
  | { readonly use: 'none'; readonly reason: NotUsed };

/** What must be known of a sender to understand its messages. */
export interface Reading {
  readonly zone: string;
  readonly processingIds: readonly string[];
  readonly receivedAt: Date;
}

const steps: Readonly<Record<string, StayStep>> = {
  A01: 'admit', A04: 'admit', A02: 'transfer', A06: 'class-change', A07: 'class-change', A08: 'update', A03: 'discharge',
  A11: 'cancel-admit', A13: 'cancel-discharge',
};

/** By MSH-9.2 alone: EVN-1 and MSH-9.3 contradict it in real messages, and they are the ones that are wrong. */
export function meaningOf({ message, header }: ReadableMessage, reading: Reading): Meaning {
  if (header.kind === 'ACK' || header.kind === 'MCF') return { use: 'none', reason: 'acknowledgement' };
  if (header.kind !== 'ADT') return { use: 'none', reason: 'message-type-not-used' };
  if (!reading.processingIds.includes(header.processingId)) return { use: 'none', reason: 'not-production' };
  if (header.event === 'A40') return mergeIn(message);
  const step = steps[header.event];
  return step ? stayIn(message, step, reading) : { use: 'none', reason: 'event-not-used' };
}

function mergeIn(message: Message): Meaning {
  const merges = mergesIn(message);
  return merges.length > 0 ? { use: 'merge', merges } : { use: 'none', reason: 'person-missing' };
}

function stayIn(message: Message, step: StayStep, reading: Reading): Meaning {
  const pv1 = segment(message, 'PV1');
  const pid = segment(message, 'PID');
  const visit = wordAt(message, pv1, 19) ?? wordAt(message, pid, 18);
  if (!visit) return { use: 'none', reason: 'visit-number-missing' };
  const person = personIn(message);
  if (!person) return { use: 'none', reason: 'person-missing' };
  const mrg = segmentsOf(message, 'MRG')[0];
  return { use: 'stay', visit, priorVisit: wordAt(message, mrg, 5) ?? wordAt(message, mrg, 6), fact: factIn(message, step, reading), person };
}

function factIn(message: Message, step: StayStep, { zone, receivedAt }: Reading): Omit<StayFact, 'arrival'> {
  const [pv1, pid, evn] = ['PV1', 'PID', 'EVN'].map((name) => segment(message, name));
  const recorded = momentOf(wordAt(message, evn, 2), zone) ?? momentOf(wordAt(message, segment(message, 'MSH'), 7), zone);
  const occurred = momentOf(wordAt(message, evn, 6), zone);
  const disposition = wordAt(message, pv1, 36);
  return {
    step,
    at: (step === 'admit' ? recorded?.from : recorded?.to)?.toISOString() ?? receivedAt.toISOString(),
    patientClass: patientClassOf(wordAt(message, pv1, 2)),
    admittedAt: (momentOf(wordAt(message, pv1, 44), zone) ?? (step === 'admit' ? occurred ?? recorded : undefined))?.from.toISOString(),
    dischargedAt: leaving(momentOf(wordAt(message, pv1, 45), zone) ?? (step === 'discharge' ? occurred ?? recorded : undefined)),
    disposition: disposition && idPattern.test(disposition) ? disposition : undefined,
    deceased: deathCodes.has(disposition?.toUpperCase() ?? '') || wordAt(message, pid, 30) === 'Y' || undefined,
    location: wordAt(message, pv1, 3),
  };
}

/** Discharge dispositions by which the person died: NUBC 20 and 40 to 42, and the words that senders use instead. */
const deathCodes = new Set(['20', '40', '41', '42', 'EXP', 'EXPIRED']);

/** Of a discharge day without a time the end: it is never before the admission of the same day. */
function leaving(moment: Moment | undefined): string | undefined {
  if (!moment) return undefined;
  const coarse = moment.to.getTime() - moment.from.getTime() > 3_600_000;
  return (coarse ? moment.to : moment.from).toISOString();
}
