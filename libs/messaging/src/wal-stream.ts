import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { PgoutputPlugin } from 'pg-logical-replication';

/** One row that was inserted into the outbox, with the end of the transaction that it belongs to. */
export interface StreamedRow {
  readonly position: bigint;
  readonly recordedAt: Date;
  readonly topic: string;
  readonly key: string;
  readonly partition: number | null;
  readonly headers: string;
  readonly value: string | null;
}

/** What the stream hands on: rows of one committed transaction, or a keepalive of a server that has nothing (more) to say. */
export type WalMessage =
  | { readonly kind: 'transaction'; readonly rows: readonly StreamedRow[]; readonly end: bigint }
  | { readonly kind: 'keepalive'; readonly end: bigint };

type Pgoutput = ReturnType<PgoutputPlugin['parse']>;
interface Connection extends EventEmitter { sendCopyFromChunk(chunk: Buffer): void; readonly stream: { pause(): void; resume(): void; destroy(): void } }

/** What is confirmed within this is told together, so one timer is enough; what a death takes of it is published again. */
const tellAfterMs = 50;

/** The replication protocol as far as a relay needs it; positions are confirmed to the byte, and never beyond what was asked. */
export class WalStream {
  private rows: StreamedRow[] = [];
  private readonly plugin: PgoutputPlugin;
  private client: pg.Client | undefined;
  private connection: Connection | undefined;
  private stopped = false;
  private safe = 0n;
  private telling: NodeJS.Timeout | undefined;

  constructor(private readonly url: string, private readonly slot: string, publication: string) {
    this.plugin = new PgoutputPlugin({ protoVersion: 1, publicationNames: [publication] });
  }

  /** Streams until the connection ends or `stop` is called; resolves or throws then. Of two who stream one slot the second is refused. */
  async run(take: (message: WalMessage) => void, started: () => void): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, replication: 'database', application_name: this.slot, keepAlive: true } as pg.ClientConfig);
    client.on('error', () => undefined);
    await client.connect();
    if (this.stopped) return client.end();
    const connection = (client as unknown as { connection: Connection }).connection;
    [this.client, this.connection] = [client, connection];
    connection.once('replicationStart', started);
    connection.on('copyData', ({ chunk }: { chunk: Buffer }) => { this.take(chunk, take); });
    await this.plugin.start(client, this.slot, '0/00000000');
  }

  /** Everything before `end` is safe: the server may forget it. It is told a moment later, since a telling costs both sides as much as an event. */
  confirm(end: bigint): void {
    this.safe = end;
    this.telling ??= setTimeout(() => { this.tell(); }, tellAfterMs);
  }

  private tell(): void {
    clearTimeout(this.telling);
    this.telling = undefined;
    const answer = Buffer.alloc(34);
    answer[0] = 0x72;
    for (const at of [1, 9, 17]) answer.writeBigUInt64BE(this.safe, at);
    answer.writeBigUInt64BE(BigInt(Date.now() - 946_684_800_000) * 1000n, 25);
    this.connection?.sendCopyFromChunk(answer);
  }

  pause(): void {
    this.connection?.stream.pause();
  }

  resume(): void {
    this.connection?.stream.resume();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.telling) this.tell();
    const { client, connection } = this;
    [this.client, this.connection] = [undefined, undefined];
    connection?.stream.resume();
    await Promise.race([client?.end(), new Promise((late) => { setTimeout(late, 1_000).unref(); })]);
    connection?.stream.destroy();
  }

  private take(chunk: Buffer, hand: (message: WalMessage) => void): void {
    if (chunk[0] === 0x6b) hand({ kind: 'keepalive', end: chunk.readBigUInt64BE(1) });
    if (chunk[0] !== 0x77) return;
    const message: Pgoutput = this.plugin.parse(chunk.subarray(25));
    if (message.tag === 'begin') this.rows = [];
    if (message.tag === 'insert' && message.relation.name === 'outbox') this.rows.push(rowOf(message.new as Record<string, unknown>));
    if (message.tag === 'commit') {
      hand({ kind: 'transaction', rows: this.rows, end: positionOf(message.commitEndLsn ?? '0/0') });
      this.rows = [];
    }
  }
}

function rowOf(row: Record<string, unknown>): StreamedRow {
  return {
    position: BigInt(row['position'] as string), recordedAt: new Date(row['recorded_at'] as string), topic: row['topic'] as string, key: row['key'] as string,
    partition: row['partition'] as number | null, headers: row['headers'] as string, value: row['value'] as string | null,
  };
}

/** `16/B374D848` as a number. */
export function positionOf(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

export const lsnOf = (position: bigint): string => `${(position >> 32n).toString(16).toUpperCase()}/${(position & 0xffff_ffffn).toString(16).toUpperCase()}`;
