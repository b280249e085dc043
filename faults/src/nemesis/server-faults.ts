import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../world/programs.js';
import type { Fault, Scene } from './fault.js';
import { brokerComesBack, databaseComesBack } from './recovery.js';

interface Blow { readonly name: string; readonly kills: number; readonly bite: string; readonly strike: (scene: Scene) => Promise<void> }

/** A server is struck down, and comes back. */
const downAndBack = ({ name, kills, bite, strike }: Blow, comesBack: (scene: Scene) => Promise<string>): Fault => ({
  name, kills,
  async run(scene) {
    await strike(scene);
    scene.bites.count(bite);
    return comesBack(scene);
  },
});

export const killBroker = downAndBack(
  { name: 'kill the broker', kills: 1, bite: 'brokers killed', strike: ({ world }) => world.kafka.kill() }, brokerComesBack);
export const restartBroker = downAndBack(
  { name: 'restart the broker', kills: 0, bite: 'brokers restarted', strike: ({ world }) => world.kafka.end('SIGTERM') }, brokerComesBack);
export const killDatabase = downAndBack(
  { name: 'kill PostgreSQL with all its processes', kills: 1, bite: 'PostgreSQL killed', strike: ({ world }) => world.postgres.kill() }, databaseComesBack);
export const stopDatabase = downAndBack(
  { name: 'stop PostgreSQL at once', kills: 0, bite: 'PostgreSQL stopped at once', strike: ({ world }) => world.postgres.end('SIGQUIT') }, databaseComesBack);

/** It holds its connections and answers nothing. */
export const pauseBroker = (ms: number): Fault => ({
  name: `the broker stands still for ${ms / 1_000} s`, kills: 0,
  async run({ world, bites, psql }) {
    signal(world.kafka.pid, 'SIGSTOP');
    await pause(ms);
    const [oldest] = await psql.rows<{ age: number }>(
      "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float AS age FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name LIKE 'hhp-%'");
    signal(world.kafka.pid, 'SIGCONT');
    bites.count('brokers that stood still');
    return `the oldest transaction meanwhile: ${(oldest?.age ?? 0).toFixed(1)} s`;
  },
});

/** Every connection of the services, relays included, again and again. */
export const terminateConnections: Fault = {
  name: 'connections are terminated, five times a second', kills: 0,
  async run({ psql, bites }) {
    let ended = 0;
    for (let round = 0; round < 10; round++) {
      const [row] = await psql.rows<{ n: number }>("SELECT count(pg_terminate_backend(pid))::int AS n FROM pg_stat_activity WHERE backend_type IN ('client backend', 'walsender') AND pid <> pg_backend_pid()");
      ended += row?.n ?? 0;
      await pause(200);
    }
    bites.count('connections terminated', ended);
    return `${ended} connections`;
  },
};

const proxyOf = ({ world }: Scene, which: 'database' | 'Kafka') => (which === 'database' ? world.databaseProxy : world.kafkaProxy);

export const resetConnections = (which: 'database' | 'Kafka'): Fault => ({
  name: `connections to ${which} are reset`, kills: 0,
  async run(scene) {
    const proxy = proxyOf(scene, which);
    const before = proxy.hit;
    for (let round = 0; round < 4; round++) {
      proxy.reset();
      await pause(400);
    }
    scene.bites.count(`connections to ${which} reset`, proxy.hit - before);
    return `${proxy.hit - before} connections`;
  },
});

/** Bytes go in and nothing comes out; nobody is told. */
export const blackHole = (which: 'database' | 'Kafka', ms: number): Fault => ({
  name: `connections to ${which} lead nowhere for ${ms / 1_000} s`, kills: 0,
  async run(scene) {
    const proxy = proxyOf(scene, which);
    const before = proxy.hit;
    proxy.pass('black-hole');
    await pause(ms);
    proxy.pass('open');
    scene.bites.count(`connections to ${which} that led nowhere`, proxy.hit - before);
    return `${proxy.hit - before} connections`;
  },
});

/** Somebody's transaction that does not end: it has written into the outbox, and holds back the horizon of all. */
export const idleTransaction = (seconds: number): Fault => ({
  name: `a transaction is held open for ${seconds} s`, kills: 0,
  async run({ psql, bites }) {
    await psql.run(`BEGIN; INSERT INTO enrollment.relay_progress (slot, recovering) VALUES ('faults', false) ON CONFLICT DO NOTHING; SELECT txid_current(); SELECT pg_sleep(${seconds}); ROLLBACK`);
    bites.count('transactions held open');
    return 'ended by a rollback';
  },
});
