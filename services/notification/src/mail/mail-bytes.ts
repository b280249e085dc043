import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './mail.js';

/** The head of a mail. Its Message-ID is made of our message's id, so that a repeat is recognised as the same mail. */
export interface MailHead {
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly replyTo: string | undefined;
  readonly date: Date;
}

/** The mail as it travels (RFC 5322), marked as written by a program so that no machine answers it. */
export function mailBytes({ messageId, from, to, replyTo, date }: MailHead, mail: Mail): Promise<Buffer> {
  const message = new MailComposer({
    messageId: `<${messageId}@${from.slice(from.indexOf('@') + 1)}>`,
    from: { name: 'Health Homes Program', address: from }, to, ...(replyTo ? { replyTo } : {}), date,
    headers: { 'Auto-Submitted': 'auto-generated' }, disableFileAccess: true, disableUrlAccess: true, ...mail,
  });
  return new Promise((resolve, reject) => {
    message.compile().build((failure, bytes) => (failure ? reject(failure) : resolve(bytes)));
  });
}
