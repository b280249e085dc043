import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Something that leaves the program, by a name of ours, as bytes. */
export interface Output {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Every file below a folder, but those of the places that are left out. Kafka's indexes hold offsets and times, and are ten megabytes of zeros each. */
export function* filesBelow(folder: string, leftOut: readonly string[] = []): Generator<Output> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (leftOut.includes(name) || /\.(time)?index$/.test(name)) continue;
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else if (statSync(path).isFile()) yield { name: path, bytes: readFileSync(path) };
  }
}

/** What looks like a token of a canary: a word of its letters, a number of a plan, a telephone number. */
const looksLike = /q[bcdfghjkmnpqrstvwxz]{18}|9\d{7}[a-z]|415\d{9}/gi;
const inBase64 = /[A-Za-z0-9+/_-]{24,}={0,2}/g;

/** The text itself, and what is in base64 in it, wherever that begins. */
function* readings(text: string): Generator<string> {
  yield text;
  for (const [run] of text.matchAll(inBase64)) for (const lead of [0, 1, 2, 3]) yield Buffer.from(run.slice(lead), 'base64').toString('latin1');
}

/** The outputs that hold a token, each named with which one; in any case of letters, and in base64 too. */
export function leaks(outputs: Iterable<Output>, tokens: readonly string[]): string[] {
  const wanted = new Map(tokens.flatMap((token) => [...token.toLowerCase().matchAll(looksLike)].map(([word]) => [word, token] as const)));
  const found = new Set<string>();
  for (const { name, bytes } of outputs) {
    for (const reading of readings(bytes.toString('latin1'))) {
      for (const [word] of reading.matchAll(looksLike)) {
        const token = wanted.get(word.toLowerCase());
        if (token !== undefined) found.add(`${name} holds token ${tokens.indexOf(token)}`);
      }
    }
  }
  return [...found];
}
