import { readFileSync } from 'node:fs';

/** What can be set: how its text is read, what holds without it, and a sentence for whoever runs the service. */
export interface Setting<Value> {
  readonly doc: string;
  /** What holds when the environment is silent; nothing when it has to speak. */
  readonly fallback: Value | undefined;
  /** The value, or what a right one looks like. Never repeats what was given: it may be a secret. */
  read(text: string): { readonly value: Value } | { readonly wanted: string };
}
export type Declared = Readonly<Record<string, Setting<unknown>>>;
export type ValuesOf<D extends Declared> = { readonly [Name in keyof D]: D[Name] extends Setting<infer Value> ? Value : never };

/** What a text has to look like, and how that is said. */
interface Form {
  readonly pattern?: { test(text: string): boolean };
  readonly wanted?: string;
}

/** How a service declares what can be set of it. */
export const setting = {
  /** A whole number, not negative unless said otherwise. */
  int(fallback: number, doc: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}): Setting<number> {
    const wanted = max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
    return { doc, fallback, read: (text) => (/^-?\d{1,15}$/.test(text) && +text >= min && +text <= max ? { value: +text } : { wanted }) };
  },
  /** A text; with a pattern when not every text will do. */
  text(fallback: string, doc: string, { pattern, wanted = 'a text of another form' }: Form = {}): Setting<string> {
    return { doc, fallback, read: (text) => (pattern === undefined || pattern.test(text) ? { value: text } : { wanted }) };
  },
  /** The name of a file, whose text is the value: certificates and keys do not stand in an environment. Empty when none is named. */
  file(doc: string): Setting<string> {
    return { doc, fallback: '', read: readText };
  },
  /** A text without which the service does not start. */
  required(doc: string, { pattern = /\S/, wanted = 'set' }: Form = {}): Setting<string> {
    return { doc, fallback: undefined, read: (text) => (pattern.test(text) ? { value: text } : { wanted }) };
  },
};

function readText(name: string): { readonly value: string } | { readonly wanted: string } {
  try {
    return { value: readFileSync(name, 'utf8') };
  } catch {
    return { wanted: 'the name of a file that can be read' };
  }
}

/** The environment is wrong: one sentence for each setting that is. */
export class SettingsWrong extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'SettingsWrong';
  }
}

/** Reads every setting once. An empty text counts as silence, as compose files and shells pass it. */
export function readSettings<D extends Declared>(declared: D, environment: Readonly<Record<string, string | undefined>>): ValuesOf<D> {
  const wrong: string[] = [];
  const values = Object.entries(declared).map(([name, { fallback, read }]) => {
    const text = environment[name] ?? '';
    if (text === '' && fallback !== undefined) return [name, fallback];
    const outcome = read(text);
    if ('value' in outcome) return [name, outcome.value];
    wrong.push(`${name} must be ${outcome.wanted}.`);
    return [name, undefined];
  });
  if (wrong.length > 0) throw new SettingsWrong(wrong);
  return Object.freeze(Object.fromEntries(values)) as ValuesOf<D>;
}
