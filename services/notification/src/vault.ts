import { createHash } from 'node:crypto';
import { newDataKey, open, unwrapKey, wrapKey } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import type { Person } from './mail/mail.js';
import type { notificationSettings } from './settings.js';

/** The fields of a sealed profile of which a message is made; the others are not looked at. */
interface Profile {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly language?: string;
}

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

  /** The minimum about a person, out of the sealed profile. */
  person(memberId: string, wrappedKey: string, sealed: string): Person {
    const { firstName, lastName, phone, email, language } = open(unwrapKey(this.master, wrappedKey), memberId, sealed) as Profile;
    return { name: [firstName, lastName].filter(Boolean).join(' '), contact: phone || email || undefined, language: language || undefined };
  }

  /** A new secret of 256 random bits. It is wrapped until its message has left, so that a repeat carries the same link, and then forgotten. */
  newLink(): LinkSecret {
    const secret = newDataKey();
    return { hash: hashOf(secret.toString('base64url')), wrapped: wrapKey(this.master, secret) };
  }

  token(wrapped: string): string {
    return unwrapKey(this.master, wrapped).toString('base64url');
  }
}

/** A link is found by the hash of its token; the token itself is stored nowhere. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
