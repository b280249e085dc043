import { readFileSync } from 'node:fs';

/** A command as the ledger tells of it: what was wanted and the last thing that is known. */
export interface LedgerEntry {
  readonly id: string;
  readonly kind: string;
  readonly member: string;
  readonly subject: string | undefined;
  readonly control: string | undefined;
  readonly answer: 'done' | 'refused' | 'unknown' | 'none';
  readonly state: string | undefined;
  readonly repeats: number;
}

interface Line { id: string; what: string; kind: string; member: string; subject?: string; control?: string; state?: string }

/** Reads the file that the client wrote. A line that a death cut short can only be the last one. */
export function readLedger(file: string): LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue;
    const line = JSON.parse(text) as Line;
    const known = entries.get(line.id);
    if (line.what === 'intent') entries.set(line.id, { id: line.id, kind: line.kind, member: line.member, subject: line.subject, control: line.control, answer: 'none', state: undefined, repeats: 0 });
    else if (known && known.answer !== 'done') entries.set(line.id, { ...known, answer: line.what as 'done', state: line.state, repeats: known.repeats + (known.answer === 'none' ? 0 : 1) });
  }
  return [...entries.values()];
}
