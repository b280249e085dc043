import { type Message, parseMessage, segment, wordAt } from './message.js';

/** What a message says of itself, whatever it is about. */
export interface Header {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  /** MSH-9.1 and MSH-9.2. The structure in MSH-9.3 is no guide: names that do not exist stand there. */
  readonly kind: string;
  readonly event: string;
  readonly controlId: string;
  readonly processingId: string;
  readonly acceptWish: string | undefined;
  readonly applicationWish: string | undefined;
}

/** A message that cannot be taken for one, with the place and the reason that the answer names (table 0357). */
export interface Unreadable {
  readonly reason: 'not-er7' | 'message-type-missing' | 'control-id-missing' | 'too-large';
  readonly place: string;
  readonly code: '100' | '101' | '207';
}

export interface ReadableMessage {
  readonly message: Message;
  readonly header: Header;
}

/** The message and its header, or why it is none: it begins with no header, or lacks its type or its control id. */
export function readMessage(text: string): { message?: Message } & (ReadableMessage | { readonly unreadable: Unreadable }) {
  const message = parseMessage(text);
  if (!message) return { unreadable: { reason: 'not-er7', place: '', code: '100' } };
  const msh = segment(message, 'MSH');
  const word = (field: number, component = 1): string => wordAt(message, msh, field, { component }) ?? '';
  const header: Header = {
    sendingApplication: word(3), sendingFacility: word(4), kind: word(9), event: word(9, 2), controlId: word(10), processingId: word(11),
    acceptWish: word(15) || undefined, applicationWish: word(16) || undefined,
  };
  if (!header.kind) return { message, unreadable: { reason: 'message-type-missing', place: 'MSH^1^9', code: '101' } };
  if (!header.controlId) return { message, unreadable: { reason: 'control-id-missing', place: 'MSH^1^10', code: '101' } };
  return { message, header };
}
