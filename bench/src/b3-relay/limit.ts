import { join } from 'node:path';
import type { Contender } from '../run/bench.js';
import { topicsOfRound, topicOf } from './outbox.js';
import { type Work, timed } from './relays.js';

/**
 * What neither side can beat: reading the same rows out of PostgreSQL by COPY, and Kafka's own producer test with records of the same size.
 * The slower of the two is the limit.
 */
export const limit = (work: Work, jars: string): Contender => ({ name: 'limit: the slower of COPY and producer test', round: async (nth) => {
  const { servers, outbox: { database }, count, after } = work;
  const prefix = `b3_limit_${nth}.`;
  await topicsOfRound(servers, prefix);
  const rows = `SELECT topic, key, partition, headers, value FROM assessment.outbox WHERE position > ${after}`;
  const nothing = await timed('psql', ['-Xq', database.url, '-c', 'COPY (SELECT 1) TO STDOUT'], false);
  const copied = await timed('psql', ['-Xq', database.url, '-c', `COPY (${rows}) TO STDOUT`], false);
  const [row] = await database.query<{ size: number }>(
    `SELECT round(avg(octet_length(key) + octet_length(headers) + octet_length(value)))::integer AS size FROM (${rows}) AS said`);
  const { said } = await timed('java', [
    '-Xmx512m', '-cp', join(jars, '*'), 'org.apache.kafka.tools.ProducerPerformance', '--topic', topicOf(prefix), '--num-records', String(count),
    '--record-size', String(row!.size), '--throughput', '-1', '--bootstrap-server', servers.brokers, '--command-property', 'acks=all',
  ], true);
  const copyPerSecond = count / (copied.seconds - nothing.seconds);
  const producedPerSecond = Number(/, ([\d.]+) records\/sec/.exec(said.trim().split('\n').at(-1) ?? '')?.[1]);
  return { perSecond: Math.min(copyPerSecond, producedPerSecond), cpuMicros: 0, memoryMiB: 0, more: { copyPerSecond, producedPerSecond } };
} });
