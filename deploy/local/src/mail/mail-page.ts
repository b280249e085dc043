import type { Mail } from './mailbox.js';

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const withLinks = (text: string): string => escape(text).replace(/https?:\/\/[^\s<>&]+/g, (link) => `<a href="${link}" rel="noreferrer">${link}</a>`);

const article = (mail: Mail): string => `
<article id="mail-${mail.id}">
  <h2>${escape(mail.subject)}</h2>
  <p>To ${escape(mail.to.join(', '))} · from ${escape(mail.from)} · <time>${mail.receivedAt}</time></p>
  <pre>${withLinks(mail.text)}</pre>
</article>`;

/** The caught mails as a plain page. Nothing of a mail is taken as markup. */
export const mailPage = (mails: readonly Mail[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="10">
<title>Caught mail (${mails.length})</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark; }
  article { border-top: 1px solid; padding: 1rem 0; } h2 { font-size: 1.1rem; margin: 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
<h1>Caught mail</h1>
<p>Nothing leaves this machine: every mail of the local stack lands here. <a href="/messages">As JSON</a>.</p>
${mails.map(article).join('') || '<p>No mail yet.</p>'}
</html>
`;
