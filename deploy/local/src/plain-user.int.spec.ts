import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { outsideHome, postgresUser } from './postgres/postgres-user.js';
import { runs } from './stack/running.js';
import { type CheckoutCopy, copyCheckout } from './trial/checkout-copy.js';
import { type Started, daemonsOf, run } from './trial/started.js';

const patience = 240_000;
/** Some user of the machine who is not root; nothing when we are not root, since then the other specs are that case. */
const user = postgresUser();
let copy: CheckoutCopy | undefined;
let started: Started | undefined;

afterAll(() => {
  if (started?.child.exitCode === null) started.child.kill('SIGKILL');
  copy?.remove();
});

(user ? describe : describe.skip)('npm start as a plain user, in a checkout that only this user may enter', () => {
  it('starts everything, keeps all of it in the checkout, and stops', async () => {
    copy = await copyCheckout(user);
    const state = join(copy.folder, '.state');
    started = run('start', { folder: copy.folder, user });
    await started.says('Everything is ready');
    const daemons = [...daemonsOf(state).values()];
    expect(statSync(copy.folder).mode & 0o777).toBe(0o700);
    expect(new Set(daemons.map((pid) => /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]))).toEqual(new Set([String(user!.uid)]));
    expect(outsideHome(state)).toBeUndefined();
    started.child.kill('SIGTERM');
    expect(await started.exited).toBe(0);
    expect(daemons.filter(runs)).toEqual([]);
  }, patience);
});
