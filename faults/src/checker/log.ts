import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { said } from '../world/programs.js';

/** By this correlation id the records of a backlog are known. */
export const backlogMark = 'faults-backlog';

/** A record of Kafka as kcat gives it. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | null;
}

interface Line { topic: string; partition: number; offset: number; headers?: string[]; key: string | null; payload: string | null }

/** The whole log, topic by topic, each partition in order. kcat speaks to the broker itself; the product's client has no part in it. */
export class EventLog {
  private constructor(readonly records: readonly LogRecord[]) {}

  static async read(broker: string): Promise<EventLog> {
    const { topics } = JSON.parse(await said('kcat', ['-b', broker, '-L', '-J'])) as { topics: { topic: string; partitions: unknown[] }[] };
    const records: LogRecord[] = [];
    for (const { topic } of topics.filter((each) => each.topic.startsWith('hhp.'))) {
      const reading = spawn('kcat', ['-b', broker, '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-J', '-X', 'check.crcs=true'], { stdio: ['ignore', 'pipe', 'inherit'] });
      // A backlog that the nemesis wrote is a million times the same: it is counted by where the readers stand, not here.
      for await (const line of createInterface(reading.stdout)) if (line !== '' && !line.includes(backlogMark)) records.push(recordOf(JSON.parse(line) as Line));
    }
    records.sort((one, other) => one.topic.localeCompare(other.topic) || one.partition - other.partition || one.offset - other.offset);
    return new EventLog(records);
  }
}

function recordOf({ topic, partition, offset, headers = [], key, payload }: Line): LogRecord {
  const named: Record<string, string> = {};
  for (let at = 0; at + 1 < headers.length; at += 2) named[headers[at]!] = headers[at + 1]!;
  return { topic, partition, offset, key: key ?? '', headers: named, payload };
}

/** What the nemesis itself wrote goes by ids that say so. */
export const isForged = ({ key, headers }: LogRecord): boolean => key.startsWith('faults-') || (headers['ce_correlationid'] ?? '').startsWith('faults-');
