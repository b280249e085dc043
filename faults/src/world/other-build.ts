import { checkout, type ServiceName } from '@hhp/local-stack';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another build of the product, whose services can work beside ours. */
export interface OtherBuild {
  readonly name: string;
  programOf(service: ServiceName): string;
}

/** The one that lies in a folder. */
export const buildIn = (folder: string, name: string): OtherBuild => ({ name, programOf: (service) => join(folder, 'services', service, 'dist/main.js') });

/** The product as an earlier commit had it, built beside this one. */
export class EarlierBuild implements OtherBuild {
  private readonly folder = mkdtempSync(join(tmpdir(), 'hhp-earlier-'));

  /** Takes the commit out of git and builds it with the same dependencies. */
  constructor(readonly name: string) {
    execFileSync('sh', ['-c', 'git -C "$1" archive "$2" | tar -x -C "$3"', 'sh', checkout, name, this.folder]);
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '@hhp'), { recursive: true });
    for (const name of readdirSync(join(checkout, 'node_modules'))) if (name !== '@hhp') symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
    for (const project of ['libs', 'services'].flatMap((each) => readdirSync(join(this.folder, each)).map((name) => `${each}/${name}`))) {
      const { name: known } = JSON.parse(readFileSync(join(this.folder, project, 'package.json'), 'utf8')) as { name: string };
      symlinkSync(join(this.folder, project), join(modules, known));
    }
    const services = readdirSync(join(this.folder, 'services')).map((name) => join(this.folder, 'services', name));
    execFileSync(process.execPath, [join(modules, 'typescript7/bin/tsc'), '-b', ...services], { stdio: 'inherit' });
    process.once('exit', () => { rmSync(this.folder, { recursive: true, force: true }); });
  }

  programOf(service: ServiceName): string {
    return buildIn(this.folder, this.name).programOf(service);
  }
}
