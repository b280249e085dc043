import type { Feed } from '../feed/feed.js';
import { type Fault, type Outcome, acknowledgement, answerCodes } from '../hl7/acknowledgement.js';
import type { Header, ReadableMessage, Unreadable } from '../hl7/header.js';
import type { Message } from '../hl7/message.js';
import { type Meaning, type NotUsed, meaningOf } from './adt-message.js';
import type { Keeping } from './kept-messages.js';

/** What is to be done with a message, as far as it and its sender decide it. */
export interface Verdict {
  readonly keeping: Keeping;
  readonly reason?: NotUsed | Unreadable['reason'] | 'unknown-sender' | 'sender-of-another-facility';
  readonly outcome: Outcome;
  readonly fault?: Fault;
  readonly meaning?: Exclude<Meaning, { use: 'none' }>;
}

export interface Arrival {
  readonly message: Message | undefined;
  readonly header: Header | undefined;
  readonly unreadable: Unreadable | undefined;
}

/** A message that names no visit or nobody is taken, as its sender could not do better by repeating it, and shown to a person. */
const forAPerson: readonly NotUsed[] = ['visit-number-missing', 'person-missing'];

/**
 * Refused for good (AR) is what is no message, what lacks type or control id, and what comes from a sender whom nobody declared.
 * Whatever else is readable is taken (AA): what is not used here is kept with the reason, and no sender is stopped by it.
 */
export function verdictOn(
  { message, header, unreadable }: Arrival, feed: Feed | undefined, own: { receivedAt: Date; foreign?: boolean },
): Verdict {
  if (unreadable) return { keeping: 'refused', reason: unreadable.reason, outcome: 'reject', fault: unreadable };
  const readable = { message, header } as ReadableMessage;
  const meaning = meaningOf(readable, { zone: feed?.zone ?? 'UTC', processingIds: feed?.processingIds ?? ['P'], receivedAt: own.receivedAt });
  const notUsed = meaning.use === 'none' ? meaning.reason : undefined;
  if (notUsed === 'acknowledgement') return { keeping: 'not-used', reason: notUsed, outcome: 'taken' };
  const stranger = !feed ? 'unknown-sender' : own.foreign ? 'sender-of-another-facility' : undefined;
  if (stranger) return { keeping: 'refused', reason: stranger, outcome: 'reject', fault: { place: 'MSH^1^4', code: '103' } };
  if (notUsed) return { keeping: forAPerson.includes(notUsed) ? 'unusable' : 'not-used', reason: notUsed, outcome: 'taken' };
  return { keeping: 'used', outcome: 'taken', meaning: meaning as Exclude<Meaning, { use: 'none' }> };
}

/** The answers to a message, in the order in which they go out. */
export function answersTo(
  { message, header }: Arrival, { outcome, fault }: Pick<Verdict, 'outcome' | 'fault'>, feed: Feed | undefined, own: { now: Date; newControlId: () => string },
): string[] {
  return answerCodes(header, outcome, feed?.answerMode ?? 'as-asked')
    .map((code) => acknowledgement(code, message, fault, { controlId: own.newControlId(), now: own.now }));
}
