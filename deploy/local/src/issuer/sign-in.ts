import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../problem.js';
import { demoClient } from './issuer.js';

/** Where and by which password demonstration users sign in: at the local issuer, or at a real one that knows them. */
export interface SignIn {
  readonly issuer: string;
  readonly password: string;
}

/** An access token of a demonstration user, from the issuer's token endpoint. */
export async function signIn({ issuer, password }: SignIn, username: string): Promise<string> {
  const found = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`).catch(() => undefined);
  if (!found?.ok) throw new Problem(`No issuer answers at ${issuer}: start everything by npm start, or look at OIDC_ISSUER.`);
  const { token_endpoint: endpoint } = await found.json() as { token_endpoint: string };
  const answer = await fetch(endpoint, {
    method: 'POST', body: new URLSearchParams({ grant_type: 'password', client_id: demoClient, username, password }),
  });
  const { access_token: token } = await answer.json() as { access_token?: string };
  if (!token) throw new Problem(`The issuer at ${issuer} knows no user ${username} with this password.`);
  return token;
}

const fileOf = (state: string): string => join(state, 'sign-in.json');

/** Notes for `npm run token` where the users of a stack sign in. */
export function writeSignIn(state: string, how: SignIn): void {
  writeFileSync(fileOf(state), JSON.stringify(how), { mode: 0o600 });
}

export function readSignIn(state: string): SignIn | undefined {
  return existsSync(fileOf(state)) ? JSON.parse(readFileSync(fileOf(state), 'utf8')) as SignIn : undefined;
}
