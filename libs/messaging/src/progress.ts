import type { EventLog } from './log.js';
import type { ReaderParts } from './reader.js';
import type { Transactions } from './transactions.js';

/** How far a reader has come in a partition. */
export interface ReaderProgress {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly lag: number;
  readonly secondsWithoutProgress: number;
  /** False when there is something to read and nothing has moved for a while. */
  readonly healthy: boolean;
}

/** Nothing moved for this long although there was something to read: the reader counts as stuck. */
const patience = 30;

/** Health is progress: not whether a reader says that it runs, but whether its watermark moves while there is something to read. */
export class Progress {
  /** Since when a partition has had something to read without its watermark moving. */
  private readonly behindSince = new Map<string, { next: number; since: number }>();

  constructor(private readonly transactions: Transactions, private readonly log: EventLog, private readonly readers: readonly ReaderParts[]) {}

  async read(): Promise<ReaderProgress[]> {
    const names = [...new Set(this.readers.flatMap((reader) => reader.topics))];
    const ends = new Map(await Promise.all(names.map(async (topic) => [topic, await this.log.offsets(topic)] as const)));
    const rows = await this.transactions.system([], (tx) => tx.query<{ reader: string; topic: string; partition: number; next_offset: string }>(
      'SELECT w.reader, w.topic, w.partition, w.next_offset FROM reader_watermark w JOIN reader r ON r.name = w.reader AND r.generation = w.generation'));
    const marks = new Map(rows.map((row) => [`${row.reader} ${row.topic} ${row.partition}`, Number(row.next_offset)]));
    return this.readers.flatMap((reader) => reader.topics.flatMap((topic) => (ends.get(topic) ?? []).map(({ partition, first, next }) => {
      const mark = Math.max(marks.get(`${reader.name} ${topic} ${partition}`) ?? 0, first);
      return this.judged(reader.name, topic, partition, { lag: Math.max(0, next - mark), mark });
    })));
  }

  private judged(name: string, topic: string, partition: number, { lag, mark }: { lag: number; mark: number }): ReaderProgress {
    const place = `${name} ${topic} ${partition}`;
    const before = this.behindSince.get(place);
    if (lag === 0) this.behindSince.delete(place);
    else if (before?.next !== mark) this.behindSince.set(place, { next: mark, since: performance.now() });
    const since = this.behindSince.get(place)?.since;
    const secondsWithoutProgress = since === undefined ? 0 : (performance.now() - since) / 1000;
    return { name, topic, partition, lag, secondsWithoutProgress, healthy: secondsWithoutProgress < patience };
  }
}
