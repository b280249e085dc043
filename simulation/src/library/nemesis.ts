import type pg from 'pg';
import { setClock } from './database.js';
import { idOf } from './names.js';
import type { Field, Processes } from './processes.js';
import { type Outgoing, places } from './simulated-log.js';
import type { Row } from './simulated-wal.js';
import { processOf } from './turns.js';

/** What goes wrong, as chance decides; nothing any more when the schedule comes to rest. */
export class Nemesis {
  rests = false;
  rebuilding = 0;

  constructor(private readonly field: Field, private readonly processes: Processes, private readonly admin: pg.Client) {}

  /** Perhaps something, and mostly nothing. */
  async act(): Promise<void> {
    const { turns: { chance }, observer, wal } = this.field;
    if (this.rests || chance.below(14) !== 13) return;
    const faults: readonly (() => void | Promise<void>)[] = [
      () => this.passTo(this.field.turns.now + 20 * (1 + chance.below(10))),
      () => this.killed(), () => this.killed(), () => { this.processes.startAll(); }, () => { this.processes.startAll(); },
      () => { if (wal.cut()) observer.bite('cut'); }, () => { this.slotLost(); }, () => { this.reassigned(); }, () => { this.reassigned(); },
      () => { this.copied(); }, () => { this.copied(); }, () => { this.copied(); }, () => { this.shuffled(); },
      () => { this.rebuilt(); }, () => this.muchLater(),
    ];
    await faults[chance.below(faults.length)]!();
  }

  async passTo(now: number): Promise<void> {
    this.field.turns.now = Math.max(now, this.field.turns.now);
    await setClock(this.admin, this.field.turns.now);
  }

  private async killed(): Promise<void> {
    this.field.observer.bite('died');
    await this.processes.kill(this.field.turns.chance.below(2));
  }

  private slotLost(): void {
    const { observer, wal } = this.field;
    observer.bite('slot-lost');
    observer.ledger.reread = true;
    wal.lose();
  }

  private reassigned(): void {
    const { log, observer, turns: { chance } } = this.field;
    const place = chance.below(places.length);
    if (chance.below(3) === 2) log.forget(place);
    for (const group of log.groups) log.assign(group, place, chance.below(2));
    observer.bite('reassigned');
  }

  /** Somebody from outside writes what the relay has written, or will; often what stands behind a parked key, where a copy is hardest to tell. */
  private copied(): void {
    const { wal, turns: { chance } } = this.field;
    const [all, standing] = [wal.transactions.flatMap((each) => [...each.rows]), this.standing()];
    const rows = standing.length > 0 && chance.below(3) > 0 ? standing : all;
    const row = rows[chance.below(rows.length || 1)];
    if (row) this.copy(row);
  }

  /** What stands behind a parked key, the youngest first. */
  private shuffled(): void {
    for (const row of this.standing().reverse()) this.copy(row);
  }

  private standing(): Row[] {
    const { wal, observer } = this.field;
    return wal.transactions.flatMap((each) => [...each.rows]).filter(({ key }) => observer.live.stands.some((name) => idOf(name) === key));
  }

  private copy(row: Row): void {
    this.field.observer.bite('copied');
    this.field.log.append({ ...row, headers: JSON.parse(row.headers) as Outgoing['headers'], topic: row.topic as Outgoing['topic'] }, 'outside');
  }

  rebuilt(): void {
    const running = this.processes.some();
    if (!running) return;
    this.rebuilding++;
    const rebuilt = processOf.run(running.process, () => running.messaging.rebuild('effects').then(() => undefined, () => undefined));
    void Promise.race([rebuilt, running.died]).then(() => { this.rebuilding--; });
  }

  private async muchLater(): Promise<void> {
    this.field.observer.bite('time-jumped');
    await this.passTo(this.field.turns.now + 31_000);
  }

  publish(): 'stored' | 'failed' | 'unacknowledged' | 'in part' {
    const { observer, turns: { chance } } = this.field;
    const drawn = this.rests ? 0 : chance.below(10);
    if (drawn === 9) observer.bite('publish-failed');
    if (drawn === 8) observer.bite('unacknowledged');
    if (drawn === 7) observer.bite('in-part');
    return drawn === 9 ? 'failed' : drawn === 8 ? 'unacknowledged' : drawn === 7 ? 'in part' : 'stored';
  }

  /** The connection breaks before a statement reaches the server, or after a commit did. */
  statement(commits: boolean): 'before' | 'after' | undefined {
    const { observer, turns: { chance } } = this.field;
    const many = commits ? 40 : 300;
    if (this.rests || chance.below(many) !== many - 1) return undefined;
    const how = commits && chance.below(2) === 1 ? 'after' : 'before';
    if (how === 'after') observer.bite('commit-lost');
    return how;
  }
}
