import type { Fact, Kind } from '../model/facts.js';

/** `a1` as the id of a thing, `a` as the id of a member, and back. */
export const idOf = (name: string): string => `00000000-0000-7000-8000-${Buffer.from(name).toString('hex').padStart(12, '0')}`;
const nameFrom = (id: string): string => Buffer.from(id.slice(-12), 'hex').toString().replaceAll('\0', '');

/** What a thing's event says of itself, in the one field that it has for words: its kind, what is wrong with it and what it needs. */
export const reasonOf = ({ kind, flaw, needs }: Pick<Fact, 'kind' | 'flaw' | 'needs'>): string => [kind, flaw ?? 'well', needs ?? 'nothing'].join('.');
export function saidBy(reason: string): Pick<Fact, 'kind' | 'flaw' | 'needs'> {
  const [kind, flaw, needs] = reason.split('.');
  return { kind: kind as Kind, flaw: flaw === 'well' ? undefined : flaw as Fact['flaw'], needs: needs === 'nothing' ? undefined : needs };
}

interface Said {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | null;
}

/** A row of the outbox as the ledger's fact. */
export function factOf(id: number, { key, headers, value }: Said): Fact {
  const subject = headers['ce_subject'];
  if (!subject) return { id, key, aggregate: '', version: 0, kind: 'beat' };
  const { reason } = JSON.parse(value!) as { reason: string };
  return { id, key: nameFrom(key), aggregate: nameFrom(subject), version: Number(headers['ce_aggregateversion']), ...saidBy(reason) };
}

/** What nobody can read is unreadable from the first copy on. */
export function corrupted(value: string | null): string | null {
  if (value === null || !value.includes('reason')) return value;
  return saidBy((JSON.parse(value) as { reason: string }).reason).flaw === 'unreadable' ? '{' : value;
}
