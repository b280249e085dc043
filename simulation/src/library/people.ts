import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Chance } from '../chance.js';
import { type Kind, keys } from '../model/facts.js';
import type { Command } from '../model/writer.js';
import type { Field, Processes } from './processes.js';
import { processOf } from './turns.js';

const wishes: readonly Kind[] = ['opened', 'moved', 'moved', 'noted', 'closed', 'beat'];

/** Clients that ask until they are answered, and an operator who looks at keys that stand still. */
export class People {
  unanswered = 0;
  private deciding = false;
  private looksAgain = 0;

  constructor(
    private readonly field: Field, private readonly processes: Processes, private readonly admin: pg.Client, private readonly rebuild: () => void,
  ) {}

  /** Several clients, and what each of them wants. */
  start(): void {
    const { chance } = this.field.turns;
    // Half of the schedules are about one key, which may hold poison: there parking, discards and rebuilds meet.
    const oneKey = chance.below(2) === 1;
    const commands = Array.from({ length: 3 + chance.below(6) }, (_, nth) => commandOf(chance, nth, oneKey));
    const clients = 1 + chance.below(2);
    this.unanswered = commands.length;
    for (let nth = 0; nth < clients; nth++) void this.client(commands.filter((_, at) => at % clients === nth));
  }

  /** The same key each time, until there is an answer. */
  private async client(commands: readonly Command[]): Promise<void> {
    const { observer, turns } = this.field;
    for (const command of commands) {
      const entry: { answer?: string; done: number } = { done: 0 };
      observer.ledger.commands.set(command.id, entry);
      for (let tries = 0; entry.answer === undefined; tries++) {
        if (tries > 0) observer.bite('repeated');
        const answer = await turns.ask('a client asks', async () => this.processes.some()).then((running) => running && this.ask(running, command));
        if (answer !== undefined) entry.answer = answer;
      }
      this.unanswered--;
    }
  }

  private ask({ process, transactions, died }: NonNullable<ReturnType<Processes['some']>>, command: Command): Promise<string | undefined> {
    const refused = (failure: Error): string | undefined => ('kind' in failure ? 'refused' : undefined);
    const answer = processOf.run(process, () => this.processes.execute(transactions, command).catch(refused));
    return Promise.race([answer, died.then(() => undefined)]);
  }

  /** What the operator could do now. */
  operator(): readonly { readonly what: string; readonly process: undefined; readonly take: () => Promise<void> }[] {
    if (this.deciding || this.field.turns.now < this.looksAgain || this.field.observer.live.stands.length === 0) return [];
    return [{ what: 'an operator looks', process: undefined, take: () => this.decide() }];
  }

  private async decide(): Promise<void> {
    const { observer, turns: { chance, now } } = this.field;
    this.looksAgain = now + 40;
    const { rows: [parked] } = await this.admin.query<{ id: string; reason: string }>(
      "SELECT id, reason FROM parked_key WHERE kind = 'refused' AND generation = $1 ORDER BY key LIMIT 1", [observer.generation]);
    const running = this.processes.some();
    if (!parked || !running) return;
    const mend = parked.reason === 'not-mended' && chance.below(2) === 0;
    if (mend) await this.admin.query('INSERT INTO mended VALUES (true)');
    this.deciding = true;
    const { messaging, process, died } = running;
    const decided = processOf.run(process, () => (mend ? messaging.release(parked.id) : messaging.discard(parked.id)));
    const refused = (failure: unknown): void => { if ((failure as { code?: string }).code === 'rebuild-under-way') observer.bite('discard-refused'); };
    void Promise.race([decided.catch(refused), died]).then(() => {
      this.deciding = false;
      // What was decided has to hold in a rebuild.
      if (chance.below(2) === 1) this.rebuild();
    });
  }
}

function commandOf(chance: Chance, nth: number, oneKey: boolean): Command {
  const key = oneKey ? 'a' : nth < 2 ? (['c', 'b'] as const)[nth]! : keys[chance.below(keys.length)]!;
  const wish = nth < 2 ? 'opened' : wishes[chance.below(wishes.length)]!;
  const poison = key === 'a' && wish !== 'noted' ? chance.below(4) : 0;
  return {
    id: randomUUID(), key, aggregate: wish === 'beat' ? '' : `${key}${nth < 2 ? 1 : 1 + chance.below(2)}`, wish,
    flaw: poison === 3 ? 'unreadable' : poison === 2 ? 'refused' : undefined,
    needs: key === 'b' && wish === 'moved' && chance.below(2) === 1 ? 'c1' : undefined,
  };
}
