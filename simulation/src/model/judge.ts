import { type LogRecord, placeOf, versionOf, wanted } from './facts.js';
import type { Flaw } from './flaws.js';

/** What a reader knows when records come. */
export interface Known {
  readonly next: number;
  readonly versions: ReadonlyMap<string, number>;
  readonly parked: ReadonlySet<string>;
  /** What an operator discarded, by `versionOf` or, where it has none, by `placeOf`. */
  readonly discarded?: ReadonlySet<string> | undefined;
}

export type Verdict = 'apply' | 'skip' | 'duplicate' | 'gap' | 'unreadable' | 'behind' | 'discarded' | 'done';

export interface Plan {
  readonly effects: LogRecord[];
  readonly behind: LogRecord[];
  readonly aside: { readonly record: LogRecord; readonly reason: 'gap' | 'unreadable' }[];
  readonly versions: Map<string, number>;
  readonly verdicts: Verdict[];
  next: number;
}

type Has = (flaw: Flaw) => boolean;
export const sound: Has = () => false;

/** Decides about records before anything is done: the same rules as the library's `planSlice`, written anew. */
export function judge(records: readonly LogRecord[], known: Known, has: Has = sound): Plan {
  const versions = new Map(known.versions);
  const parked = new Set(known.parked);
  const plan: Plan = { effects: [], behind: [], aside: [], versions: new Map(), verdicts: [], next: known.next };
  for (const record of records) {
    const verdict = verdictOn(record, { ...known, next: plan.next, versions, parked }, has);
    plan.verdicts.push(verdict);
    if (verdict === 'done') continue;
    plan.next = record.offset + 1;
    if (verdict === 'behind') plan.behind.push(record);
    if (verdict === 'gap' || verdict === 'unreadable') {
      plan.aside.push({ record, reason: verdict });
      parked.add(record.fact.key);
    }
    if (verdict === 'apply' || (verdict === 'duplicate' && has('effects-before-duplicate-check') && wanted(record.fact.kind))) plan.effects.push(record);
    if (verdict === 'apply' || verdict === 'skip' || verdict === 'discarded') advance(record, { versions, changed: plan.versions }, verdict, has);
  }
  return plan;
}

function verdictOn(record: LogRecord, known: Known, has: Has): Verdict {
  const { offset, fact } = record;
  if (offset < known.next && !has('watermark-not-checked')) return 'done';
  if (known.parked.has(fact.key) && !has('parked-key-open')) return 'behind';
  const discarded = known.discarded?.has(placeOf(record)) === true || known.discarded?.has(versionOf(fact)) === true;
  const before = known.versions.get(fact.aggregate) ?? 0;
  if (fact.aggregate && fact.version <= before) return 'duplicate';
  if (fact.aggregate && fact.version > before + 1 && !has('gap-not-seen')) return 'gap';
  if (discarded && !has('discarded-judged-again')) return 'discarded';
  if (!wanted(fact.kind)) return 'skip';
  if (fact.flaw === 'unreadable') return 'unreadable';
  return discarded ? 'discarded' : 'apply';
}

type Versions = Map<string, number>;
function advance({ fact }: LogRecord, { versions, changed }: { versions: Versions; changed: Versions }, verdict: Verdict, has: Has): void {
  if (!fact.aggregate || (verdict === 'skip' && has('skipped-types-not-counted'))) return;
  versions.set(fact.aggregate, fact.version);
  changed.set(fact.aggregate, fact.version);
}
