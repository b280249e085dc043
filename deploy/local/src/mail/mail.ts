import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { mailPage } from './mail-page.js';
import { Mailbox } from './mailbox.js';

/** Where mail is caught, and where it can be looked at. */
export interface MailOptions {
  readonly smtpPort: number;
  readonly pagePort: number;
  readonly folder: string;
}

/** A mail server that delivers to nobody but its own page. */
export interface MailCatcher {
  readonly smtpUrl: string;
  readonly pageUrl: string;
  readonly mailbox: Mailbox;
  stop(): Promise<void>;
}

/** Starts the mail catcher: SMTP, a page at `/`, and `GET /messages` as JSON. */
export async function startMail({ smtpPort, pagePort, folder }: MailOptions): Promise<MailCatcher> {
  const mailbox = await Mailbox.open(folder);
  const smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false, closeTimeout: 500, size: 10 * 1024 * 1024,
    onData: (stream, _session, done) => { buffer(stream).then((raw) => mailbox.keep(raw)).then(() => { done(); }, done); },
  });
  smtp.on('error', () => undefined); // A client that hangs up is its own affair.
  await new Promise<void>((resolve, reject) => {
    smtp.server.once('error', reject);
    smtp.listen(smtpPort, '127.0.0.1', resolve);
  });
  const page = await startPage(mailbox, pagePort);
  return {
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    pageUrl: `http://127.0.0.1:${(page.address() as AddressInfo).port}`,
    mailbox,
    async stop() {
      page.close();
      page.closeAllConnections();
      await new Promise<void>((resolve) => { smtp.close(() => { resolve(); }); });
    },
  };
}

async function startPage(mailbox: Mailbox, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    response.setHeaders(new Map([['x-content-type-options', 'nosniff'], ['cache-control', 'no-store'], ['referrer-policy', 'no-referrer']]));
    if (pathname === '/messages') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ messages: mailbox.all }));
    } else if (pathname === '/') {
      response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      response.setHeader('content-type', 'text/html; charset=utf-8').end(mailPage(mailbox.all));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => { resolve(); });
  });
  return server;
}
