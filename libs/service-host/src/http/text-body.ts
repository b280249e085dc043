import { isUtf8 } from 'node:buffer';
import { Refused } from '@hhp/domain-kit';

/** How files begin that are archives or compressed, or no text for another reason (hex of their first bytes). */
const beginnings = [
  '504b0304', '504b0506', '504b0708', '1f8b', '425a68', '377abcaf271c', 'fd377a585a00', '526172211a07', '28b52ffd', '04224d18', '4d534346', '1f9d', '1fa0',
  '60ea', '4f626a01', '255044462d', 'd0cf11e0a1b11ae1', '7f454c46', '4d5a9000', '89504e47', 'ffd8ff',
];

/** A text as it came. An archive is not opened but refused, whatever its name or type says: what is not unpacked cannot grow. */
export function readText(bytes: Buffer): string {
  const head = bytes.subarray(0, 16).toString('hex');
  const tar = bytes.subarray(257, 262).toString('latin1') === 'ustar';
  if (tar || beginnings.some((beginning) => head.startsWith(beginning))) {
    throw new Refused('file-is-no-text', 'Only plain text is taken: no archive, no compressed file, no document of an office program', 'invalid', ['body']);
  }
  return bytes.toString('utf8');
}

/** The fields of a form. */
export function readForm(bytes: Buffer): Readonly<Record<string, string>> {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined;
  const fields = [...new URLSearchParams(text)];
  const names = new Set(fields.map(([name]) => name));
  const strange = [...names].some((name) => ['__proto__', 'constructor', 'prototype'].includes(name));
  if (text === undefined || strange || names.size < fields.length || fields.flat().some((each) => /[\0\uFFFD]/.test(each))) {
    throw new Refused('body-malformed', 'The form is not well-formed: each field stands in it once, in UTF-8', 'invalid', ['body']);
  }
  return Object.fromEntries(fields);
}
