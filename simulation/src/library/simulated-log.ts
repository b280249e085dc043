import type { EventLog } from '@hhp/messaging';
import { corrupted } from './names.js';
import { type Process, type Turns, processOf } from './turns.js';

export type Outgoing = Parameters<EventLog['publish']>[0][number];
type Take = Parameters<EventLog['subscribe']>[2];
type Batch = Parameters<Take>[0];
export type Incoming = Batch['records'][number];
type Topic = Outgoing['topic'];

/** The partitions of the log, each with a number by which ledger and twin know it. */
export const places = [{ topic: 'hhp.referral', partition: 0 }, { topic: 'hhp.referral', partition: 1 }, { topic: 'hhp.consent', partition: 0 }] as const;

interface Member {
  readonly process: Process;
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly take: Take;
  readonly holds: Map<number, Holding>;
  closed: boolean;
}
/** A partition in the hands of a member, until it is given to another. */
interface Holding {
  at: number;
  busy: boolean;
  over: boolean;
}

/** A log in memory: what it takes, gives out and says of itself is decided by the schedule. */
export class SimulatedLog {
  readonly records: readonly Incoming[][] = places.map(() => []);
  private readonly offsets = new Map<string, number>();
  private members: Member[] = [];

  constructor(
    private readonly turns: Turns, private readonly placeOf: (record: Outgoing) => number,
    private readonly logged: (record: Incoming, place: number, from: 'relay' | 'outside') => void,
    private readonly outcome: () => 'stored' | 'failed' | 'unacknowledged' | 'in part',
  ) {}

  /** The log as one process reaches it. */
  port(process: Process): EventLog {
    return {
      publish: (records) => this.turns.ask('publish', async () => {
        const outcome = this.outcome();
        this.turns.note(() => `    publish: ${outcome}`);
        const stored = outcome === 'failed' ? [] : records.filter((record) => outcome !== 'in part' || this.placeOf(record) !== 1);
        for (const record of stored) this.append(record, 'relay');
        if (outcome !== 'stored') throw new Error('the log did not answer');
      }),
      subscribe: async (group, topics, take) => {
        const member: Member = { process, group, topics, take, holds: new Map(), closed: false };
        this.members.push(member);
        this.share(group);
        return { close: async () => { this.leave(member); } };
      },
      offsets: (topic) => this.turns.ask('offsets', async () => places.flatMap((place, nth) =>
        (place.topic === topic ? [{ partition: place.partition, first: 0, next: this.records[nth]!.length }] : []))),
      close: async () => undefined,
    };
  }

  append({ topic, key, headers, value }: Outgoing, from: 'relay' | 'outside'): void {
    const place = this.placeOf({ topic, key, headers, value, partition: null });
    const log = this.records[place]!;
    const { partition } = places[place]!;
    const record = { topic, partition, offset: log.length, key, headers, value: corrupted(value), loggedAt: Date.parse('2026-01-01T00:00:00.000Z') };
    log.push(record);
    this.logged(record, place, from);
  }

  /** Gives a partition to a member that lives; nobody else holds it from now on, though they may still be at work. */
  assign(group: string, place: number, nth: number): void {
    const wants = ({ topics }: Member): boolean => topics.includes(places[place]!.topic);
    const members = this.members.filter((each) => each.group === group && each.process.alive && wants(each));
    for (const { holds } of this.members.filter((each) => each.group === group)) {
      const held = holds.get(place);
      if (held) held.over = true;
      holds.delete(place);
    }
    const member = members[nth % (members.length || 1)];
    member?.holds.set(place, { at: this.offsets.get(`${group} ${place}`) ?? 0, busy: false, over: false });
  }

  private share(group: string): void {
    for (const place of places.keys()) this.assign(group, place, place);
  }

  private leave(member: Member): void {
    if (member.closed) return;
    member.closed = true;
    for (const held of member.holds.values()) held.over = true;
    this.members = this.members.filter((each) => each !== member);
    this.share(member.group);
  }

  died(process: Process): void {
    for (const member of this.members.filter((each) => each.process === process)) this.leave(member);
  }

  forget(place: number): void {
    for (const at of this.offsets.keys()) if (at.endsWith(` ${place}`)) this.offsets.delete(at);
  }

  get groups(): string[] {
    return [...new Set(this.members.map(({ group }) => group))];
  }

  /** Batches that could be given out now. */
  deliveries(): { readonly what: string; readonly process: Process; readonly take: () => Promise<void> }[] {
    return this.members.filter(({ process }) => process.alive).flatMap((member) => {
      const ready = [...member.holds].filter(([place, { busy, at }]) => !busy && this.records[place]!.length > at);
      const turns = ready.map((one) => [one]);
      return (ready.length > 1 ? [...turns, ready] : turns).map((those) => ({
        what: `deliver ${those.map(([place]) => place).join(' and ')}`, process: member.process,
        take: async () => { for (const [place, holding] of those) this.deliver(member, place, holding); },
      }));
    });
  }

  private deliver(member: Member, place: number, holding: Holding): void {
    const records = this.records[place]!.slice(holding.at, holding.at + 1 + this.turns.chance.below(4));
    holding.busy = true;
    const batch: Batch = {
      ...places[place]!, records, alive: async () => undefined,
      stored: (offset) => { if (!holding.over && !member.closed) this.offsets.set(`${member.group} ${place}`, offset + 1); },
    };
    const taken = (): void => {
      holding.at += records.length;
      holding.busy = false;
    };
    processOf.run(member.process, () => { void member.take(batch).then(taken); });
  }
}
