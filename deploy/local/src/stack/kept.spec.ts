import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Daemon, startDaemon } from '../daemon.js';
import { Kept, type Wanted } from './kept.js';

const folder = mkdtempSync(join(tmpdir(), 'hhp-kept-'));
afterAll(() => { rmSync(folder, { recursive: true }); });

const told: string[] = [];
const daemons: Daemon[] = [];
beforeEach(() => { told.length = daemons.length = 0; });

const program = (script: string): Wanted => ({
  name: 'thing', stopSignal: 'SIGTERM',
  start: async (again, begun) => {
    begun(await startDaemon({ name: 'thing', file: '/bin/sh', args: ['-c', script], log: join(folder, 'thing.log'), append: again }));
  },
});
const keep = (wanted: Wanted) => new Kept(wanted, (daemon) => { daemons.push(daemon); }, (what) => { told.push(what); });
const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

describe('a program that is kept', () => {
  it('is started again after a crash, each time after a longer pause', async () => {
    const kept = keep(program('exit 3'));
    await kept.start();
    await pause(1_400);
    await kept.stop();
    expect(told.filter((what) => what.includes('ended'))).toEqual([
      'thing ended (3); it is started again in 0.25 s', 'thing ended (3); it is started again in 0.5 s', 'thing ended (3); it is started again in 1 s',
    ]);
    expect(daemons).toHaveLength(3);
  });

  it('is not started again once it was stopped', async () => {
    const kept = keep(program('exec sleep 60'));
    await kept.start();
    await kept.stop();
    await pause(400);
    expect(told).toEqual([]);
    expect(daemons.map(({ running }) => running)).toEqual([false]);
  });

  it('is stopped also while it starts', async () => {
    const wanted = program('exec sleep 60');
    const kept = keep({ ...wanted, start: async (again, begun) => { await wanted.start(again, begun); await daemons[0]!.exited; throw new Error('ended'); } });
    const starting = kept.start();
    while (daemons.length === 0) await pause(10);
    await Promise.all([kept.stop(), expect(starting).rejects.toThrow('ended')]);
    expect(daemons[0]!.running).toBe(false);
  });
});
