import { setTimeout as pause } from 'node:timers/promises';
import { schemaOf } from '../checker/database.js';
import { said } from '../world/programs.js';
import type { Scene } from './fault.js';

const patienceMs = 60_000;

async function until(done: () => Promise<boolean>, everyMs = 50): Promise<number> {
  const began = Date.now();
  while (Date.now() - began < patienceMs && !(await done().catch(() => false))) await pause(everyMs);
  return (Date.now() - began) / 1_000;
}

/** The last movement of any reader, in milliseconds of the database's clock. */
async function lastEffect({ psql, world }: Scene): Promise<number> {
  const marks = world.services.map((service) => `SELECT moved_at FROM ${schemaOf(service)}.reader_watermark`).join(' UNION ALL ');
  const [row] = await psql.rows<{ at: number }>(`SELECT extract(epoch FROM max(moved_at)) * 1000 AS at FROM (${marks}) moved`);
  return row?.at ?? 0;
}

/** Starts the broker again and measures: when kcat, an outside client, first gets an answer, and when a reader of ours first moves. */
export async function brokerComesBack(scene: Scene): Promise<string> {
  const starting = scene.world.kafka.start();
  const outside = await until(async () => (await said('kcat', ['-b', scene.world.broker, '-C', '-t', 'hhp.consent', '-o', '-1', '-c', '1', '-q', '-m', '2'])) !== '');
  const answers = Date.now();
  const ours = outside + await until(async () => (await lastEffect(scene)) > answers);
  await starting;
  scene.recoveries.push({ of: 'broker', seconds: ours, against: outside });
  return `it answers after ${outside.toFixed(1)} s, the first effect came after ${ours.toFixed(1)} s`;
}

/** Starts PostgreSQL again and measures: the first commit of a bare client, and the first command that a service acknowledged. */
export async function databaseComesBack(scene: Scene): Promise<string> {
  const began = Date.now();
  const starting = scene.world.postgres.start();
  const outside = await until(async () => (await scene.psql.run('BEGIN; SELECT txid_current(); COMMIT')) !== undefined);
  const ours = outside + await until(async () => Promise.resolve([...scene.answeredAt.values()].some((at) => at > began + outside * 1_000 - 100)), 20);
  await starting;
  scene.recoveries.push({ of: 'database', seconds: ours, against: outside });
  return `a bare client commits after ${outside.toFixed(1)} s, a service answered after ${ours.toFixed(1)} s`;
}
