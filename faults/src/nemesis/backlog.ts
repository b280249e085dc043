import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { backlogMark } from '../checker/log.js';
import type { Fault } from './fault.js';

const topic = 'hhp.member';
const atOnce = 10_000;

/** So many facts that no reader wants and every reader of the topic must pass, all at once. Memory must stay flat, and work goes on. */
export const backlog = (count: number): Fault => ({
  name: `a backlog of ${count.toLocaleString('en')} records`, kills: 0,
  async run({ world, bites }) {
    const headers = {
      ce_specversion: '1.0', ce_id: '0190c0de-0000-7000-8000-00000000b109', ce_type: 'NobodyWantsThis', ce_source: '/faults', ce_time: new Date().toISOString(),
      ce_schemaversion: '1', ce_tenant: 'golden-gate', ce_correlationid: backlogMark,
    };
    const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]);
    const began = Date.now();
    const writing = spawn('kcat', ['-P', '-b', world.broker, '-t', topic, '-K', ':', ...named, '-X', 'queue.buffering.max.messages=200000'], { stdio: ['pipe', 'ignore', 'ignore'] });
    writing.stdin.on('error', () => undefined);
    const ended = once(writing, 'exit');
    for (let written = 0; written < count && writing.exitCode === null; written += atOnce) {
      const lines = Array.from({ length: atOnce }, (_, nth) => `faults-${(written + nth) % 5_000}:{}\n`).join('');
      if (!writing.stdin.write(lines)) await Promise.race([once(writing.stdin, 'drain'), pause(10_000)]);
    }
    writing.stdin.end();
    await ended;
    bites.count('records of a backlog', count);
    return `written in ${((Date.now() - began) / 1_000).toFixed(1)} s`;
  },
});
