import { LogicalReplicationService, PgoutputPlugin } from 'pg-logical-replication';
import type { OwnDatabase } from '../servers/database.js';

/** When each need became visible in the other service: told by the database when the transaction that wrote it has committed. */
export interface Arrivals {
  /** By need, the time of `performance.now()`. */
  readonly seen: ReadonlyMap<string, number>;
  readonly twice: () => number;
  close(): Promise<void>;
}

export async function watchArrivals(database: OwnDatabase): Promise<Arrivals> {
  await database.query('CREATE PUBLICATION watched FOR TABLE known_need');
  await database.query("SELECT pg_create_logical_replication_slot('watched_' || current_database(), 'pgoutput')");
  const service = new LogicalReplicationService({ connectionString: database.url }, { acknowledge: { auto: true, timeoutSeconds: 10 } });
  const seen = new Map<string, number>();
  let twice = 0;
  service.on('data', (_lsn: string, message: { tag: string; new?: Record<string, unknown> }) => {
    if (message.tag !== 'insert') return;
    const need = String(message.new!['need_id']);
    if (seen.has(need)) twice++;
    else seen.set(need, performance.now());
  });
  service.on('error', () => undefined);
  const started = new Promise<void>((resolve) => { service.once('start', () => { resolve(); }); });
  void service.subscribe(new PgoutputPlugin({ protoVersion: 1, publicationNames: ['watched'] }), `watched_${database.name}`).catch(() => undefined);
  await started;
  return { seen, twice: () => twice, close: async () => { await service.destroy(); } };
}
