import { Refused } from '@hhp/domain-kit';
import { auditRow } from './audit.js';
import { type Caller, scopeOf } from './caller.js';
import type { Trace } from './flush.js';
import { Gathering } from './gathering.js';
import { answersBefore } from './idempotency.js';
import { OpenTx, type Tx } from './tx.js';

/** One of the requests that share a transaction. */
export interface Asked<Request> {
  readonly request: Request;
  /** The transaction on behalf of whoever asks: what is said and seen by it is said and seen by them. */
  readonly tx: Tx;
}

/**
 * Does what many of one plan ask at once, with statements for all of them: an answer or a refusal for each, in their order. What is refused
 * must have left nothing.
 */
export type GroupWork<Request, Answer> = (tx: Tx, asked: readonly Asked<Request>[]) => Promise<(Answer | Refused)[]>;

interface Waiting<Request, Answer> {
  readonly caller: Caller;
  readonly request: Request;
  readonly resolve: (answer: Answer | Promise<Answer>) => void;
  readonly reject: (failure: unknown) => void;
}
type Work<T> = (tx: OpenTx, begun: Promise<void>) => Promise<{ answer: T; traces: Trace[] }>;

/** How a group gets its transactions. */
export interface GroupPorts {
  readonly alone: <T>(caller: Caller, work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly together: <T>(caller: Caller, work: Work<T>) => Promise<T>;
}

const [mostAtOnce, mostWaiting, worthAnother] = [64, 4_000, 16];
const limits = { atOnce: 2, next: () => mostAtOnce, enough: ({ length }: readonly unknown[]) => length >= worthAnother };

/**
 * Commands of one kind that come while others are at work wait for each other and share a transaction: one begin, one statement for all
 * their rows, one commit. When a group fails, each of its commands is tried alone, so that a bad one fails alone and of two with one key the
 * second finds the answer of the first.
 */
export class CommandGroup<Request, Answer> {
  private readonly lines = new Map<string, Gathering<Waiting<Request, Answer>>>();

  constructor(private readonly work: GroupWork<Request, Answer>, private readonly ports: GroupPorts) {}

  take(caller: Caller, request: Request): Promise<Answer> {
    // Whoever belongs to no plan works within the plan of a row, which is found out on the way.
    if (caller.tenants.length !== 1) return this.alone(caller, request);
    const place = JSON.stringify([scopeOf(caller), caller.organization, caller.purpose]);
    const line = this.lines.get(place) ?? new Gathering<Waiting<Request, Answer>>((group) => this.together(group), limits);
    this.lines.set(place, line);
    if (line.length >= mostWaiting) throw new Refused('too-busy', 'Too much is waiting to be written; try again', 'unavailable');
    return new Promise((resolve, reject) => { line.add({ caller, request, resolve, reject }); });
  }

  private async together(group: readonly Waiting<Request, Answer>[]): Promise<void> {
    try {
      const outcomes = await this.ports.together(group[0]!.caller, (tx, begun) => this.answers(tx, begun, group));
      group.forEach(({ resolve, reject }, nth) => {
        const outcome = outcomes[nth]!;
        if (outcome instanceof Refused) reject(outcome);
        else resolve(outcome.answer);
      });
    } catch {
      for (const { caller, request, resolve } of group) resolve(this.alone(caller, request));
    }
  }

  private async answers(
    tx: OpenTx, begun: Promise<void>, group: readonly Waiting<Request, Answer>[],
  ): Promise<{ answer: ({ answer: Answer } | Refused)[]; traces: Trace[] }> {
    const [before] = await Promise.all([answersBefore(tx, group.map(({ caller }) => caller), ''), begun]);
    const answer = [...before] as ({ answer: Answer } | Refused)[];
    const fresh = group.flatMap(({ caller, request }, nth) =>
      (before[nth] ? [] : [{ nth, request, tx: new OpenTx({ ...tx.session, members: new Set() }, caller, { correlationId: caller.correlationId }) }]));
    const done = fresh.length > 0 ? await this.work(tx, fresh) : [];
    const traces = fresh.flatMap(({ nth, tx: view }, at): Trace[] => {
      const outcome = done[at]!;
      answer[nth] = outcome instanceof Refused ? outcome : { answer: outcome };
      if (outcome instanceof Refused) return [];
      return [{ caller: view.caller, audit: auditRow(view, 'change'), answered: view.caller.idempotency && { answer: outcome, step: '' } }];
    });
    return { answer, traces };
  }

  private alone(caller: Caller, request: Request): Promise<Answer> {
    return this.ports.alone(caller, async (tx) => {
      const [outcome] = await this.work(tx, [{ request, tx }]);
      if (outcome instanceof Refused) throw outcome;
      return outcome!;
    });
  }
}
