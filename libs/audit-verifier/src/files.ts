import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditRecord, SignedCheckpoint } from './verify.js';

/** The checkpoints of a file of JSON lines, or of every such file in a folder; what Kafka's console consumer writes is one too. */
export function checkpointsIn(path: string): SignedCheckpoint[] {
  if (statSync(path).isDirectory()) return readdirSync(path).filter((name) => name.endsWith('.jsonl')).flatMap((name) => checkpointsIn(join(path, name)));
  return readFileSync(path, 'utf8').split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as SignedCheckpoint);
}

/** The records of an export, one of JSON in a line. */
export async function* recordsIn(path: string): AsyncGenerator<AuditRecord> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) if (line !== '') yield JSON.parse(line) as AuditRecord;
}
