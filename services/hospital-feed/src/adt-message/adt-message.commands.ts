import { randomUUID } from 'node:crypto';
import { Clock } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { feedOf, isOfSomeFeed } from '../feed/feed.commands.js';
import type { Feed } from '../feed/feed.js';
import { messagesIn } from '../hl7/bytes.js';
import { Vault } from '../vault.js';
import { apply, effectsOf } from './effects.js';
import { type Incoming, incoming } from './incoming.js';
import { senderInAudit } from './sender.js';
import { earlierMessage, holdMessage, keep } from './kept-messages.js';
import { answersTo, verdictOn } from './verdict.js';

/** How a frame came: whether all of it is there, and for which facility its bringer may speak (any, when it is a hospital's own line). */
export interface Bringing {
  readonly tooLarge?: boolean;
  readonly facilityId?: string | undefined;
  /** The certificate of the line by which it came: it must be one of those of the hospital that signs the message. */
  readonly certificate?: string | undefined;
  /** Came by a line on which nobody is signed in: in the audit the hospital that signs the message is who acted. */
  readonly unsigned?: boolean;
}

/** Either the answers, after the commit that they speak of, or the plans for which the transaction must be begun again. */
type Taken =
  | { readonly answers: readonly string[]; readonly by?: Caller; readonly refusal?: string | undefined }
  | { readonly needs: readonly string[]; readonly by?: never };

/** Takes hospital messages: each is kept, has its effect and is answered, in one transaction. */
@Injectable()
export class AdtMessageCommands {
  private readonly logger = new Logger('adt-message');
  /** Each sender's feed as last seen: for the one answer that cannot ask the database how it is to be given. */
  private readonly feeds = new Map<string, Feed>();

  constructor(private readonly transactions: Transactions, private readonly clock: Clock, private readonly vault: Vault) {}

  /** The answers to all messages of a frame. They may go out: what they say is on durable storage. */
  async receive(frame: Uint8Array, bringing: Bringing = {}): Promise<string[]> {
    const answers: string[] = [];
    for (const slice of messagesIn(frame)) answers.push(...await this.receiveOne(incoming(slice, bringing.tooLarge), bringing));
    return answers;
  }

  /** Whether lines with this certificate are taken. One that is of no hospital is refused, and that is recorded. */
  async isKnown(certificate: string): Promise<boolean> {
    return (await this.transactions.brought([], async (tx) => {
      const known = await isOfSomeFeed(tx, certificate);
      return known ? { known } : { known, by: senderInAudit({ certificate }, undefined, tx.newId()), refusal: 'certificate-unknown' };
    })).known;
  }

  private async receiveOne(arrived: Incoming, bringing: Bringing): Promise<readonly string[]> {
    try {
      let tenants: readonly string[] = [];
      for (;;) {
        const taken = await this.transactions.brought(tenants, (tx) => this.take(tx, arrived, tenants, bringing));
        if ('answers' in taken) return taken.answers;
        tenants = [...new Set([...tenants, ...taken.needs])];
      }
    } catch (error) {
      // Nothing was kept, so the sender must keep it: AE says "try again". The log names the error without its words, which may quote the message.
      this.logger.error('A message was not kept', error);
      const failed = { outcome: 'error', fault: { place: '', code: '207' } } as const;
      return answersTo(arrived, failed, this.feeds.get(senderOf(arrived)), { now: this.clock.now(), newControlId: () => controlId(randomUUID()) });
    }
  }

  private async take(tx: Tx, arrived: Incoming, tenants: readonly string[], { facilityId, certificate, unsigned }: Bringing): Promise<Taken> {
    await holdMessage(tx, arrived);
    const feed = arrived.header && await feedOf(tx, arrived.header.sendingApplication, arrived.header.sendingFacility);
    if (feed) this.feeds.set(senderOf(arrived), feed);
    const foreign = feed !== undefined && isForeign(feed, { facilityId, certificate });
    const recorded = unsigned ? { by: senderInAudit(foreign ? { certificate } : { feed }, arrived.header, tx.newId()) } : {};
    const earlier = foreign ? undefined : await earlierMessage(tx, arrived);
    // A sender who was declared or given a certificate meanwhile is not refused again because it once was, or because another signed like it.
    if (earlier && !(feed && mended.includes(earlier.reason ?? ''))) {
      return { answers: earlier.answers, ...recorded, refusal: earlier.keeping === 'refused' ? earlier.reason ?? undefined : undefined };
    }
    const verdict = verdictOn(arrived, feed, { receivedAt: tx.now, foreign });
    const effects = feed ? await effectsOf(tx, verdict.meaning, feed.facilityId, this.vault.keys) : [];
    const needs = effects.flatMap(({ held }) => held.tenants).filter((tenant) => !tenants.includes(tenant));
    if (needs.length > 0) return { needs };
    const answers = answersTo(arrived, verdict, feed, { now: tx.now, newControlId: () => controlId(tx.newId()) });
    const id = earlier?.id ?? tx.newId();
    await keep(tx, { id, incoming: arrived, feed, keeping: verdict.keeping, reason: verdict.reason, answers, ...this.vault.sealMessage(id, arrived.bytes) });
    for (const effect of effects) {
      for (const { memberId } of effect.held.members) tx.concerns(memberId);
      await apply(tx, id, feed!.facilityId, effect);
    }
    return { answers, ...recorded, refusal: verdict.keeping === 'refused' ? verdict.reason : undefined };
  }
}

/** Refusals that say nothing of the message itself. */
const mended: readonly string[] = ['unknown-sender', 'sender-of-another-facility'];

/** Whether whoever brings a message may not speak for the hospital that signs it. */
const isForeign = ({ facilityId, certificates }: Feed, by: Pick<Bringing, 'facilityId' | 'certificate'>): boolean =>
  (by.certificate !== undefined && !certificates.includes(by.certificate)) || (by.facilityId !== undefined && by.facilityId !== facilityId);

const senderOf = ({ header }: Incoming): string => JSON.stringify([header?.sendingApplication, header?.sendingFacility]);

/** MSH-10 holds twenty characters up to version 2.6. */
const controlId = (uuid: string): string => uuid.replaceAll('-', '').slice(-20);
