import type { Delimiters } from './delimiters.js';

/** The text that a sender meant: `\F\` `\S\` `\R\` `\E\` `\T\` are the marks themselves, `\X0D\` bytes, `\.br\` a line end. */
export function unescape(text: string, delimiters: Delimiters): string {
  const { escape } = delimiters;
  if (!escape || !text.includes(escape)) return text;
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const from = text.indexOf(escape, at);
    const to = from < 0 ? -1 : text.indexOf(escape, from + 1);
    if (to < 0) break;
    const meant = meaning(text.slice(from + 1, to), delimiters);
    // What is no escape is kept as it stands, and its second mark may begin a real one.
    plain += text.slice(at, from) + (meant ?? text.slice(from, to));
    at = meant === undefined ? to : to + 1;
  }
  return plain + text.slice(at);
}

function meaning(code: string, delimiters: Delimiters): string | undefined {
  switch (code) {
    case 'F': return delimiters.field;
    case 'S': return delimiters.component;
    case 'R': return delimiters.repetition ?? '~';
    case 'E': return delimiters.escape;
    case 'T': return delimiters.subcomponent ?? '&';
    case 'H': case 'N': return '';
    case '.br': case '.sp': return '\n';
    default: return /^X(?:[0-9A-Fa-f]{2})+$/.test(code) ? bytesOf(code.slice(1)) : undefined;
  }
}

function bytesOf(hex: string): string {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)).filter((byte) => byte !== 0);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
