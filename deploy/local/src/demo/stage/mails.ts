import type { Mail } from '../../mail/mailbox.js';
import type { Stage } from './stage.js';
import { neverSaw, until } from './waiting.js';

/** The mails that the local catcher holds. */
export class Mails {
  constructor(private readonly stage: Pick<Stage, 'addresses'>) {}

  async all(): Promise<readonly Mail[]> {
    const answer = await fetch(`${this.stage.addresses.mail}/messages`, { signal: AbortSignal.timeout(5_000) });
    return ((await answer.json()) as { messages: Mail[] }).messages;
  }

  /** The newest mail to an address that is none of those known before. */
  async next(to: string, before: readonly Mail[] = []): Promise<Mail> {
    const known = new Set(before.map(({ id }) => id));
    return until(`${neverSaw({ service: 'notification', reader: 'referral-messages' }, 'ReferralSent')}: no mail came to ${to}`, async () =>
      (await this.all()).find((mail) => mail.to.includes(to) && !known.has(mail.id)));
  }
}

/** The one-time link in a mail. */
export function linkIn({ text }: Mail): string {
  const link = /https?:\/\/\S+\/r\/[\w-]+/.exec(text)?.[0];
  if (!link) throw new Error('The mail holds no link');
  return link;
}
