import { filesFor, runJest } from './tests/jest.mjs';
import { startServers } from './tests/servers.mjs';

/**
 * `npm test`, and `npm test -w services/referral` for one package: starts PostgreSQL and Kafka once, runs Jest once over everything
 * with the arguments that were given, counts, and stops the servers whatever happened.
 */
const args = process.argv.slice(2);
let jest;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { process.exitCode = 1; jest?.kill(signal); });

const servers = await startServers(await filesFor(args));
try {
  if (process.exitCode === undefined) {
    const { code, passed, failed, skipped } = await runJest(args, servers.environment, (child) => { jest = child; });
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    if (passed + failed === 0) console.log('No test ran.');
    process.exitCode = code === 0 && failed === 0 && passed > 0 ? process.exitCode ?? 0 : 1;
  }
} finally {
  await servers.stop();
}
