import type pg from 'pg';
import { type LogRecord, placeOf, versionOf } from '../model/facts.js';
import { judge } from '../model/judge.js';
import { Violation } from '../model/ledger.js';
import { idOf } from './names.js';

/** What the reader's tables hold of one generation. */
interface Held {
  readonly marks: Record<string, number> | null;
  readonly versions: Record<string, number> | null;
  readonly parked: Record<string, string> | null;
}
/** By which a change of the reader's tables was made. */
export type Change =
  | { readonly kind: 'slice'; readonly place: number; readonly next: number }
  | { readonly kind: 'released'; readonly place: number; readonly offset: number }
  | { readonly kind: 'discarded'; readonly key: string };

const tables = `
  SELECT (SELECT json_object_agg(topic || ' ' || partition, next_offset) FROM reader_watermark WHERE generation = $1) AS marks,
         (SELECT json_object_agg(aggregate, version) FROM reader_version WHERE generation = $1) AS versions,
         (SELECT json_object_agg(key, (SELECT coalesce(string_agg(e.record_offset::text, ' ' ORDER BY e.record_offset), '') FROM parked_event e
            WHERE e.parked_key = k.id)) FROM parked_key k WHERE generation = $1) AS parked`;

/** The model's reader beside the library's: given the same records it decides too, and after each transaction both must hold the same. */
export class Twin {
  private readonly marks = new Map<number, number>();
  private readonly versions = new Map<string, number>();
  private readonly parked = new Map<string, LogRecord[]>();
  private readonly discarded = new Set<string>();
  decisions = 0;
  duplicates = 0;

  constructor(readonly generation: number, private readonly log: readonly LogRecord[][], private readonly rebuilds: boolean, discarded: Iterable<string> = []) {
    this.discarded = new Set(discarded);
  }

  mark(place: number): number {
    return this.marks.get(place) ?? 0;
  }

  get stands(): readonly string[] {
    return [...this.parked.keys()];
  }

  /** By versions of aggregates, or by places in the log. */
  get discards(): Iterable<string> {
    return this.discarded;
  }

  /** Follows one transaction; `took` are the records that took effect in it. */
  follow(change: Change, took: ReadonlySet<string>): void {
    if (change.kind === 'slice') for (let at = this.mark(change.place); at < change.next; at++) this.decide(change.place, at, took);
    if (change.kind === 'released') this.release(change.place, change.offset, took);
    if (change.kind === 'discarded') this.discard(change.key);
  }

  private decide(place: number, at: number, took: ReadonlySet<string>): void {
    this.decisions++;
    const record = this.log[place]![at]!;
    const discarded = this.rebuilds ? this.discarded : undefined;
    const plan = judge([record], { next: this.mark(place), versions: this.versions, parked: new Set(this.parked.keys()), discarded });
    this.marks.set(place, at + 1);
    const [verdict] = plan.verdicts;
    if (verdict === 'duplicate') this.duplicates++;
    if (verdict === 'behind') this.parked.get(record.fact.key)!.push(record);
    // Whether its handler refuses or cannot judge yet is the handler's affair: then it may stand aside, and not without a reason.
    const refused = verdict === 'apply' && !took.has(`${place}/${at}`);
    if (refused && !record.fact.flaw && !record.fact.needs) throw new Violation('twin', `${place}/${at} took no effect and stands aside`);
    if (verdict !== 'apply' && took.has(`${place}/${at}`)) throw new Violation('twin', `${place}/${at} took effect; the model says ${verdict}`);
    if (refused || plan.aside.length > 0) this.parked.set(record.fact.key, [record]);
    else for (const [aggregate, version] of plan.versions) this.versions.set(aggregate, version);
  }

  private release(place: number, offset: number, took: ReadonlySet<string>): void {
    this.decisions++;
    const record = this.log[place]![offset]!;
    const behind = this.parked.get(record.fact.key) ?? [];
    const turn = behind.find((each) => !judge([each], { next: each.offset, versions: this.versions, parked: new Set() }).verdicts.includes('gap'));
    if (turn !== record) throw new Violation('twin', `${place}/${offset} was released; the model says ${turn ? `${place}/${turn.offset}` : 'none'}`);
    const { verdicts: [verdict], versions } = judge([record], { next: offset, versions: this.versions, parked: new Set(), discarded: this.discarded });
    if ((verdict === 'apply') !== took.has(`${place}/${offset}`)) throw new Violation('twin', `${place}/${offset} was released; the model says ${verdict!}`);
    for (const [aggregate, version] of versions) this.versions.set(aggregate, version);
    this.parked.set(record.fact.key, behind.filter((each) => each !== record));
  }

  private discard(key: string): void {
    this.decisions++;
    let left = this.parked.get(key) ?? [];
    for (let before = -1; left.length !== before;) {
      before = left.length;
      left = left.filter((record) => {
        const known = { next: record.offset, versions: this.versions, parked: new Set<string>(), discarded: new Set([placeOf(record)]) };
        const { verdicts, versions } = judge([record], known);
        if (verdicts.includes('gap')) return true;
        for (const [aggregate, version] of versions) this.versions.set(aggregate, version);
        if (!verdicts.includes('duplicate')) this.discarded.add(record.fact.aggregate ? versionOf(record.fact) : placeOf(record));
        return false;
      });
    }
    if (left.length === 0) this.parked.delete(key);
    else this.parked.set(key, left);
  }

  /** What the tables hold must be what the model holds. */
  async compare(admin: pg.Client, places: readonly string[]): Promise<void> {
    const { rows: [row] } = await admin.query<Held>(tables, [this.generation]);
    // A key behind which nothing is left stands until it is looked at.
    for (const [key, behind] of this.parked) if (behind.length === 0 && row!.parked?.[keyId(key)] === undefined) this.parked.delete(key);
    const theirs = { marks: sorted(row!.marks ?? {}), versions: sorted(row!.versions ?? {}), parked: sorted(row!.parked ?? {}) };
    const ours = {
      marks: sorted(Object.fromEntries([...this.marks].filter(([, next]) => next > 0).map(([place, next]) => [places[place]!, next]))),
      versions: sorted(Object.fromEntries([...this.versions].map(([aggregate, version]) => [idOf(aggregate), version]))),
      parked: sorted(Object.fromEntries([...this.parked].map(([key, behind]) =>
        [keyId(key), behind.map(({ offset }) => offset).sort((one, other) => one - other).join(' ')]))),
    };
    for (const what of ['marks', 'versions', 'parked'] as const) {
      const [one, other] = [JSON.stringify(ours[what]), JSON.stringify(theirs[what])];
      if (one !== other) throw new Violation('twin', `generation ${this.generation}: the model holds ${what} ${one}, the tables ${other}`);
    }
  }
}

const keyId = (key: string): string => (key.startsWith('heartbeat') ? key : idOf(key));

/** Marks of nothing are left out: a row that was only made to be locked says no more than none. */
const sorted = (row: Record<string, unknown>): [string, unknown][] =>
  Object.entries(row).filter(([, value]) => value !== 0).sort(([one], [other]) => (one < other ? -1 : 1));

