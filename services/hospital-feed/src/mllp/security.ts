import { isIP } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { SettingsWrong, type Settings } from '@hhp/service-host';
import type { hospitalFeedSettings } from '../settings.js';

type Asked = Pick<Settings<typeof hospitalFeedSettings>, 'MLLP_HOST' | 'MLLP_PLAIN' | 'MLLP_TLS_CERT' | 'MLLP_TLS_KEY' | 'MLLP_TLS_CLIENT_CA' | 'MLLP_HANDSHAKE_SECONDS'>;

/**
 * What lines over TLS are asked for and shown; nothing when they are in the clear. In the clear a hospital is known by what it writes into its
 * messages alone and everybody between reads along, so that must not happen by an oversight.
 */
export function securityOf(asked: Asked): TlsOptions | undefined {
  const { MLLP_TLS_CERT: cert, MLLP_TLS_KEY: key, MLLP_TLS_CLIENT_CA: ca } = asked;
  if (cert + key + ca === '') {
    if (asked.MLLP_PLAIN === 'allowed' || isLoopback(asked.MLLP_HOST)) return undefined;
    throw new SettingsWrong(['MLLP_TLS_CERT, MLLP_TLS_KEY and MLLP_TLS_CLIENT_CA must be set where MLLP_HOST is not this machine alone, or MLLP_PLAIN be allowed.']);
  }
  if ([cert, key, ca].includes('')) throw new SettingsWrong(['MLLP_TLS_CERT, MLLP_TLS_KEY and MLLP_TLS_CLIENT_CA must be set together.']);
  return { cert, key, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2', handshakeTimeout: asked.MLLP_HANDSHAKE_SECONDS * 1_000 };
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
