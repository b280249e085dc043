import { topics } from '@hhp/contracts';
import { notFound } from '@hhp/domain-kit';
import { AuditChain, type AuditConfig, type AuditStatus } from './audit-chain.js';
import { ConsumerRunner, type RunnerPorts } from './consumer-runner.js';
import { mustNotBeBehind } from './behind-log.js';
import type { Database } from './database.js';
import { deadlineTick } from './deadline-tick.js';
import { housekeeping, statistics } from './housekeeping.js';
import { KafkaLog } from './kafka-log.js';
import type { KafkaSecurity } from './kafka-security.js';
import type { EventLog } from './log.js';
import type { Loop } from './loop.js';
import { OutboxRelay, type RelayStatus } from './outbox-relay.js';
import { type ParkedKey, ParkedKeys } from './parked-keys.js';
import { type ReaderProgress, Progress } from './progress.js';
import { type ReaderParts, deadlineParts, readerParts } from './reader.js';
import { Rebuild, type Rebuilt } from './rebuild.js';
import { type RelaySource, serverSource } from './relay-source.js';
import type { Transactions } from './transactions.js';
import type { Tx } from './tx.js';

export interface MessagingConfig {
  readonly service: string;
  readonly database: Database;
  readonly relayUrl: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  /** What Kafka is shown and asked for; a plain connection without. */
  readonly security?: KafkaSecurity | undefined;
  readonly transactions: Transactions;
  /** How the audit is chained; a simulation does without. */
  readonly audit?: AuditConfig;
  /** Kafka in earnest; a simulation brings its own. */
  readonly log?: EventLog;
  /** The server's slot in earnest; a simulation brings its own. */
  readonly source?: RelaySource;
  /** Told when reading stopped for good; the process must end. */
  readonly failed?: (error: Error) => void;
}

export interface MessagingStatus {
  readonly relay: RelayStatus;
  readonly readers: readonly ReaderProgress[];
  readonly waitingKeys: number;
  readonly parkedKeys: number;
  readonly deadlinesOverdue: number;
  /** Nothing where the audit is not chained. */
  readonly audit: AuditStatus | undefined;
}

/** What runs in the background of a service: its relay, its readers, its deadlines. */
export class Messaging {
  private readonly log: EventLog;
  private readonly relay: OutboxRelay;
  private readonly housekeeping: Loop;
  private readonly statistics: Loop;
  private readonly chain: AuditChain | undefined;
  private readonly ports: RunnerPorts;
  private readers: ReadonlyMap<string, ReaderParts> = new Map();
  private runners: ConsumerRunner[] = [];
  private parked: ParkedKeys | undefined;
  private tick: Loop | undefined;
  private progress: Progress | undefined;
  private stopped: Promise<void> | undefined;

  constructor(private readonly config: MessagingConfig) {
    const { service, transactions, brokers, topicPrefix, relayUrl, security } = config;
    this.log = config.log ?? new KafkaLog({ brokers, topicPrefix, clientId: `hhp-${service}`, security });
    this.relay = new OutboxRelay(config.source ?? serverSource(relayUrl), this.log, (error) => { this.ports.failed(error); }, transactions.unsent);
    this.housekeeping = housekeeping(transactions);
    this.statistics = statistics(transactions);
    this.chain = config.audit && new AuditChain(service, transactions, config.audit);
    this.ports = { service, transactions, log: this.log, failed: config.failed ?? (() => undefined) };
  }

