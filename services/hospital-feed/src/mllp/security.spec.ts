import { securityOf } from './security.js';

const asked = (more: object) => ({
  MLLP_HOST: '127.0.0.1', MLLP_PLAIN: 'loopback', MLLP_TLS_CERT: '', MLLP_TLS_KEY: '', MLLP_TLS_CLIENT_CA: '', MLLP_HANDSHAKE_SECONDS: 10, ...more,
});
const all = { MLLP_TLS_CERT: 'c', MLLP_TLS_KEY: 'k', MLLP_TLS_CLIENT_CA: 'a' };

describe('lines in the clear', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('are served at %s', (host) => {
    expect(securityOf(asked({ MLLP_HOST: host }))).toBeUndefined();
  });
  it.each(['0.0.0.0', '10.0.0.5', '::', 'feed.example', '127.evil.example'])('are not served at %s, unless that is allowed', (host) => {
    expect(() => securityOf(asked({ MLLP_HOST: host }))).toThrow(/or MLLP_PLAIN be allowed/);
    expect(securityOf(asked({ MLLP_HOST: host, MLLP_PLAIN: 'allowed' }))).toBeUndefined();
  });
});

describe('lines over TLS', () => {
  it('show a certificate and ask for one, wherever they are served', () => {
    expect(securityOf(asked({ MLLP_HOST: '0.0.0.0', ...all }))).toEqual({
      cert: 'c', key: 'k', ca: 'a', requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2', handshakeTimeout: 10_000,
    });
  });
  it.each(Object.keys(all))('are not served without %s', (missing) => {
    expect(() => securityOf(asked({ ...all, [missing]: '', MLLP_PLAIN: 'allowed' }))).toThrow(/must be set together/);
  });
});
