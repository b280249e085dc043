import { fetchTools, jarsFolder } from '@hhp/local-stack';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { said } from '../world/programs.js';

const topic = 'faults-probe';
const small = ['-Xmx64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Kafka's own console consumer on a topic of its own, into which its console producer writes ten times a second: how soon Kafka's own client is back. */
export class JavaReader {
  private heardAt = 0;
  private writing = true;
  private readonly children: ChildProcess[] = [];

  private constructor(private readonly broker: string) {}

  static async start(broker: string): Promise<JavaReader> {
    const path = join(await fetchTools(jarsFolder()), '*');
    await said('java', [...small, '-cp', path, 'org.apache.kafka.tools.TopicCommand', '--bootstrap-server', broker, '--create', '--if-not-exists', '--topic', topic]);
    const reader = new JavaReader(broker);
    const consumer = spawn('java', [
      ...small, '-cp', path, 'org.apache.kafka.tools.consumer.ConsoleConsumer', '--bootstrap-server', broker, '--topic', topic, '--group', 'faults-probe',
    ], { stdio: ['ignore', 'pipe', 'ignore'] });
    consumer.stdout.on('data', () => { reader.heardAt = Date.now(); });
    reader.children.push(consumer);
    void reader.write(path);
    for (let waited = 0; reader.heardAt === 0 && waited < 30_000; waited += 100) await pause(100);
    return reader;
  }

  /** When it first heard something after an instant; nothing when it did not within a minute. */
  async heardAfter(since: number): Promise<number | undefined> {
    for (let waited = 0; this.heardAt < since && waited < 60_000; waited += 20) await pause(20);
    return this.heardAt < since ? undefined : this.heardAt;
  }

  stop(): void {
    this.writing = false;
    for (const child of this.children) child.kill('SIGKILL');
  }

  private async write(path: string): Promise<void> {
    const soon = ['reconnect.backoff.ms=50', 'reconnect.backoff.max.ms=200', 'retry.backoff.ms=50', 'retry.backoff.max.ms=200', 'linger.ms=5', 'delivery.timeout.ms=300000'];
    const writer = spawn('java', [
      ...small, '-cp', path, 'org.apache.kafka.tools.ConsoleProducer', '--bootstrap-server', this.broker, '--topic', topic,
      ...soon.flatMap((each) => ['--command-property', each]),
    ], { stdio: ['pipe', 'ignore', 'ignore'] });
    writer.stdin.on('error', () => undefined);
    this.children.push(writer);
    for (let nth = 0; this.writing; nth++) {
      writer.stdin.write(`${nth}\n`);
      await pause(100);
    }
  }
}
