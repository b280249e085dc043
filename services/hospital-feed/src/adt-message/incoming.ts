import { createHash } from 'node:crypto';
import { messageProper, textOf } from '../hl7/bytes.js';
import { type Header, type Unreadable, readMessage } from '../hl7/header.js';
import type { Message } from '../hl7/message.js';

/** A message as it came, and what can be said of it before anybody asks what it means. */
export interface Incoming {
  /** Byte for byte, with whatever stood before the header. */
  readonly bytes: Uint8Array;
  /** Of the message itself: a repeat is told by it, since real feeds give one control id to many messages. */
  readonly digest: string;
  readonly message: Message | undefined;
  readonly header: Header | undefined;
  readonly unreadable: Unreadable | undefined;
}

/** Reads one slice of a frame. Of a frame that was too large only the beginning is here: enough to name it in the answer. */
export function incoming(bytes: Uint8Array, tooLarge = false): Incoming {
  const proper = messageProper(bytes);
  const read = readMessage(textOf(proper));
  const found = 'unreadable' in read ? { message: read.message, header: undefined, unreadable: read.unreadable } : { ...read, unreadable: undefined };
  return {
    bytes, digest: createHash('sha256').update(proper).digest('base64url'), ...found,
    unreadable: tooLarge ? { reason: 'too-large', place: '', code: '207' } : found.unreadable,
  };
}
