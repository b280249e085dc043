import { spawn } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');

/** Node as the tests need it: ES modules in Jest, and quiet about what is known and harmless (kafkajs sets a timer of -1). */
const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', '--disable-warning=TimeoutNegativeWarning'];

/** All projects from the root, one project from its folder. */
function projects() {
  const here = relative(root, process.cwd());
  const all = globSync(['libs/*', 'services/*', 'deploy/local', 'simulation', 'trust'], { cwd: root, exclude: (each) => each.includes('node_modules') }).sort();
  return all.includes(here) ? [here] : all;
}

function start(args, options) {
  const workers = ['--maxWorkers=2', '--workerIdleMemoryLimit=1GB'];
  return spawn(process.execPath, [...node, 'node_modules/jest/bin/jest.js', ...args, ...workers, '--projects', ...projects()], { cwd: root, ...options });
}

const ended = (child) => new Promise((end, fail) => { child.on('error', fail); child.on('exit', (code, signal) => { end(signal ? 1 : code); }); });

/** The files that Jest would run for these arguments. */
export async function filesFor(args) {
  const child = start(['--listTests', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let listed = '';
  child.stdout.on('data', (text) => { listed += text; });
  await ended(child);
  return listed.split('\n').filter((line) => line.endsWith('.spec.ts'));
}

/** Runs Jest once over everything asked for and counts what it says. `running` is told of the process, so that it can be stopped. */
export async function runJest(args, environment, running) {
  const folder = mkdtempSync(join(tmpdir(), 'hhp-tests-'));
  const file = join(folder, 'counts.json');
  try {
    const reporters = ['--reporters=default', `--reporters=${root}/tools/tests/counts.mjs`];
    const child = start([...args, ...reporters], { stdio: 'inherit', env: { ...process.env, ...environment, HHP_TEST_COUNTS: file } });
    running(child);
    const code = await ended(child);
    return { code, ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0 }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
