import { newDataKey, open, seal, unwrapKey, wrapKey } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { MatchKeys, type Profile, type ProfileKeys } from './person/match-keys.js';
import type { hospitalFeedSettings } from './settings.js';

/** Everything here that needs the master key: messages at rest, the profiles of members, and the digests by which they are found. */
@Injectable()
export class Vault {
  readonly keys: MatchKeys;
  private readonly master: Buffer;

  constructor(@Inject(SETTINGS) settings: Settings<typeof hospitalFeedSettings>) {
    this.master = Buffer.from(settings.HHP_MASTER_KEY, 'base64');
    this.keys = new MatchKeys(this.master);
  }

  /** The bytes of a message, sealed under a key of its own that the master key wraps; the message's id is sealed in with them. */
  sealMessage(id: string, bytes: Uint8Array): { sealed: string; wrappedKey: string } {
    const key = newDataKey();
    return { sealed: seal(key, id, { er7: Buffer.from(bytes).toString('base64') }), wrappedKey: wrapKey(this.master, key) };
  }

  /** The message as it came, byte for byte. */
  openMessage(id: string, sealed: string, wrappedKey: string): Uint8Array {
    const { er7 } = open(unwrapKey(this.master, wrappedKey), id, sealed) as { er7: string };
    return Buffer.from(er7, 'base64');
  }

  /** By what a member is found. The profile itself is not kept open. */
  openProfile(memberId: string, wrappedKey: string, sealed: string): ProfileKeys {
    return this.keys.profile(open(unwrapKey(this.master, wrappedKey), memberId, sealed) as Profile);
  }
}
