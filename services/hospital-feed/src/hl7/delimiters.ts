/** The characters that a message says it uses; every message may choose its own (MSH-1 and MSH-2). */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string | undefined;
  readonly escape: string | undefined;
  readonly subcomponent: string | undefined;
}

export const usualDelimiters: Delimiters = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

/**
 * What stands in the first characters of an MSH segment. `^~\}` makes the brace the subcomponent separator, and `^~}` makes it the
 * escape and leaves subcomponents out: both occur in real messages, so only the position counts. A fifth character (truncation,
 * version 2.7) is allowed and not used.
 */
export function delimitersOf(header: string): Delimiters | undefined {
  if (!header.startsWith('MSH')) return undefined;
  const field = header.charAt(3);
  const encoding = header.slice(4).split(field, 1)[0] ?? '';
  const all = [field, ...encoding];
  if (encoding.length < 1 || encoding.length > 5 || new Set(all).size !== all.length || !all.every(isMark)) return undefined;
  const [component, repetition, escape, subcomponent] = encoding;
  return { field, component: component!, repetition, escape, subcomponent };
}

/** Letters, digits, blanks and control characters cannot separate anything. */
const isMark = (character: string): boolean => /^[!-/:-@[-`{-~]$/.test(character);

/** The marks as MSH-2 says them. */
export const encodingCharacters = ({ component, repetition, escape, subcomponent }: Delimiters): string =>
  [component, repetition, escape, subcomponent].join('');
