import { delimitersOf } from './delimiters.js';

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const byteOrderMark = [0xef, 0xbb, 0xbf];
const header = [0x4d, 0x53, 0x48]; // MSH

/**
 * The messages of a frame, as slices that together are the frame, byte for byte: batch files come without an envelope, with one, with
 * comments between the messages. A message begins where a line begins with MSH and a mark; what stands before the first one
 * goes with it. A frame without any header is one slice, and not a message.
 */
export function messagesIn(frame: Uint8Array): Uint8Array[] {
  const bounds = [0, ...headersIn(frame).slice(1).map(({ line }) => line), frame.length];
  return bounds.slice(0, -1).map((from, nth) => frame.subarray(from, bounds[nth + 1]));
}

/** The bytes of the message itself, from its header on; what stood before it and line ends behind it do not make it another one. */
export function messageProper(slice: Uint8Array): Uint8Array {
  const from = headersIn(slice)[0]?.header ?? 0;
  let to = slice.length;
  while (to > from && endsLine(slice[to - 1])) to--;
  return slice.subarray(from, to);
}

/** Where the lines with a header begin, and where the header itself does, behind a byte-order mark. */
function headersIn(bytes: Uint8Array): { line: number; header: number }[] {
  const found = [];
  for (let line = 0; line < bytes.length; line++) {
    if (line > 0 && !endsLine(bytes[line - 1])) continue;
    const at = headerAt(bytes, line);
    if (at >= 0) found.push({ line, header: at });
  }
  return found;
}

const endsLine = (byte: number | undefined): boolean => byte === carriageReturn || byte === lineFeed;

function headerAt(bytes: Uint8Array, at: number): number {
  const from = byteOrderMark.every((byte, nth) => bytes[at + nth] === byte) ? at + 3 : at;
  if (!header.every((byte, nth) => bytes[from + nth] === byte)) return -1;
  return /^[!-/:-@[-`{-~]$/.test(String.fromCharCode(bytes[from + 3] ?? 0)) ? from : -1;
}

/**
 * The text of a message in the character set of its MSH-18; when it names none, UTF-8 where the bytes are UTF-8, else Latin-1. NUL fills and says
 * nothing, and no database keeps it: a message that had to be tried again for it would hold up all that its hospital sends behind it.
 */
export const textOf = (message: Uint8Array): string => decoded(message).replaceAll('\0', '');

function decoded(message: Uint8Array): string {
  const named = characterSet(message);
  if (named && named !== 'utf-8') return new TextDecoder(named).decode(message);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(message);
  } catch {
    return new TextDecoder('latin1').decode(message);
  }
}

function characterSet(message: Uint8Array): string | undefined {
  const line = new TextDecoder('latin1').decode(message.subarray(0, 2000)).split(/[\r\n]/, 1)[0] ?? '';
  const marks = delimitersOf(line);
  const name = marks ? line.split(marks.field)[17]?.split(marks.repetition ?? '~')[0]?.trim().toUpperCase() : undefined;
  const latin = /^8859\/(\d{1,2})$/.exec(name ?? '')?.[1];
  if (latin && latin !== '12') return `iso-8859-${latin}`;
  return name === 'UNICODE UTF-8' || name === 'UTF-8' ? 'utf-8' : undefined;
}
