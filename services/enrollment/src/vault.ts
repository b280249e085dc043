import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { newDataKey, open, seal, unwrapKey, wrapKey } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { Profile } from './engagement-list/list-row.js';
import type { enrollmentSettings } from './settings.js';

/** Everything here that needs the master key: the profiles of members, and the digests by which they are found and compared. */
@Injectable()
export class Vault {
  readonly masterKeyId: string;
  private readonly master: Buffer;
  private readonly digestKey: KeyObject;

  constructor(@Inject(SETTINGS) settings: Settings<typeof enrollmentSettings>) {
    this.master = Buffer.from(settings.HHP_MASTER_KEY, 'base64');
    this.masterKeyId = settings.MASTER_KEY_ID;
    this.digestKey = createSecretKey(createHmac('sha256', this.master).update('enrollment: digests, version 1').digest());
  }

  /** By what a member is found: useless to whoever has the table and not the key. */
  cinDigest(cin: string): string {
    return this.digest('cin', cin);
  }

  /** By what a row is compared with what it said before. */
  contentDigest(content: object): string {
    return this.digest('content', JSON.stringify(content));
  }

  newProfile(memberId: string, profile: Profile): { wrappedKey: string; sealed: string } {
    const key = newDataKey();
    return { wrappedKey: wrapKey(this.master, key), sealed: seal(key, memberId, profile) };
  }

  /** The same key for the next version: what was sealed before stays readable until the key is destroyed. */
  reseal(memberId: string, wrappedKey: string, profile: Profile): string {
    return seal(unwrapKey(this.master, wrappedKey), memberId, profile);
  }

  open(memberId: string, wrappedKey: string, sealed: string): Profile {
    return open(unwrapKey(this.master, wrappedKey), memberId, sealed) as Profile;
  }

  /** A document under the member's own key, bound to the member and to its id: without the key it opens nowhere. */
  sealDocument({ memberId, documentId }: { memberId: string; documentId: string }, wrappedKey: string, content: string): string {
    return seal(unwrapKey(this.master, wrappedKey), `${memberId} document ${documentId}`, { content });
  }

  openDocument({ memberId, documentId }: { memberId: string; documentId: string }, wrappedKey: string, sealed: string): string {
    return (open(unwrapKey(this.master, wrappedKey), `${memberId} document ${documentId}`, sealed) as { content: string }).content;
  }

  private digest(kind: string, text: string): string {
    return createHmac('sha256', this.digestKey).update(`${kind} ${text}`).digest('base64url');
  }
}
