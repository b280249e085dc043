import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformFileSync } from '@swc/core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const patches = join(root, 'simulation/mutants');

/** The planted bugs of the library: each a patch of its shipped source. */
export const patchNames = (): string[] => readdirSync(patches).filter((file) => file.endsWith('.patch')).map((file) => file.replace(/\.patch$/, '')).sort();

/** The library as it is shipped. */
export const shipped = (): string => import.meta.resolve('@hhp/messaging');

/** The library with a patch applied, built in a folder of its own; nothing of the tree is touched. A patch that does not fit throws. */
export function patched(name: string): string {
  const folder = join(root, 'node_modules/.cache/hhp-simulation', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'libs/messaging/src'), join(folder, 'libs/messaging/src'), { recursive: true });
  // Without a repository of its own `git apply` would take its paths from the one around it, and ignore what lies in node_modules.
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['apply', join(patches, `${name}.patch`)], { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const options = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8')) as object;
  const sources = join(folder, 'libs/messaging/src');
  for (const file of readdirSync(sources).filter((each) => each.endsWith('.ts') && !each.endsWith('.spec.ts'))) {
    writeFileSync(join(sources, file.replace(/\.ts$/, '.js')), transformFileSync(join(sources, file), { ...options, swcrc: false, sourceMaps: false }).code);
  }
  return pathToFileURL(join(sources, 'index.js')).href;
}
