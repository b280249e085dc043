import { lookup as lookUp, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Refused } from '@hhp/domain-kit';
import { isPublicAddress } from './inside-addresses.js';

/** Where notices to one organization go. */
export interface Destination {
  readonly url: URL;
  /** Named by whoever runs the service as reachable inside; there TLS is not asked for. */
  readonly inside: boolean;
}

/** All addresses of a host name; a test says them itself. */
export type Resolver = (host: string) => Promise<readonly LookupAddress[]>;
export const systemResolver: Resolver = (host) => new Promise((resolve, reject) => {
  lookUp(host, { all: true }, (failure, found) => { if (failure) reject(failure); else resolve(found); });
});

const refused = (sentence: string): Refused => new Refused('webhook-address-refused', sentence, 'invalid', ['url']);

/** Reads an address as browsers do, so that no spelling of an inside address (`0x7f.1`, `[::ffff:7f00:1]`) is taken for another. */
export function destinationOf(text: string, insideHosts: string): Destination {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.username || url.password || url.hash) throw refused('A webhook is a plain address, without a user or a fragment');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (insideHosts.split(',').includes(`${url.hostname}:${port}`) && /^https?:$/.test(url.protocol)) return { url, inside: true };
  if (url.protocol !== 'https:') throw refused('A webhook is an https:// address');
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(literal) && !isPublicAddress(literal)) throw refused('A webhook is a public address');
  return { url, inside: false };
}

/** An address was looked up and is not public: nothing is connected to. */
export class InsideAddress extends Error {
  override readonly name = 'InsideAddress';
}

/**
 * Looks a host up for one connection, which then goes to the very address that was looked at: a name that means something else a moment later
 * gains nothing. One inside address among several is enough to refuse them all.
 */
export function publicLookup(resolver: Resolver): LookupFunction {
  return (host, options, done) => {
    resolver(host).then((found) => {
      if (found.length === 0 || found.some(({ address }) => !isPublicAddress(address))) throw new InsideAddress('The host has an address that is not public');
      if (options.all) done(null, [...found]);
      else done(null, found[0]!.address, found[0]!.family);
    }).catch((failure: unknown) => { done(failure as NodeJS.ErrnoException, ''); });
  };
}
