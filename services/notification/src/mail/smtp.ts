import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** How an attempt ended. `withheld`: the last gate closed, and nothing but the addresses was said to the server. */
export type Delivery =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'withheld' }
  | { readonly outcome: 'failed'; readonly responseCode: number | undefined; readonly uncertain: boolean };

export interface Envelope {
  readonly from: string;
  readonly to: string;
}

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/**
 * One mail over one connection. The bytes are asked for only when the server has said 354 and waits for them, so whatever allows
 * them is asked at the last moment. `undefined` withholds the mail: the connection ends without the final dot, and no server keeps it.
 * `uncertain`: bytes were on the wire and no answer came, so the server may or may not have taken it.
 */
export async function deliver(smtpUrl: string, envelope: Envelope, bytes: () => Promise<Buffer | undefined>): Promise<Delivery> {
  const connection = new SMTPConnection(connectionOf(smtpUrl));
  let state: 'before' | 'withheld' | 'left' = 'before';
  const content = Readable.from((async function* () {
    const mail = await bytes();
    state = mail ? 'left' : 'withheld';
    if (!mail) throw new Error('withheld');
    yield mail;
  })(), { objectMode: false });
  try {
    await conversation(connection, smtpUrl, envelope, content);
    return { outcome: 'taken' };
  } catch (failure) {
    const { responseCode } = failure as { responseCode?: number };
    const reached = state as 'before' | 'withheld' | 'left';
    if (reached === 'withheld') return { outcome: 'withheld' };
    return { outcome: 'failed', responseCode, uncertain: reached === 'left' && responseCode === undefined };
  } finally {
    content.destroy();
    connection.close();
  }
}

function conversation(connection: SMTPConnection, smtpUrl: string, envelope: Envelope, content: Readable): Promise<void> {
  const { username, password } = new URL(smtpUrl);
  return new Promise((resolve, reject) => {
    const orSend = (failure?: Error | null): void => {
      if (failure) reject(failure);
      else connection.send(envelope, content, (refused) => (refused ? reject(refused) : resolve()));
    };
    connection.once('error', reject);
    connection.once('end', () => { reject(new Error('The server closed the connection')); });
    connection.connect((failure) => {
      if (failure || !username) orSend(failure);
      else connection.login({ user: decodeURIComponent(username), pass: decodeURIComponent(password) }, orSend);
    });
  });
}

/** `smtp://host:port`, `smtps://` for TLS from the start, `?requireTLS=true` to refuse a server without STARTTLS. */
function connectionOf(smtpUrl: string): ConstructorParameters<typeof SMTPConnection>[0] {
  const { protocol, hostname, port, searchParams } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  return { ...timeouts, host: hostname, port: Number(port) || (secure ? 465 : 587), secure, requireTLS: searchParams.get('requireTLS') === 'true' };
}
