import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { type MailCatcher, startMail } from './mail.js';

const folder = mkdtempSync(join(tmpdir(), 'hhp-mail-'));
let catcher: MailCatcher;
const start = async () => { catcher = await startMail({ smtpPort: 0, pagePort: 0, folder }); };

beforeEach(start);
afterEach(() => catcher.stop());
afterAll(() => { rmSync(folder, { recursive: true }); });

const send = (subject: string, text: string) => createTransport(catcher.smtpUrl).sendMail({
  from: 'referrals@health-homes.example', to: 'intake@pantry.example', subject, text, messageId: '<one@health-homes.example>',
});
const messages = async () => (await fetch(`${catcher.pageUrl}/messages`).then((answer) => answer.json()) as { messages: Record<string, unknown>[] }).messages;

describe('the mail catcher', () => {
  it('shows what was sent, newest first, and still does after a restart', async () => {
    await send('First', 'see http://127.0.0.1:3005/invitations/abc');
    await send('Second', 'x');
    await catcher.stop();
    await start();
    expect((await messages()).map(({ subject }) => subject)).toEqual(['Second', 'First']);
    expect((await messages())[1]).toMatchObject({
      id: 1, to: ['intake@pantry.example'], from: 'referrals@health-homes.example', messageId: '<one@health-homes.example>',
      text: expect.stringContaining('see http'),
    });
  });

  it('makes links clickable and takes nothing of a mail as markup', async () => {
    await send('<b>Bold</b>', 'http://127.0.0.1:3005/x?a=1 <script>alert(1)</script>');
    const page = await fetch(catcher.pageUrl).then((answer) => answer.text());
    expect(page).toContain('<a href="http://127.0.0.1:3005/x?a=1"');
    expect(page).not.toMatch(/<script|<b>/);
  });

  it('serves a page that loads and runs nothing, and may not be framed', async () => {
    const { headers } = await fetch(catcher.pageUrl);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/);
    for (const path of ['/', '/messages', '/nowhere']) expect((await fetch(`${catcher.pageUrl}${path}`)).headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('lets one wait for a mail', async () => {
    const awaited = catcher.mailbox.find(({ subject }) => subject === 'Later', 5_000);
    await send('Sooner', 'x');
    await send('Later', 'x');
    expect(await awaited).toMatchObject({ subject: 'Later' });
    expect(await catcher.mailbox.find(({ subject }) => subject === 'Never', 20)).toBeUndefined();
  });
});
