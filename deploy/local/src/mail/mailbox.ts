import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';

/** A caught mail as the page and `GET /messages` show it. */
export interface Mail {
  readonly id: number;
  readonly receivedAt: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
}

const kept = 500;

/** The mails that were caught, newest first. They lie as files in the state folder, so that their links still work after a restart. */
export class Mailbox {
  private readonly mails: Mail[] = [];
  private last = 0;
  private readonly waiting = new Set<() => void>();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<Mailbox> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const mailbox = new Mailbox(folder);
    const files = readdirSync(folder).filter((name) => name.endsWith('.eml')).sort().slice(-kept);
    for (const name of files) {
      const [id, time] = name.slice(0, -4).split('-').map(Number);
      mailbox.last = id!;
      mailbox.mails.unshift(summaryOf(await simpleParser(readFileSync(join(folder, name))), id!, new Date(time!)));
    }
    return mailbox;
  }

  get all(): readonly Mail[] {
    return this.mails;
  }

  /** Keeps a mail; the sender is told that it arrived only when its bytes are on disk. */
  async keep(raw: Buffer, now = new Date()): Promise<void> {
    const id = ++this.last;
    const mail = summaryOf(await simpleParser(raw), id, now);
    writeFileSync(join(this.folder, `${String(id).padStart(8, '0')}-${now.getTime()}.eml`), raw, { mode: 0o600 });
    this.mails.unshift(mail);
    this.mails.length = Math.min(this.mails.length, kept);
    for (const wake of this.waiting) wake();
  }

  /** Waits until a mail is there that one looks for. */
  async find(wanted: (mail: Mail) => boolean, withinMs: number): Promise<Mail | undefined> {
    const giveUp = AbortSignal.timeout(withinMs);
    for (;;) {
      const found = this.mails.find(wanted);
      if (found || giveUp.aborted) return found;
      await new Promise<void>((resolve) => {
        const wake = () => { this.waiting.delete(wake); resolve(); };
        this.waiting.add(wake);
        giveUp.addEventListener('abort', wake, { once: true });
      });
    }
  }
}

const addresses = (field: AddressObject | AddressObject[] | undefined): string[] =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ address }) => address ?? ''));

const summaryOf = (mail: ParsedMail, id: number, receivedAt: Date): Mail => ({
  id, receivedAt: receivedAt.toISOString(), from: addresses(mail.from)[0] ?? '', to: addresses(mail.to), subject: mail.subject ?? '',
  messageId: mail.messageId ?? '', text: mail.text ?? '',
});
