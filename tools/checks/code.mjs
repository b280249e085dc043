import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { ESLint } from 'eslint';
import { problem } from './report.mjs';

const root = new URL('../..', import.meta.url).pathname;
const linter = new ESLint({ cwd: root });

/**
 * The rule of boundaries reads nx's graph of projects from a cache, and where there is none it warns and passes everything. So the
 * graph is made first, and a canary shows each time that the rule bites.
 */
export function makeProjectGraph() {
  execFileSync(process.execPath, ['node_modules/.bin/nx', 'show', 'projects'], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' }, stdio: 'pipe' });
}

const problemsOf = (result) => result.messages.map(({ line, column, ruleId, message }) =>
  problem(`${relative(root, result.filePath)}:${line ?? 0}:${column ?? 0}`, ruleId ?? 'does-not-parse', message));

/** ESLint over the whole tree in one process, so that the types of a library are read once. */
export async function checkCode() {
  makeProjectGraph();
  return (await linter.lintFiles(['.'])).flatMap(problemsOf);
}

/** What ESLint would say if this text stood in that file; nothing is written. */
export async function checkText(file, text) {
  return (await linter.lintText(text, { filePath: `${root}/${file}` })).flatMap(problemsOf);
}
