export { type Kafka, startKafka } from './kafka/kafka.js';
export { fetchJars } from './kafka/jars.js';
export { type Postgres, startPostgres } from './postgres/postgres.js';
