import { type Fact, type LogRecord, partitionOf, partitions } from './facts.js';

/** The log as a protocol sees it: partitions that only grow, and what a group of readers last said of its place. */
export class Log {
  private readonly records: readonly LogRecord[][] = partitions.map(() => []);
  /** Where a group begins when it comes again; may be lost, and may lie behind what is done. */
  readonly offsets = new Map<number, number>();

  append(fact: Fact): LogRecord {
    const partition = partitionOf(fact.key);
    const record = { partition, offset: this.end(partition), fact };
    this.records[partition]!.push(record);
    return record;
  }

  read(partition: number, from: number, most: number): readonly LogRecord[] {
    return this.records[partition]!.slice(from, from + most);
  }

  end(partition: number): number {
    return this.records[partition]!.length;
  }

  all(): readonly LogRecord[] {
    return this.records.flat();
  }
}
