import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startDaemon } from '@hhp/local-stack';
import { type Contender, type Figures, mustBe } from '../run/bench.js';
import { memoryMiB } from '../run/processes.js';
import { watch } from '../run/watching.js';
import { recordsIn } from '../servers/kafka.js';
import { startService } from '../servers/program.js';
import type { Servers } from '../servers/servers.js';
import { debeziumArguments } from './debezium.js';
import { type Outbox, topicsOfRound, mustBeInTopic, topicOf } from './outbox.js';

export interface Work {
  readonly servers: Servers;
  readonly outbox: Outbox;
  /** Events of a round. */
  readonly count: number;
  /** Where the present round's events begin. */
  after: number;
}

/** The service comes up and its relay finds a backlog. */
async function drainOurs({ servers, outbox: { database }, outbox, count, after }: Work, prefix: string): Promise<Figures> {
  await topicsOfRound(servers, prefix);
  const program = await startService('assessment', { servers, database, topicPrefix: prefix });
  const watched = await watch([program.pid, servers.postgresPid, servers.kafkaPid], () => recordsIn(servers.brokers, topicOf(prefix)), count);
  const memory = memoryMiB([program.pid]);
  await mustBeInTopic('ours', servers, outbox, { prefix, after, idOf: (headers) => headers['ce_id'] ?? '' });
  await program.stop();
  mustBe('ours: records in Kafka', await recordsIn(servers.brokers, topicOf(prefix)), count);
  return { ...watched, memoryMiB: memory };
}

export const ours = (work: Work): Contender => ({ name: 'ours', round: async (nth) => {
  await restartDebeziumSlot(work);
  work.after = await work.outbox.fill(work.count);
  return drainOurs(work, `b3_ours_${nth}.`);
} });

/** The same while another session of the database holds a transaction open that has written. */
export const oursHeldUp = (work: Work): Contender => ({ name: 'ours, a transaction held open', round: async (nth) => {
  const holder = new pg.Client(work.outbox.database.url);
  await holder.connect();
  await holder.query('BEGIN; CREATE TABLE work.held_open (id integer); INSERT INTO work.held_open VALUES (1)');
  work.after = await work.outbox.fill(work.count);
  const figures = await drainOurs(work, `b3_held_${nth}.`);
  await holder.query('ROLLBACK');
  await holder.end();
  return figures;
} });

const slot = 'b3_debezium';

async function restartDebeziumSlot({ outbox: { database } }: Work): Promise<void> {
  await database.query(`SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '${slot}'`);
  await database.query(`SELECT pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
}

/** Debezium drains the same events by its own slot. */
export const debezium = (work: Work, jars: string): Contender => ({ name: 'Debezium', round: async (nth) => {
  const { servers, outbox, count, after } = work;
  const prefix = `b3_debezium_${nth}.`;
  await topicsOfRound(servers, prefix);
  const log = join(servers.state, 'logs', `debezium-${nth}.log`);
  const daemon = await startDaemon({
    name: 'Debezium', file: 'java', args: debeziumArguments({ jars, databaseUrl: outbox.database.url, brokers: servers.brokers, slot, prefix }), log,
  });
  servers.begun(daemon);
  const arrived = (): Promise<number> => {
    if (!daemon.running) throw new Error(`Debezium has ended: ${readFileSync(log, 'utf8').slice(-1_000)}`);
    return recordsIn(servers.brokers, topicOf(prefix));
  };
  const watched = await watch([daemon.pid, servers.postgresPid, servers.kafkaPid], arrived, count);
  const memory = memoryMiB([daemon.pid]);
  await mustBeInTopic('Debezium', servers, outbox, {
    prefix, after, idOf: (headers) => (JSON.parse(headers['headers'] ?? '{}') as { ce_id?: string }).ce_id ?? '',
  });
  await daemon.stop('SIGTERM', 10_000);
  return { ...watched, memoryMiB: memory };
} });

/** Runs a program to its end and answers what it said and how long it took. */
export function timed(file: string, args: readonly string[], keep: boolean): Promise<{ said: string; seconds: number }> {
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', keep ? 'pipe' : 'ignore', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (text: Buffer) => { said += String(text); });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve({ said, seconds: (performance.now() - began) / 1000 });
      else reject(new Error(`${file} ended with ${code}: ${said.slice(-300)}`));
    });
  });
}
