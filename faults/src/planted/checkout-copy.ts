import { checkout } from '@hhp/local-stack';
import { transformFileSync } from '@swc/core';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { said } from '../world/programs.js';

const parts = ['libs', 'services', 'deploy', 'faults', 'package.json', 'tsconfig.json', 'tsconfig.base.json'];

/** The checkout once more, built, where bugs can be planted: its own code is copied, what it depends on is linked. */
export class CheckoutCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'hhp-planted-'));
  private readonly options = JSON.parse(readFileSync(join(checkout, '.swcrc'), 'utf8')) as object;

  constructor() {
    for (const part of parts) cpSync(join(checkout, part), join(this.folder, part), { recursive: true, preserveTimestamps: true });
    const modules = join(this.folder, 'node_modules');
    mkdirSync(join(modules, '@hhp'), { recursive: true });
    for (const name of readdirSync(join(checkout, 'node_modules'))) if (name !== '@hhp') symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
    for (const project of ['deploy/local', 'faults', ...['libs', 'services'].flatMap((each) => readdirSync(join(this.folder, each)).map((name) => `${each}/${name}`))]) {
      const { name } = JSON.parse(readFileSync(join(this.folder, project, 'package.json'), 'utf8')) as { name: string };
      symlinkSync(join(this.folder, project), join(modules, name));
    }
  }

  /** Plants a bug, or takes it back; what it touches is compiled by itself, which takes no time. */
  async patch(file: string, { back }: { back: boolean }): Promise<void> {
    await said('git', ['-C', this.folder, 'apply', ...(back ? ['-R'] : []), file]);
    for (const [, touched] of readFileSync(file, 'utf8').matchAll(/^\+\+\+ b\/(.+\.ts)$/gm)) {
      const { code } = transformFileSync(join(this.folder, touched!), { ...this.options, swcrc: false, sourceMaps: false });
      writeFileSync(join(this.folder, touched!.replace('/src/', '/dist/').replace(/\.ts$/, '.js')), code);
    }
  }

  async build(): Promise<void> {
    const projects = ['faults', ...readdirSync(join(this.folder, 'services')).map((name) => `services/${name}`)].map((each) => join(this.folder, each));
    await said(process.execPath, [join(this.folder, 'node_modules/typescript7/bin/tsc'), '-b', ...projects]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
