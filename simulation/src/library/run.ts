import type { Chance } from '../chance.js';
import { Violation } from '../model/ledger.js';
import { type SimulationDatabase, emptyDatabase } from './database.js';
import { Nemesis } from './nemesis.js';
import { type Bitten, Observer } from './observer.js';
import { People } from './people.js';
import { type Field, Processes } from './processes.js';
import type { Library } from './service.js';
import type { Sessions } from './sessions.js';
import { type Outgoing, SimulatedLog, places } from './simulated-log.js';
import { SimulatedWal } from './simulated-wal.js';
import { Turns, realRest } from './turns.js';

export interface LibraryOutcome {
  readonly violation?: { readonly invariant: string; readonly message: string };
  readonly bitten: Bitten;
  /** Records of the live reader that library and model decided alike. */
  readonly decisions: number;
  readonly steps: number;
  readonly trace?: readonly string[] | undefined;
}
const mostSteps = 4_000;

/** One schedule of the library's own code: real statements on a real server; log, slot, time and chance are the schedule's. */
export class LibrarySchedule {
  private readonly field: Field;
  private readonly processes: Processes;
  private readonly people: People;
  private readonly nemesis: Nemesis;
  /** The first thing that was seen to be wrong, wherever that was. */
  private failure: unknown;

  constructor(chance: Chance, library: Library, private readonly database: SimulationDatabase, sessions: Sessions) {
    const turns = new Turns(chance);
    const wal = new SimulatedWal(turns);
    const observer = new Observer(database.admin, wal, (what) => { turns.note(what); });
    const logged: ConstructorParameters<typeof SimulatedLog>[2] = (record, place, from) => {
      try { observer.logged(record, place, from); } catch (failure) { this.failure ??= failure; }
    };
    const log = new SimulatedLog(turns, placeOf, logged, () => this.nemesis.publish());
    this.field = { turns, wal, observer, log, sessions, library };
    this.processes = new Processes(this.field);
    this.people = new People(this.field, this.processes, database.admin, () => { this.nemesis.rebuilt(); });
    this.nemesis = new Nemesis(this.field, this.processes, database.admin);
    sessions.turns = turns;
    sessions.committed = async (statements) => { await observer.committed(statements).catch((failure: unknown) => { this.failure ??= failure; }); };
    sessions.waited = () => { observer.bite('waited-for-lock'); };
    sessions.fails = (commits) => this.nemesis.statement(commits);
  }

  async run(tracing: boolean): Promise<LibraryOutcome> {
    const { turns, observer } = this.field;
    if (tracing) turns.trace = [];
    await emptyDatabase(this.database.admin);
    const uninstall = turns.install();
    let violation: LibraryOutcome['violation'];
    let steps = 0;
    try {
      this.processes.startAll();
      this.people.start();
      steps = await this.untilRest();
      await observer.reckon();
    } catch (failure) {
      if (!(failure instanceof Violation)) throw failure;
      violation = { invariant: failure.invariant, message: failure.message };
    } finally {
      await this.processes.killAll();
      uninstall();
    }
    observer.bite('reread', this.field.wal.rereads);
    return { ...(violation ? { violation } : {}), bitten: observer.bitten, decisions: observer.live.decisions, steps, trace: turns.trace };
  }

  /** Trouble for a while, and then none: everything has to come to rest. */
  private async untilRest(): Promise<number> {
    const troubled = 40 + this.field.turns.chance.below(160);
    for (let steps = 0; ; steps++) {
      if (this.failure) throw this.failure as Error;
      if (steps === troubled) {
        this.nemesis.rests = true;
        this.processes.startAll();
      }
      // The lease of a rebuild that died is over at some time; until then keys rest, and nobody may decide about them.
      if (steps >= troubled && (steps - troubled) % 1_000 === 0) await this.nemesis.passTo(this.field.turns.now + 31_000);
      if (steps > troubled && this.quiet() && await this.unsettled() === '') return steps;
      if (steps > mostSteps) throw new Violation('I5', `nothing comes to rest: ${await this.unsettled()}`);
      await this.processes.startFailed();
      await this.nemesis.act();
      await this.advance();
    }
  }

  /** One thing that can happen now; when nothing can, time passes to the next that somebody waits for. */
  private async advance(): Promise<void> {
    const { turns, log, wal, sessions } = this.field;
    await turns.drained();
    const ready = [...turns.ready(), ...log.deliveries(), ...wal.deliveries(), ...this.people.operator()];
    const turn = ready[turns.chance.below(ready.length || 1)];
    if (turn) {
      turns.note(() => `· ${turn.process?.name ?? 'somebody'}: ${turn.what}`);
      await turns.take(turn);
    } else if (sessions.someoneWaits) await realRest(3);
    else await this.nemesis.passTo(turns.next() ?? turns.now + 50);
  }

  private quiet(): boolean {
    return this.people.unanswered === 0 && this.nemesis.rebuilding === 0 && this.field.wal.relayed;
  }

  private async unsettled(): Promise<string> {
    const { log, observer } = this.field;
    const { rows: [row] } = await this.database.admin.query<{ deadlines: number; parked: number }>(
      `SELECT (SELECT count(*) FROM deadline)::int AS deadlines, (SELECT count(*) FROM parked_key WHERE generation = $1)::int AS parked`,
      [observer.generation]);
    const behind = [...places.keys()].filter((place) => observer.live.mark(place) < log.records[place]!.length)
      .map((place) => `the reader is at ${observer.live.mark(place)} of ${log.records[place]!.length} in ${place}`);
    return [
      this.quiet() ? '' : 'somebody is at work', ...behind, row!.deadlines > 0 ? 'a deadline is left' : '',
      row!.parked > 0 ? 'a key stands still' : '',
    ].filter(Boolean).join(', ');
  }
}

const placeOf = ({ topic, key }: Outgoing): number => (topic === 'hhp.consent' ? 2 : key.endsWith('63') ? 1 : 0);
