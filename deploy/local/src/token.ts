import { demoUsers } from './issuer/demo-users.js';
import { type SignIn, readSignIn, signIn } from './issuer/sign-in.js';
import { stateFolder } from './places.js';
import { Problem, orSentence } from './problem.js';

/** `npm run token -- coordinator`: prints an access token of a demonstration user. OIDC_ISSUER asks another issuer than the running stack's. */
await orSentence(async () => {
  const [user] = process.argv.slice(2);
  if (!user || !Object.hasOwn(demoUsers, user)) throw new Problem(`Say for whom: npm run token -- ${Object.keys(demoUsers).join(' | ')}`);
  const { OIDC_ISSUER: issuer, HHP_DEMO_PASSWORD: password = 'demo' } = process.env;
  const how: SignIn | undefined = issuer ? { issuer, password } : readSignIn(stateFolder());
  if (!how) throw new Problem('Nothing was started here yet: npm start runs everything.');
  process.stdout.write(`${await signIn(how, user)}\n`);
});
