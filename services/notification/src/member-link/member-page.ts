import type { MemberAnswer } from '@hhp/contracts';
import { type Page, framed } from '../invitation/page.js';
import { type Html, html } from '../words/html.js';
import { type Language, needs } from '../words/needs.js';
import { type OwnReferral, type Standing, standingOf } from './member-link.js';

/** What the member sees. `gone` is all that anybody learns of a link that is unknown or has ended. */
export type MemberView =
  | { readonly shows: 'referrals'; readonly referrals: readonly OwnReferral[]; readonly thanks?: boolean; readonly wrong?: string }
  | { readonly shows: 'gone' };

interface Words {
  readonly title: string;
  readonly intro: string;
  readonly nothing: string;
  readonly standing: Readonly<Record<Standing, (organization: string) => string>>;
  readonly when: string;
  readonly answers: Readonly<Record<MemberAnswer, string>>;
  readonly said: Readonly<Record<MemberAnswer, string>>;
  readonly thanks: string;
  readonly wrong: string;
  readonly gone: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Your requests for help',
    intro: 'This is the help that your care team has asked for. Some things your coordinator tells you in person. If you have a question, call your coordinator.',
    nothing: 'There is nothing to show here now.',
    standing: {
      asked: (organization) => `We asked ${organization} and wait for their answer.`, accepted: (organization) => `${organization} said yes.`,
      declined: (organization) => `${organization} cannot help. Your coordinator looks for other help.`, ended: (organization) => `This request to ${organization} has ended.`,
    },
    when: 'On which day? (if you know)',
    answers: { 'received': 'Yes, the help came', 'not-received': 'No, it did not come', 'not-right': 'It was not the right help' },
    said: { 'received': 'You told us that the help came.', 'not-received': 'You told us that it did not come.', 'not-right': 'You told us that it was not the right help.' },
    thanks: 'Thank you. Your care team will read this.', wrong: 'Please give a day of the last twelve months, or leave it empty.',
    gone: 'There is nothing to show here. The link may have ended. You can ask your coordinator for a new one.',
  },
  es: {
    title: 'Sus solicitudes de ayuda',
    intro: 'Esta es la ayuda que su equipo de cuidado ha pedido. Algunas cosas se las dice su coordinador en persona. Si tiene una pregunta, llame a su coordinador.',
    nothing: 'No hay nada que mostrar por ahora.',
    standing: {
      asked: (organization) => `Preguntamos a ${organization} y esperamos su respuesta.`, accepted: (organization) => `${organization} dijo que sí.`,
      declined: (organization) => `${organization} no puede ayudar. Su coordinador busca otra ayuda.`, ended: (organization) => `Esta solicitud a ${organization} ha terminado.`,
    },
    when: '¿Qué día? (si lo sabe)',
    answers: { 'received': 'Sí, la ayuda llegó', 'not-received': 'No, no llegó', 'not-right': 'No era la ayuda adecuada' },
    said: { 'received': 'Nos dijo que la ayuda llegó.', 'not-received': 'Nos dijo que no llegó.', 'not-right': 'Nos dijo que no era la ayuda adecuada.' },
    thanks: 'Gracias. Su equipo de cuidado lo leerá.', wrong: 'Indique un día de los últimos doce meses, o déjelo vacío.',
    gone: 'Aquí no hay nada que mostrar. El enlace pudo haber terminado. Puede pedir uno nuevo a su coordinador.',
  },
};

/** The page of the member's link in the language of its reader, and its HTTP status. */
export function memberPage(view: MemberView, language: Language): Page {
  const own = words[language];
  if (view.shows === 'gone') return { status: 404, body: framed(language, own.title, html`<p>${own.gone}</p>`) };
  const { referrals, thanks, wrong } = view;
  const content = html`${thanks && html`<p class="note" role="status">${own.thanks}</p>`}${wrong && html`<p class="wrong" role="alert">${own.wrong}</p>`}
<p>${referrals.length > 0 ? own.intro : own.nothing}</p>
${referrals.map((each) => request(each, own, language))}`;
  return { status: wrong ? 422 : 200, body: framed(language, own.title, content) };
}

function request(referral: OwnReferral, own: Words, language: Language): Html {
  const { referralId, organization, needCategory, said } = referral;
  const button = (answer: MemberAnswer): Html => html`<p><button class="other" name="answer" value="${answer}">${own.answers[answer]}</button></p>`;
  return html`<form method="post"><h2>${needs[needCategory][language]}</h2>
<p>${own.standing[standingOf(referral)](organization)}</p>${said !== null && html`<p class="note">${own.said[said]}</p>`}
<input type="hidden" name="referralId" value="${referralId}">
<label for="on-${referralId}">${own.when}</label><input id="on-${referralId}" name="on" type="date">
${(['received', 'not-received', 'not-right'] as const).map(button)}</form>`;
}
