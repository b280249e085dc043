import { createHash, timingSafeEqual } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { errors } from 'oidc-provider';
import type { Identity } from './demo-users.js';
import { type IssuerKeys, newKeys } from './issuer-keys.js';

/** Who may sign in, by which password, and with which keys tokens are signed. */
export interface IssuerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The services that accept the tokens. */
  readonly audiences: readonly string[];
  readonly users: Readonly<Record<string, Identity>>;
  readonly password: string;
  readonly keys?: IssuerKeys;
}

/** A running OIDC issuer of this machine. */
export interface Issuer {
  readonly url: string;
  /** An access token for anybody, without a password: for tests and the demonstration, in this very program only. */
  tokenFor(identity: Identity): Promise<string>;
  stop(): Promise<void>;
}

export const demoClient = 'hhp-demo';
const tokenSeconds = 300;
const resource = 'urn:health-homes';
const resourceServer = { scope: '', accessTokenFormat: 'jwt', accessTokenTTL: tokenSeconds, jwt: { sign: { alg: 'ES256' } } };
const loopback = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Starts the issuer. Demonstration users sign in at the token endpoint by name and password (a grant for this machine only, as
 * Keycloak's direct grant is in the containers), and get a token for all services that lives five minutes.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => { resolve(); });
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const claims = new WeakMap<object, object>();
  const provider = new Provider(url, configuration(options.audiences, options.keys ?? await newKeys(), claims));
  const issue = async (client: unknown, { actor, ...rest }: Identity) => {
    const token = new provider.AccessToken({
      accountId: actor, client, gty: 'password', resourceServer: new provider.ResourceServer(resource, resourceServer),
    });
    claims.set(token, rest);
    return token.save();
  };
  provider.registerGrantType('password', async (context) => {
    const { username = '', password = '' } = context.oidc.params;
    const user = Object.hasOwn(options.users, username) ? options.users[username] : undefined;
    if (!same(password, options.password) || !user) throw new errors.InvalidGrant('unknown user or wrong password');
    context.body = { access_token: await issue(context.oidc.client, user), token_type: 'Bearer', expires_in: tokenSeconds };
  }, ['username', 'password']);
  server.on('request', provider.callback());
  return {
    url,
    tokenFor: async (identity) => issue(await provider.Client.find(demoClient), identity),
    stop: () => close(server),
  };
}

const configuration = (audiences: readonly string[], keys: IssuerKeys, claims: WeakMap<object, object>): object => ({
  jwks: keys.jwks,
  cookies: { keys: keys.cookies },
  adapter: Nothing,
  clients: [{
    client_id: demoClient, grant_types: ['password'], response_types: [], redirect_uris: [], token_endpoint_auth_method: 'none',
    id_token_signed_response_alg: 'ES256',
  }],
  clientBasedCORS: (_context: unknown, origin: string) => loopback.test(origin),
  features: {
    devInteractions: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: { enabled: true, defaultResource: () => resource, getResourceServerInfo: () => resourceServer },
  },
  formats: { customizers: { jwt: (_context: unknown, _token: unknown, jwt: { payload: Record<string, unknown> }) => { jwt.payload.aud = audiences; } } },
  extraTokenClaims: (_context: unknown, token: object) => claims.get(token),
  ttl: { AccessToken: tokenSeconds },
});

/** Tokens are signed, not stored: there is nothing to keep. */
class Nothing {
  upsert(): Promise<void> { return Promise.resolve(); }
  find(): Promise<undefined> { return Promise.resolve(undefined); }
  destroy(): Promise<void> { return Promise.resolve(); }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const same = (said: string, known: string): boolean => timingSafeEqual(digest(said), digest(known));

const close = (server: Server): Promise<void> => new Promise((resolve) => {
  server.close(() => { resolve(); });
  server.closeAllConnections();
});