  async start(parts: { readonly readers: readonly object[]; readonly deadlines: readonly object[] }): Promise<void> {
    const { service, relayUrl, brokers, topicPrefix, security } = this.config;
    this.readers = new Map(parts.readers.map(readerParts).map((each) => [each.name, each]));
    const takers = new Map(parts.deadlines.flatMap((each) => [...deadlineParts(each)]));
    await this.config.transactions.system([], (tx) => tx.query(
      'INSERT INTO reader (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [[...this.readers.keys()]]));
    if (!this.config.log) await mustNotBeBehind({ service, relayUrl, place: { brokers, topicPrefix, security } });
    this.housekeeping.start();
    // Where the clock is simulated, time passes too quickly for it.
    if (!this.config.log) this.statistics.start();
    this.chain?.start();
    await this.relay.start();
    this.tick = deadlineTick(this.config.transactions, takers);
    if (takers.size > 0) this.tick.start();
    this.parked = new ParkedKeys(this.config.transactions, this.readers);
    this.parked.start();
    this.progress = new Progress(this.config.transactions, this.log, [...this.readers.values()]);
    this.runners = [...this.readers.values()].map((reader) => this.runnerOf(reader));
    await Promise.all(this.runners.map((runner) => runner.start()));
  }

  /** Finishes what is in hand, confirms it and leaves. */
  stop(): Promise<void> {
    return (this.stopped ??= this.end());
  }

  private async end(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await Promise.all([this.tick?.stop(), this.parked?.stop(), this.chain?.stop(), this.housekeeping.stop(), this.statistics.stop()]);
    await this.relay.stop();
    await this.log.close();
  }

  async status(): Promise<MessagingStatus> {
    const [relay, readers, counts, audit] = await Promise.all([
      this.relay.status(), this.progress?.read() ?? [], this.config.transactions.system([], counted), this.chain?.status(),
    ]);
    return { relay, readers, ...counts, audit };
  }

  parkedKeys(): Promise<ParkedKey[]> {
    return this.parked?.list() ?? Promise.resolve([]);
  }

  async release(id: string): Promise<void> {
    await this.parked?.release(id);
  }

  async discard(id: string): Promise<void> {
    await this.parked?.discard(id);
  }

  /** Makes the projection of a reader anew from the log, while it is read. */
  async rebuild(name: string): Promise<Rebuilt> {
    return new Rebuild(this.ports, this.mustRead(name)).run();
  }

  /** Refuses the name of a reader that there is not. */
  mustRead(name: string): ReaderParts {
    const reader = this.readers.get(name);
    if (!reader) throw notFound('reader');
    return reader;
  }

  /** The live reader: whichever generation of its tables is the live one now, and at rest while a rebuild changes them. */
  private runnerOf(reader: ReaderParts): ConsumerRunner {
    const identity = { name: reader.name, generation: 1 };
    const prepare = async (tx: Tx): Promise<boolean> => {
      const [row] = await tx.query<{ generation: number; rests: boolean }>(
        'SELECT generation, coalesce(rests_until > clock_timestamp(), false) AS rests FROM reader WHERE name = $1 FOR SHARE', [reader.name]);
      const same = identity.generation === row!.generation;
      identity.generation = row!.generation;
      return same && !row!.rests;
    };
    return new ConsumerRunner(reader, { identity, prepare }, this.ports);
  }
}

async function counted(tx: Tx): Promise<Pick<MessagingStatus, 'waitingKeys' | 'parkedKeys' | 'deadlinesOverdue'>> {
  const [row] = await tx.query<{ waiting: number; parked: number; overdue: number }>(
    `SELECT count(*) FILTER (WHERE k.kind = 'waiting')::integer AS waiting, count(*) FILTER (WHERE k.kind = 'refused')::integer AS parked,
            overdue_deadlines($1) AS overdue
       FROM parked_key k JOIN reader r ON r.name = k.reader AND r.generation = k.generation`, [new Date(tx.now.getTime() - 5_000)]);
  return { waitingKeys: row!.waiting, parkedKeys: row!.parked, deadlinesOverdue: row!.overdue };
}

/** The topics that a service's readers need and those it writes to. */
export function topicsOf(service: string, readers: readonly object[]): string[] {
  const written = Object.entries(topics).filter(([, { writer }]) => writer === service || writer === 'every service').map(([name]) => name);
  return [...new Set([...topicsRead(readers), ...written])];
}

/** The topics that readers need. */
export const topicsRead = (readers: readonly object[]): string[] => [...new Set(readers.map(readerParts).flatMap((each) => each.topics))];
