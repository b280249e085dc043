import type { ServiceName } from '@hhp/local-stack';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { OtherBuild } from '../world/other-build.js';
import { signal } from '../world/programs.js';
import type { Fault, Scene } from './fault.js';
import { pidOf } from './kills.js';

const commandOf = (pid: number): string[] => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);

interface Other {
  /** Another build's program. */
  readonly program?: string;
  /** It is needed no longer. */
  readonly over?: () => boolean;
}

/** A second process of a service, told what the first one was told, on ports of its own, with its program or another one. It is killed in the end. */
export async function withReplica({ world, bites }: Scene, service: ServiceName, ms: number, { program, over = () => false }: Other = {}): Promise<string> {
  const pid = world.stack.pidOf(service);
  if (pid === undefined) return 'the first one does not run';
  const [file, ...args] = commandOf(pid);
  const told = Object.fromEntries(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter((each) => each.includes('=')).map((each) => {
    const at = each.indexOf('=');
    return [each.slice(0, at), each.slice(at + 1)] as const;
  }));
  const replica = spawn(file!, program ? [...args.slice(0, -1), program] : args, { env: { ...told, HTTP_PORT: '0', MLLP_PORT: '0' }, stdio: 'ignore' });
  replica.on('error', () => undefined);
  const began = Date.now();
  while (Date.now() - began < ms && !over()) await pause(100);
  replica.kill('SIGKILL');
  bites.count('second processes of a service');
  return `a second one for ${((Date.now() - began) / 1_000).toFixed(0)} s`;
}

/** Members come and go: every few seconds the groups divide their partitions anew. */
export const rebalanceStorm = (service: ServiceName): Fault => ({
  name: `a second ${service} comes and goes`, kills: 1, run: (scene) => withReplica(scene, service, 6_000),
});

/** I16: another build works beside ours, then nearly alone, then ours takes over again. It migrates nothing; rows and events must suit both. */
export const besideOurs = (service: ServiceName, build: OtherBuild): Fault => ({
  name: `${service} of ${build.name} beside ours`, kills: 2,
  async run(scene) {
    const beside = withReplica(scene, service, 16_000, { program: build.programOf(service) });
    await pause(9_000);
    signal(scene.world.stack.pidOf(service), 'SIGKILL');
    await beside;
    scene.bites.count('other builds beside ours');
    return 'for 16 s, a few of them nearly alone';
  },
});

/**
 * I16: another build takes the place of ours, works under load, and ours takes over again: an upgrade and its rollback. Only in a copy of the
 * checkout, for our program becomes one that loads the other.
 */
export const insteadOfOurs = (service: ServiceName, build: OtherBuild, ms = 12_000): Fault => ({
  name: `${service} of ${build.name} instead of ours, and back`, kills: 2,
  async run(scene) {
    const program = commandOf((await pidOf(scene, service))!).at(-1)!;
    const ours = readFileSync(program, 'utf8');
    const seconds: string[] = [];
    for (const text of [`import ${JSON.stringify(build.programOf(service))};\n`, ours]) {
      const began = Date.now();
      writeFileSync(program, text);
      signal(await pidOf(scene, service), 'SIGKILL');
      await pause(1_000);
      while ((scene.answeredAt.get(service) ?? 0) < began + 1_000 && Date.now() - began < 60_000) await pause(50);
      seconds.push(((Date.now() - began) / 1_000).toFixed(1));
      if (text !== ours) await pause(ms);
    }
    scene.bites.count('other builds instead of ours');
    return `answered again after ${seconds.join(' s and ')} s`;
  },
});

/** A process sleeps past its session; meanwhile another takes its partitions. It wakes and believes that it still owns them. */
export const zombie = (service: ServiceName): Fault => ({
  name: `${service} sleeps past its session`, kills: 1,
  async run(scene) {
    const other = withReplica(scene, service, 12_000);
    await pause(3_500);
    const pid = scene.world.stack.pidOf(service);
    signal(pid, 'SIGSTOP');
    await pause(7_500);
    signal(pid, 'SIGCONT');
    scene.bites.count('services that slept past their session', Number(pid !== undefined));
    return `slept 7.5 s; ${await other}`;
  },
});
