import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesFor, runJest } from './tests/jest.mjs';
import { startServers } from './tests/servers.mjs';

/**
 * `npm run trust`: runs every suite named `*.trust.int.spec.ts` at its full size, and writes what they counted as a table and as
 * `docs/trust-report.json`. Exit 0 only when every suite passed and every claim held.
 */
const suites = ['\\.trust\\.int\\.spec\\.ts$'];
const began = performance.now();
const folder = mkdtempSync(join(tmpdir(), 'hhp-evidence-'));
const servers = await startServers(await filesFor(suites));
try {
  let jest;
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { jest?.kill(signal); });
  const { code, passed, failed, skipped } = await runJest(suites, { ...servers.environment, HHP_EVIDENCE: folder }, (child) => { jest = child; });
  const claims = readdirSync(folder).sort().flatMap((file) =>
    JSON.parse(readFileSync(join(folder, file), 'utf8')).map((claim) => ({ part: file.replace('.json', ''), ...claim })));
  const holds = code === 0 && failed === 0 && skipped === 0 && claims.length > 0 && claims.every((each) => each.holds);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.table(Object.fromEntries(claims.map(({ part, claim, counted, holds: held }) =>
    [`${part}: ${claim}`, { counted: Object.entries(counted).map(([what, count]) => `${count} ${what}`).join(', '), holds: held ? 'yes' : 'NO' }])));
  console.log(`${passed} tests passed, ${failed} failed, ${skipped} skipped in ${seconds} s. ${holds ? 'All of it holds.' : 'Not all of it holds.'}`);
  const report = { on: new Date().toISOString().slice(0, 10), cores: availableParallelism(), seconds, tests: { passed, failed, skipped }, holds, claims };
  writeFileSync(new URL('../docs/trust-report.json', import.meta.url), `${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = holds ? 0 : 1;
} finally {
  await servers.stop();
  rmSync(folder, { recursive: true, force: true });
}
