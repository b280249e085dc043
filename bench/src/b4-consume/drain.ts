import type { Contender } from '../run/bench.js';
import { cpuMicros, memoryMiB } from '../run/processes.js';
import { kafkaOf } from '../servers/kafka.js';
import type { Servers } from '../servers/servers.js';

let groups = 0;

/** The limit of reading: the same client takes every record and does nothing with it. */
export const drain = (servers: Servers, topic: string, count: number): Contender => ({ name: 'limit: no-op drain', round: async () => {
  const consumer = kafkaOf(servers.brokers).consumer({
    groupId: `bench.drain.${process.pid}.${++groups}`, maxWaitTimeInMs: 200, minBytes: 1, maxBytesPerPartition: 1_048_576, maxBytes: 8_388_608,
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let [seen, began, cpu] = [0, 0, 0];
  await new Promise<void>((resolve, reject) => {
    consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 3, eachBatch: ({ batch }) => {
      if (began === 0) [began, cpu] = [performance.now(), cpuMicros([servers.kafkaPid, process.pid])];
      else seen += batch.messages.length;
      first ??= batch.messages.length;
      if (seen + first >= count) resolve();
      return Promise.resolve();
    } }).catch(reject);
    let first: number | undefined;
  });
  const [seconds, spent] = [(performance.now() - began) / 1000, cpuMicros([servers.kafkaPid, process.pid]) - cpu];
  await consumer.disconnect();
  return { perSecond: seen / seconds, cpuMicros: spent / seen, memoryMiB: memoryMiB([process.pid]) };
} });
