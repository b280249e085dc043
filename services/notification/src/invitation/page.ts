import { createHash } from 'node:crypto';
import type { Told } from '../disclosed/told.js';
import { Html, html } from '../words/html.js';
import { type Language, dayInWords, languageInWords, needs } from '../words/needs.js';
import { type Answer, type FinalAnswer, offeredReasons } from './invitation.js';
import { type PageWords, pageWords } from './page-words.js';

/** The request as its organization may see it. */
export interface Request {
  readonly told: Told;
  readonly timeZone: string;
}

/** What the organization sees. `gone` is all that anybody learns of a link that is unknown, used, ended or withdrawn. */
export type View =
  | { readonly shows: 'request'; readonly request: Request; readonly wrong?: keyof PageWords['wrong'] }
  | { readonly shows: 'thanks'; readonly answer: Answer['answer'] }
  | { readonly shows: 'already'; readonly answer: FinalAnswer }
  | { readonly shows: 'gone' }
  | { readonly shows: 'later' };

const style = `
body{font:1.125rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;margin:0}
main{max-width:36rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.25rem;margin:0 0 .5rem}
dl{border-top:1px solid #71767a;margin:1rem 0}dl div{border-bottom:1px solid #71767a;padding:.5rem 0}
dt{color:#3d4551}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
form{border:1px solid #71767a;border-radius:.25rem;padding:1rem;margin:1rem 0}
form.plain{border:0;padding:0}
label{display:block;margin-bottom:.25rem}
input,select{font:inherit;box-sizing:border-box;width:100%;min-height:2.75rem;padding:.25rem .5rem;border:1px solid #3d4551;border-radius:.25rem;
  background:#fff;color:inherit;margin-bottom:1rem}
button{font:inherit;font-weight:600;width:100%;min-height:3rem;padding:.5rem;border:2px solid #14507a;border-radius:.25rem;
  background:#14507a;color:#fff;cursor:pointer}
button.other{background:#fff;color:#14507a}
a{color:#14507a}:focus-visible{outline:3px solid #b35900;outline-offset:2px}
.note{border-left:.5rem solid #14507a;background:#eff6fb;padding:.75rem 1rem}.wrong{border-left:.5rem solid #b50909;background:#fbeaea;padding:.75rem 1rem}
`;

/** Nothing is loaded, run, framed or kept anywhere, and no address that a click leads to learns of the link. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
  'content-security-policy': [
    "default-src 'none'", `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`, "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

export interface Page {
  readonly status: number;
  readonly body: string;
}

/** The page in the language of its reader, and its HTTP status. */
export function page(view: View, language: Language): Page {
  const words = pageWords[language];
  return { status: statusOf(view), body: framed(language, words.title, content(view, words, language)) };
}

const otherLanguage = { en: 'Español', es: 'English' } as const;

/** A page of ours around its content. */
export function framed(language: Language, title: string, content: Html): string {
  const other = language === 'en' ? 'es' : 'en';
  return html`<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Health Homes Program</title>
<style>${new Html(style)}</style></head><body><main>
<p><a href="?lang=${other}" hreflang="${other}" lang="${other}">${otherLanguage[language]}</a></p>
<h1>${title}</h1>
${content}
</main></body></html>`.text;
}

function statusOf(view: View): number {
  switch (view.shows) {
    case 'request': return view.wrong ? 422 : 200;
    case 'thanks': return 200;
    case 'already': return 409;
    case 'gone': return 404;
    case 'later': return 503;
  }
}

function content(view: View, words: PageWords, language: Language): Html {
  switch (view.shows) {
    case 'request': return request(view.request, view.wrong, words, language);
    case 'thanks': return html`<p class="note" role="status">${words.thanks[view.answer]}</p>`;
    case 'already': return html`<p class="note" role="status">${words.already[view.answer]}</p>`;
    case 'gone': return html`<p>${words.gone}</p>`;
    case 'later': return html`<p>${words.later}</p>`;
  }
}

function request(asked: Request, wrong: keyof PageWords['wrong'] | undefined, words: PageWords, language: Language): Html {
  const { told: { name, contact, birthDate, need, language: spoken, respondBy, organization = '', acknowledged, concernsSud, notice, consent }, timeZone } = asked;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words.name, name], [words.birthDate, birthDate], [words.contact, contact ?? words.byCoordinator], [words.need, need && needs[need][language]],
    [words.language, languageInWords(spoken, language)], [words.respondBy, respondBy ? dayInWords(respondBy, language, timeZone) : undefined],
  ];
  return html`${wrong && html`<p class="wrong" role="alert" id="wrong">${words.wrong[wrong]}</p>`}
<p>${words.asks(organization)}</p>
<dl>${facts.filter(([, value]) => value !== undefined).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${concernsSud && html`<p class="note">${words.sud} ${notice?.text[language]}</p>`}
${consent && html`<p>${words.underConsent(consent.consentId, consent.version)}</p>`}
<form method="post"><h2>${words.acceptHow}</h2>
<label for="start">${words.startsOn}</label><input id="start" name="expectedStartOn" type="date"${marked(wrong === 'expectedStartOn')}>
<button name="answer" value="accept">${words.accept}</button></form>
<form method="post"><h2>${words.declineHow}</h2>
<label for="reason">${words.reason}</label><select id="reason" name="reason" required${marked(wrong === 'reason')}>
<option value="">${words.choose}</option>
${offeredReasons.map((reason) => html`<option value="${reason}">${words.reasons[reason]}</option>`)}</select>
<button class="other" name="answer" value="decline">${words.decline}</button></form>
${acknowledged
    ? html`<p class="note">${words.seenSaid}</p>`
    : html`<form method="post" class="plain"><button class="other" name="answer" value="acknowledge">${words.seen}</button></form>`}`;
}

/** A field whose value was not understood points to the sentence that says so. */
const marked = (wrong: boolean): Html => new Html(wrong ? ' aria-invalid="true" aria-describedby="wrong"' : '');

/** The language asked for in the address, or the one that the browser prefers. */
export function languageOf(asked: string | undefined, accepted: string | undefined): Language {
  if (asked === 'es' || asked === 'en') return asked;
  const preferred = (accepted ?? '').split(',').map((each) => {
    const [tag = '', ...rest] = each.trim().toLowerCase().split(';');
    const weight = Number(rest.find((part) => part.trim().startsWith('q='))?.trim().slice(2) ?? 1);
    return { tag: tag.slice(0, 2), weight };
  }).filter(({ tag, weight }) => (tag === 'en' || tag === 'es') && weight > 0).sort((a, b) => b.weight - a.weight)[0];
  return preferred?.tag === 'es' ? 'es' : 'en';
}
