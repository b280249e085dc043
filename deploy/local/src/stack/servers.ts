import { ensureTopics, type KafkaSecurity, provisionDatabase, type ServiceUrls } from '@hhp/messaging';
import type { Ports } from '../checks/ports.js';
import type { RealParts } from '../checks/real-parts.js';
import { fetchJars, jarsOf } from '../kafka/jars.js';
import { startKafka } from '../kafka/kafka.js';
import { startPostgres } from '../postgres/postgres.js';
import { type ServiceName, serviceNames } from '../services/service-list.js';
import type { Progress } from '../terminal/progress.js';
import type { Wanted } from './kept.js';
import type { Secrets } from './secrets.js';

/** What the servers of a stack are made of. */
export interface ServerOptions {
  readonly state: string;
  readonly jars: string;
  readonly ports: Ports;
  readonly real: RealParts;
  readonly secrets: Secrets;
  readonly topicPrefix: string;
  /** How a real Kafka is spoken with. */
  readonly security: KafkaSecurity;
  readonly progress: Progress;
  /** For stacks that are thrown away: does not wait for the disk. */
  readonly fast: boolean;
  /** Keeps a program running for as long as the stack lives. */
  readonly keep: (wanted: Wanted) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface Database {
  readonly url: string;
  readonly urls: Readonly<Record<ServiceName, ServiceUrls>>;
}

/** PostgreSQL, ours or a real one, with a schema and three roles for each service. */
export async function openDatabase(options: ServerOptions): Promise<Database> {
  const url = options.real.databaseUrl ?? await ownPostgres(options);
  return options.progress.step(`Schemas and roles of ${serviceNames.length} services`, async () => {
    const password = options.secrets.servicePassword;
    const urls = await Promise.all(serviceNames.map(async (name) => [name, await provisionDatabase(url, name, { password })] as const));
    return { url, urls: Object.fromEntries(urls) as Record<ServiceName, ServiceUrls> };
  });
}

async function ownPostgres({ state, ports, secrets, progress, fast, keep }: ServerOptions): Promise<string> {
  let url = '';
  await progress.step('PostgreSQL', async (detail) => {
    await keep({
      name: 'PostgreSQL', stopSignal: 'SIGINT', // its fast shutdown: ends sessions, writes a checkpoint, needs no recovery next time
      async start(again, begun) {
        const running = await startPostgres({ state, port: ports.postgres, password: secrets.postgresPassword, fast, again, begun });
        url = running.url;
        if (!again) detail(`${running.version.split('-')[0]} on port ${ports.postgres}${running.fresh ? ', new' : ', with its data'}`);
      },
    });
  });
  return url;
}

/** One process of each service reads here: more partitions would only cut the same events into smaller slices. */
const ownPartitions = 4;

/** Kafka, ours or a real one, with the declared topics. */
export async function openKafka(options: ServerOptions): Promise<string> {
  const brokers = options.real.brokers ?? await ownKafka(options);
  return options.progress.step('Topics', async () => {
    await ensureTopics(brokers.split(','), { prefix: options.topicPrefix, ...(options.real.brokers ? { security: options.security } : { partitions: ownPartitions }) });
    return brokers;
  });
}

async function ownKafka({ state, jars: folder, ports, progress, keep, signal }: ServerOptions): Promise<string> {
  const { present } = jarsOf(folder);
  const fetching = () => fetchJars(folder, signal);
  const jars = present ? await fetching() : await progress.step("Kafka's jars, fetched once by Maven", fetching);
  await progress.step('Kafka', async (detail) => {
    await keep({
      name: 'Kafka', stopSignal: 'SIGTERM',
      async start(again, begun) {
        const { fresh } = await startKafka({ state, port: ports.kafka, controllerPort: ports['kafka-controller'], jars, again, begun });
        if (!again) detail(`on port ${ports.kafka}${fresh ? ', new' : ', with its data'}`);
      },
    });
  });
  return `127.0.0.1:${ports.kafka}`;
}
