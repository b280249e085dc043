import { join } from 'node:path';
import { checkout, fetchByMaven, jarsFolder } from '@hhp/local-stack';

/** Fetches Debezium and what it needs by Maven, once. */
export const fetchDebezium = (): Promise<string> =>
  fetchByMaven({ what: 'Debezium', pom: 'bench/debezium/pom.xml', goal: 'dependency:copy-dependencies' }, jarsFolder());

export interface DebeziumOptions {
  readonly jars: string;
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly slot: string;
  readonly prefix: string;
}

/** Debezium as its documentation tunes it for throughput: large batches, a short poll, a heap that it does not fill. */
export function debeziumArguments({ jars, databaseUrl, brokers, slot, prefix }: DebeziumOptions): string[] {
  const url = new URL(databaseUrl);
  const settings = {
    name: 'bench', 'connector.class': 'io.debezium.connector.postgresql.PostgresConnector', 'topic.prefix': 'bench', 'plugin.name': 'pgoutput',
    'offset.storage': 'org.apache.kafka.connect.storage.MemoryOffsetBackingStore', 'offset.flush.interval.ms': 1000,
    'database.hostname': url.hostname, 'database.port': url.port, 'database.user': url.username, 'database.password': decodeURIComponent(url.password),
    'database.dbname': url.pathname.slice(1), 'slot.name': slot, 'publication.name': 'assessment_outbox', 'publication.autocreate.mode': 'disabled',
    'table.include.list': 'assessment.outbox', 'snapshot.mode': 'no_data', 'tombstones.on.delete': false,
    'max.batch.size': 8192, 'max.queue.size': 32_768, 'poll.interval.ms': 5,
    transforms: 'outbox', 'transforms.outbox.type': 'io.debezium.transforms.outbox.EventRouter', 'transforms.outbox.table.field.event.id': 'position',
    'transforms.outbox.table.field.event.key': 'key', 'transforms.outbox.table.field.event.payload': 'value', 'transforms.outbox.route.by.field': 'topic',
    'transforms.outbox.route.topic.replacement': `${prefix}\${routedByValue}`, 'transforms.outbox.table.fields.additional.placement': 'headers:header',
    'producer.bootstrap.servers': brokers, 'producer.acks': 'all', 'producer.linger.ms': 5, 'producer.batch.size': 131_072,
  };
  return [
    '-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn', '-cp', join(jars, '*'), join(checkout, 'bench/debezium/OutboxRelay.java'),
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
  ];
}
