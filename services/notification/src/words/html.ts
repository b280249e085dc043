/** Text that is HTML already; everything else is escaped when it is put into a page. */
export class Html {
  constructor(readonly text: string) {}
}
type Piece = Html | string | number | undefined | false | readonly Html[];

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!);

/** A piece of a page. What is filled in is escaped, so a name can never become markup. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(strings.map((text, at) => text + filledIn(pieces[at])).join(''));
}

function filledIn(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'object') return piece.map((each) => each.text).join('');
  return escaped(String(piece));
}
