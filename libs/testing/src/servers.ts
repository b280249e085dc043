/** The servers that suites run against. */
export interface TestServers {
  /** An administrator's address; every suite makes a database of its own on that server. */
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
}

/** Reads where the servers of the tests are. Whoever starts the tests starts the servers, once for all suites. */
export function testServers(environment: Readonly<Record<string, string | undefined>> = process.env): TestServers {
  const { TEST_DATABASE_URL: databaseUrl, TEST_KAFKA_BROKERS: brokers } = environment;
  if (!databaseUrl || !brokers) {
    throw new Error('This suite needs PostgreSQL and Kafka: run it through `npm test`, which starts them, or set TEST_DATABASE_URL and TEST_KAFKA_BROKERS.');
  }
  return { databaseUrl, brokers: brokers.split(',') };
}
