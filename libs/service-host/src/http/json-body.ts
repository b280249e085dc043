import { isUtf8 } from 'node:buffer';
import { Refused } from '@hhp/domain-kit';

/** How deep objects and arrays may stand in one another: more than any request, example or FHIR document of ours needs. */
const deepest = 40;
const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads a JSON text strictly. Refused is what readers understand differently or cannot keep: bytes that are no UTF-8, a name that stands twice
 * in one object, names that change prototypes, nesting without end, numbers that lose digits, NUL and halves of characters.
 */
export function readJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw refused('body-not-utf-8', 'The body is not UTF-8');
  const text = bytes.toString('utf8');
  const { depth, members } = shapeOf(text);
  if (depth > deepest) throw refused('body-too-deep', 'Objects and arrays of the body stand too deep in one another');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('body-malformed', 'The body is not well-formed JSON');
  }
  if (look(value, []) !== members) throw refused('name-twice', 'An object of the body has a name twice');
  return value;
}

const quote = 0x22;

/** How deep a JSON text goes, and how many members its objects are written with. Of a text that is no JSON it says anything. */
function shapeOf(text: string): { depth: number; members: number } {
  let [depth, now, members] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) depth = Math.max(depth, ++now);
    else if (code === 0x7d || code === 0x5d) now--;
    else if (code === 0x3a) members++;
  }
  return { depth, members };
}

/** Where the string that begins here ends. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/** Looks at every value, and counts the members of all objects. The path is the way to the value, by names. */
function look(value: unknown, path: string[]): number {
  if (typeof value === 'string') mustBeKept(value, path);
  else if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) throw refused('number-too-large', 'A number is too large', path);
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  for (const [name, each] of Object.entries(value)) {
    path.push(name);
    if (!Array.isArray(value)) members += 1 + mustBeName(name, path);
    members += look(each, path);
    path.pop();
  }
  return members;
}

function mustBeName(name: string, path: readonly string[]): 0 {
  if (dangerous.has(name)) throw refused('body-malformed', 'An object of the body has a name that is not taken');
  mustBeKept(name, path);
  return 0;
}

/** PostgreSQL keeps no NUL, and no half of a character. */
function mustBeKept(text: string, path: readonly string[]): void {
  if (/[\0\p{Surrogate}]/u.test(text)) throw refused('characters-not-allowed', 'A text holds characters that cannot be kept', path);
}

/** A field is named when what was sent can hardly be more than a name; behind the fifth it would be a long story. */
function refused(code: string, sentence: string, path: readonly string[] = []): Refused {
  const told = path.slice(0, 5).map((name) => (/^[A-Za-z][A-Za-z_-]{0,39}$|^\d{1,6}$/.test(name) ? name : '*'));
  return new Refused(code, sentence, 'invalid', [told.join('.') || 'body']);
}
