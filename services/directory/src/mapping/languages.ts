import type { Language, Unnamed } from '../hsds/hsds.js';

/** Languages by the names that people write, with their codes (ISO 639); California's threshold languages and what the sources name. */
const codes: Readonly<Record<string, string>> = {
  english: 'en', spanish: 'es', chinese: 'zh', mandarin: 'cmn', 'chinese mandarin': 'cmn', cantonese: 'yue', 'chinese cantonese': 'yue', taiwanese: 'nan',
  vietnamese: 'vi', tagalog: 'tl', filipino: 'fil', korean: 'ko', armenian: 'hy', russian: 'ru', arabic: 'ar', farsi: 'fa', persian: 'fa',
  hindi: 'hi', punjabi: 'pa', japanese: 'ja', khmer: 'km', cambodian: 'km', hmong: 'hmn', lao: 'lo', laotian: 'lo', thai: 'th', mien: 'ium', italian: 'it',
  french: 'fr', german: 'de', portuguese: 'pt', samoan: 'sm', tongan: 'to', ukrainian: 'uk', 'american sign language': 'ase', asl: 'ase', amharic: 'am',
  tigrinya: 'ti', somali: 'so', burmese: 'my', urdu: 'ur', bengali: 'bn', gujarati: 'gu', telugu: 'te', tamil: 'ta', hebrew: 'he', polish: 'pl',
  greek: 'el', turkish: 'tr', swahili: 'sw', ilocano: 'ilo', mixteco: 'mix', zapoteco: 'zap', nepali: 'ne', indonesian: 'id', dari: 'prs', pashto: 'ps',
};

/** A language that is asked for in general is also spoken by who speaks one of its kinds. */
const kinds: Readonly<Record<string, readonly string[]>> = { zh: ['cmn', 'yue', 'nan'], tl: ['fil'], fil: ['tl'], fa: ['prs'] };

/** The code of a language by its name or code, or nothing when it is not known. */
export function languageCode(text: string): string | undefined {
  const name = text.toLowerCase().replace(/[()]/g, ' ').replace(/\s+/g, ' ').trim();
  if (Object.hasOwn(codes, name)) return codes[name];
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/.test(name) ? name : undefined;
}

/** A language as HSDS says it. One whose name is not known keeps its name and has no code. */
export function language(text: string): Unnamed<Language> {
  const code = languageCode(text);
  const byCode = code === text.toLowerCase() ? Object.keys(codes).find((name) => codes[name] === code) : undefined;
  const name = byCode ? byCode.charAt(0).toUpperCase() + byCode.slice(1) : text;
  return { name, ...(code ? { code } : {}) };
}

/** The codes that answer to a language asked for; a word that names none answers to nothing. */
export function codesAskedFor(text: string): readonly string[] {
  const code = languageCode(text);
  return code ? [code, ...(kinds[code] ?? [])] : [];
}

/** The codes under which a record's languages are found: those it gives, else those of its names; regions count as the language. */
export function codesOf(languages: readonly Language[]): readonly string[] {
  const found = languages.flatMap(({ code, name }) => [code, name].flatMap((each) => (each ? [languageCode(each)] : []))[0] ?? []);
  return [...new Set(found.flatMap((code) => [code, code.split('-')[0]!]))];
}
