import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inEvidence, inExports, inLockfiles, inNames, inReadmes, inText, inTree, inVersions } from '../canaries.mjs';
import { checkText } from './code.mjs';
import { checkImports } from './imports.mjs';
import { brokenBy, brokenInReadme, deadExports } from './names.mjs';
import { notThere } from './evidence.mjs';
import { problem } from './report.mjs';
import { looseIn, missingIn, strangersIn } from './supply.mjs';

const root = new URL('../..', import.meta.url).pathname;
const prefix = 'hhp-canaries-';

/** Every canary that the rules let live. */
export async function checkCanaries() {
  const alive = [];
  for (const canary of inText) if (!objects(canary, await checkText(canary.file, `${canary.text}\n`))) alive.push(canary);
  alive.push(...await aliveInTree());
  for (const canary of inNames) if (!objects(canary, brokenBy(canary.file))) alive.push(canary);
  for (const canary of inReadmes) if (!objects(canary, brokenInReadme('README.md', canary.text))) alive.push(canary);
  for (const canary of inLockfiles) if (!objects(canary, [...strangersIn(canary.lock), ...missingIn({ components: [] }, canary.lock)])) alive.push(canary);
  for (const canary of inVersions) if (!objects(canary, looseIn('package.json', canary.manifest))) alive.push(canary);
  for (const canary of inEvidence) if (!objects(canary, notThere(canary.text, canary.files))) alive.push(canary);
  for (const canary of inExports) if (!objects(canary, deadExports(canary.texts))) alive.push(canary);
  return alive.map(({ rule, what }) => problem('tools/canaries.mjs', rule, `did not object to ${what}`));
}

const objects = ({ rule }, problems) => problems.some((each) => each.rule === rule);

/** All canaries of imports are planted in one copy, each under a name of its own, and each is judged by what is said of its own files. */
async function aliveInTree() {
  removeWhatACrashLeft();
  const copy = mkdtempSync(join(tmpdir(), prefix));
  try {
    copyTreeInto(copy);
    const planted = inTree.map(named);
    for (const { files } of planted) for (const [file, text] of Object.entries(files)) write(join(copy, file), `${text}\n`);
    const found = await checkImports(copy);
    return planted.filter((canary) => !objects(canary, found.filter(({ where }) => where in canary.files)));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const named = (canary, nth) => {
  const own = (text) => text.replaceAll('canary', `canary-${nth}`);
  return { ...canary, files: Object.fromEntries(Object.entries(canary.files).map(([file, text]) => [own(file), own(text)])) };
};

/** A copy is used for seconds: one that is an hour old has nobody any more, a younger one may be another checkout's. */
function removeWhatACrashLeft() {
  const hourAgo = Date.now() - 3_600_000;
  for (const left of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix)).map((name) => join(tmpdir(), name))) {
    if ((statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? hourAgo) < hourAgo) rmSync(left, { recursive: true, force: true });
  }
}

/** The sources with their neighbours by name, so that what is planted there resolves as it would here. */
function copyTreeInto(copy) {
  const projects = globSync(['libs/*', 'services/*', 'deploy/local', 'simulation', 'faults', 'bench', 'trust'], { cwd: root });
  for (const project of projects) {
    for (const part of ['package.json', 'src'].filter((each) => existsSync(join(root, project, each)))) {
      cpSync(join(root, project, part), join(copy, project, part), { recursive: true });
    }
  }
  for (const file of ['package.json', 'tsconfig.base.json']) cpSync(join(root, file), join(copy, file));
  mkdirSync(join(copy, 'node_modules/@hhp'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@hhp' && !name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  }
  for (const project of projects) {
    const { name } = JSON.parse(readFileSync(join(root, project, 'package.json'), 'utf8'));
    symlinkSync(join(copy, project), join(copy, 'node_modules', name));
  }
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
