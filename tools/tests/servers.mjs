import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const none = { environment: {}, stop: async () => undefined };

/** Whether any of these files talks to a real server: the kind of a test is in its name (style 5.3). */
export const needServers = (files) => files.some((file) => /\.(int|e2e)\.spec\.ts$/.test(file));

/** PostgreSQL and Kafka for one run of the tests, started now or those that the environment names (ADR 0009). */
export async function startServers(files) {
  if (!needServers(files)) return none;
  execFileSync(process.execPath, ['node_modules/typescript7/bin/tsc', '-b', 'deploy/local'], { cwd: root, stdio: 'inherit' });
  const { serversForTests } = await import(pathToFileURL(`${root}/deploy/local/dist/index.js`).href);
  const started = performance.now();
  const { databaseUrl, brokers, kind, stop } = await serversForTests();
  console.log(`Servers for the tests are ready: ${kind} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return { environment: { TEST_DATABASE_URL: databaseUrl, TEST_KAFKA_BROKERS: brokers }, stop };
}
