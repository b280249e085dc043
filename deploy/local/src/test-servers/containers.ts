import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../checks/ports.js';
import { serverProperties } from '../kafka/kafka-settings.js';
import type { Server } from './server.js';

// This file was never run where it was written: there was no Docker engine. It is kept small, and on the documented API of testcontainers.

export const images = { postgres: 'postgres:18', kafka: 'apache/kafka:4.4.0' } as const;

/** Whether a Docker engine answers. Its library is loaded only where there is a sign of one. */
export async function dockerAnswers(env: NodeJS.ProcessEnv): Promise<boolean> {
  const sockets = ['/var/run/docker.sock', join(env.XDG_RUNTIME_DIR ?? '/run', 'docker.sock'), join(env.HOME ?? '/', '.docker/run/docker.sock')];
  if (!env.DOCKER_HOST && !sockets.some((socket) => existsSync(socket))) return false;
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(() => true, () => false);
}

/** PostgreSQL in a container, which does not wait for the disk. */
export async function containedPostgres(): Promise<Server> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const settings = ['wal_level=logical', 'max_replication_slots=200', 'max_wal_senders=200', 'max_connections=300', 'fsync=off', 'full_page_writes=off'];
  const container = await new GenericContainer(images.postgres)
    .withEnvironment({ POSTGRES_PASSWORD: 'test' })
    .withCommand(['postgres', ...settings.flatMap((setting) => ['-c', setting])])
    .withExposedPorts(5432)
    // The image starts the server once to set it up and once to serve.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const address = `postgresql://postgres:test@${container.getHost()}:${container.getMappedPort(5432)}/postgres`;
  return { address, stop: async () => { await container.stop(); } };
}

/** Kafka in a container. It tells its clients where it is, so its port outside is chosen before it starts. */
export async function containedKafka(): Promise<Server> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const [port] = await freePorts(1);
  const address = `${process.env.TESTCONTAINERS_HOST_OVERRIDE ?? '127.0.0.1'}:${port}`;
  const container = await new GenericContainer(images.kafka)
    .withEnvironment(kafkaEnvironment(address))
    .withExposedPorts({ container: 9092, host: port! })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return { address, stop: async () => { await container.stop(); } };
}

/** The settings of our own Kafka in the spelling of its image, with the listeners of a container. */
export function kafkaEnvironment(advertised: string): Record<string, string> {
  const settings = new Map(serverProperties({ port: 9092, controllerPort: 9093, data: '/tmp/kafka' }).trim().split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  settings.delete('controller.quorum.bootstrap.servers');
  settings.set('controller.quorum.voters', '1@127.0.0.1:9093');
  settings.set('listeners', 'PLAINTEXT://:9092,CONTROLLER://:9093');
  settings.set('advertised.listeners', `PLAINTEXT://${advertised}`);
  return Object.fromEntries([...settings].map(([name, value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, value]));
}
