import pg from 'pg';
import type { StreamedRow } from './wal-stream.js';
import { lsnOf } from './wal-stream.js';

/** The cursor of a relay: a replication slot of the server, with a note of how far Kafka had confirmed when it was last asked. */
export class Slot {
  readonly publication: string;

  private constructor(private readonly relayUrl: string, readonly name: string, schema: string) {
    this.publication = `${schema}_outbox`;
  }

  static async of(relayUrl: string): Promise<Slot> {
    const [place] = await onceWith(relayUrl, (client) => client.query<{ database: string; schema: string }>(
      'SELECT current_database() AS database, current_schema() AS schema'));
    const { database, schema } = place!;
    return new Slot(relayUrl, `${database}_${schema}_outbox`.toLowerCase().replace(/[^a-z0-9_]/g, '_').slice(0, 63), schema);
  }

  /**
   * Makes the slot when it is missing or was invalidated. Tells whether what was said before may not have been relayed; that is noted before
   * the slot is made and until `recovered`, so that a relay which dies in between does not leave a hole.
   */
  async prepare(): Promise<{ behind: boolean }> {
    const [slot] = await onceWith(this.relayUrl, (client) => client.query<{ lost: boolean }>(
      "SELECT wal_status = 'lost' OR invalidation_reason IS NOT NULL AS lost FROM pg_replication_slots WHERE slot_name = $1", [this.name]));
    if (!slot || slot.lost) {
      await this.recovering(true);
      await onceWith(this.relayUrl, async (client) => {
        if (slot) await client.query('SELECT pg_drop_replication_slot($1)', [this.name]);
        return client.query("SELECT pg_create_logical_replication_slot($1, 'pgoutput')", [this.name]);
      });
    }
    const [progress] = await onceWith(this.relayUrl, (client) => client.query<{ recovering: boolean }>(
      'SELECT recovering FROM relay_progress WHERE slot = $1', [this.name]));
    return { behind: progress?.recovering ?? true };
  }

  /** Whether the server stands before a position that it once reached: its data were put back to an earlier moment. */
  async isBehind(confirmed: bigint): Promise<boolean> {
    const [row] = await onceWith(this.relayUrl, (client) => client.query<{ behind: boolean }>('SELECT pg_current_wal_lsn() < $1::pg_lsn AS behind', [lsnOf(confirmed)]));
    return row!.behind;
  }

  /** Recovery is for one relay at a time: another would take away the slot that was just made, or declare the work of the other done. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const client = await connected(this.relayUrl);
    try {
      const { rows: [got] } = await client.query<{ locked: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended('hhp relay ' || $1, 0)) AS locked", [this.name]);
      if (!got!.locked) throw new Error('Another relay recovers');
      return await work();
    } finally {
      await client.end();
    }
  }

  /** The log has everything that was said before the slot was made. */
  recovered(): Promise<void> {
    return this.recovering(false);
  }

  /**
   * Everything in the outbox since the last confirmation, oldest first; a minute more than that, as readers drop what they have. All of it is
   * what was committed at one moment: what is committed later comes by the slot, and must not overtake here what is older and not seen here.
   */
  async missed(take: (rows: readonly StreamedRow[]) => Promise<void>): Promise<void> {
    const client = await connected(this.relayUrl);
    try {
      // The server keeps the rows of a cursor that is held, so that no transaction stays open while they go to the log.
      await client.query(`BEGIN; DECLARE missed NO SCROLL CURSOR WITH HOLD FOR
        SELECT position, recorded_at AS "recordedAt", topic, key, partition, headers, value FROM outbox
         WHERE recorded_at > coalesce((SELECT last_recorded_at FROM relay_progress WHERE slot = ${pg.escapeLiteral(this.name)}) - interval '1 minute', '-infinity')
         ORDER BY position; COMMIT`);
      for (;;) {
        const { rows } = await client.query<Omit<StreamedRow, 'position'> & { position: string }>('FETCH 1000 FROM missed');
        if (rows.length === 0) return;
        await take(rows.map((row) => ({ ...row, position: BigInt(row.position) })));
      }
    } finally {
      await client.end();
    }
  }

  /** Notes how far the log has confirmed, for a slot that is lost and for the outbox that is tidied. */
  async note(end: bigint, lastRecordedAt: Date): Promise<void> {
    await onceWith(this.relayUrl, (client) => client.query(
      `UPDATE relay_progress SET confirmed_lsn = $2, last_recorded_at = greatest(last_recorded_at, $3) WHERE slot = $1`,
      [this.name, lsnOf(end), lastRecordedAt]));
  }

  private async recovering(recovering: boolean): Promise<void> {
    await onceWith(this.relayUrl, (client) => client.query(
      'INSERT INTO relay_progress (slot, recovering) VALUES ($1, $2) ON CONFLICT (slot) DO UPDATE SET recovering = excluded.recovering',
      [this.name, recovering]));
  }

  /** WAL that the server keeps for this slot, in bytes. */
  async retainedBytes(): Promise<number> {
    const [row] = await onceWith(this.relayUrl, (client) => client.query<{ bytes: string }>(
      'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint AS bytes FROM pg_replication_slots WHERE slot_name = $1', [this.name]));
    return Number(row?.bytes ?? 0);
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function onceWith<Row extends pg.QueryResultRow>(url: string, work: (client: pg.Client) => Promise<pg.QueryResult<Row>>): Promise<Row[]> {
  const client = await connected(url);
  try {
    return (await work(client)).rows;
  } finally {
    await client.end();
  }
}
