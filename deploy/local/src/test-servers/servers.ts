import { containedKafka, containedPostgres, dockerAnswers } from './containers.js';
import { embeddedKafka, embeddedPostgres } from './embedded.js';
import type { Server } from './server.js';

/** The servers of one test run. */
export interface TestServers {
  /** An administrator's URL: TEST_DATABASE_URL of the specs. */
  readonly databaseUrl: string;
  /** TEST_KAFKA_BROKERS of the specs. */
  readonly brokers: string;
  /** Where they came from, for the first line of the run. */
  readonly kind: 'environment' | 'containers' | 'embedded';
  stop(): Promise<void>;
}

const given = (address: string): Promise<Server> => Promise.resolve({ address, stop: () => Promise.resolve() });

/**
 * The servers that tests run against: those that TEST_DATABASE_URL and TEST_KAFKA_BROKERS name, else containers where a Docker
 * engine answers (TEST_SERVERS=embedded says no to them), else our own on free ports. They are stopped by `stop`, and killed when
 * this program exits without it.
 */
export async function serversForTests(env: NodeJS.ProcessEnv = process.env): Promise<TestServers> {
  const { TEST_DATABASE_URL: url, TEST_KAFKA_BROKERS: kafka } = env;
  const contained = !(url && kafka) && env.TEST_SERVERS !== 'embedded' && await dockerAnswers(env);
  const [postgres, broker] = contained ? [containedPostgres, containedKafka] : [embeddedPostgres, embeddedKafka];
  const started = await Promise.allSettled([url ? given(url) : postgres(), kafka ? given(kafka) : broker()]);
  const stop = async () => {
    await Promise.all(started.filter((server) => server.status === 'fulfilled').map(({ value }) => value.stop()));
  };
  const [first, second] = started;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') {
    const kind = url && kafka ? 'environment' : contained ? 'containers' : 'embedded';
    return { databaseUrl: first.value.address, brokers: second.value.address, kind, stop };
  }
  await stop();
  throw (first.status === 'rejected' ? first : second as PromiseRejectedResult).reason;
}
