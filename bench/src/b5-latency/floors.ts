import pg from 'pg';
import type { Contender } from '../run/bench.js';
import { quantile } from '../run/spread.js';
import { kafkaOf, makeTopics } from '../servers/kafka.js';
import type { Servers } from '../servers/servers.js';

const times = 200;
const median = (values: number[]): number => quantile(values.toSorted((one, other) => one - other), 0.5);

/** What no design goes below: a commit here, a record to Kafka and out of it again, a commit there; each alone, one after the other. */
export async function floors(servers: Servers): Promise<{ contender: Contender; close(): Promise<void> }> {
  await makeTopics(servers.brokers, 'b5_floor.', ['hhp.reporting']);
  const topic = 'b5_floor.hhp.reporting';
  const client = new pg.Client(servers.adminUrl);
  await client.connect();
  await client.query('CREATE TABLE floor (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text)');
  const consumer = kafkaOf(servers.brokers).consumer({ groupId: 'bench.floor', maxWaitTimeInMs: 200, minBytes: 1 });
  const producer = kafkaOf(servers.brokers).producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  await Promise.all([consumer.connect(), producer.connect()]);
  let arrived: () => void = () => undefined;
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch: () => { arrived(); return Promise.resolve(); } });
  const through = async (): Promise<number> => {
    const [began, there] = [performance.now(), new Promise<void>((resolve) => { arrived = resolve; })];
    await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: 'x'.repeat(330) }] });
    await there;
    return performance.now() - began;
  };
  const commit = async (): Promise<number> => {
    const began = performance.now();
    await client.query({ name: 'floor', text: 'INSERT INTO floor (said) VALUES ($1)', values: ['x'.repeat(330)] });
    return performance.now() - began;
  };
  for (let nth = 0; nth < 20; nth++) await through();
  const round = async () => {
    const [commits, throughs]: [number[], number[]] = [[], []];
    for (let nth = 0; nth < times; nth++) {
      commits.push(await commit());
      throughs.push(await through());
    }
    const [commitMs, throughKafkaMs] = [median(commits), median(throughs)];
    return { perSecond: 0, cpuMicros: 0, memoryMiB: 0, more: { p50Ms: 2 * commitMs + throughKafkaMs, commitMs, throughKafkaMs } };
  };
  return { contender: { name: 'floors', round }, close: async () => { await Promise.all([client.end(), consumer.disconnect(), producer.disconnect()]); } };
}
