import { createHash } from 'node:crypto';
import { newDataKey, open, unwrapKey, wrapKey } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { Profile } from './disclosed/told.js';
import type { notificationSettings } from './settings.js';

/** A link's secret while its message waits: what the link is found by, and the secret itself under the master key. */
export interface LinkSecret {
  readonly hash: Buffer;
  readonly wrapped: string;
}

/** Everything here that needs the master key: people, who are opened only while they are written about, and the secrets of links. */
@Injectable()
export class Vault {
  private readonly master: Buffer;

  constructor(@Inject(SETTINGS) settings: Settings<typeof notificationSettings>) {
    this.master = Buffer.from(settings.HHP_MASTER_KEY, 'base64');
  }

  /** A person as the sealed profile has them. What may leave of it is for `toldOf` to say. */
  profile(memberId: string, wrappedKey: string, sealed: string): Profile {
    return open(unwrapKey(this.master, wrappedKey), memberId, sealed);
  }

  /** A new secret of 256 random bits. It is wrapped until its message has left, so that a repeat carries the same link, and then forgotten. */
  newLink(): LinkSecret {
    const secret = newDataKey();
    return { hash: hashOf(secret.toString('base64url')), wrapped: wrapKey(this.master, secret) };
  }

  /** The secret of a webhook. */
  secret(wrapped: string): Buffer {
    return unwrapKey(this.master, wrapped);
  }

  token(wrapped: string): string {
    return unwrapKey(this.master, wrapped).toString('base64url');
  }
}

/** A link is found by the hash of its token; the token itself is stored nowhere. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
