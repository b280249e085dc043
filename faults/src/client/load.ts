import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Chance } from '../chance.js';
import type { HttpAnswer, HttpClient } from './asking.js';
import { disenrol, nextCommand } from './commands.js';
import { sendMessage } from './hospital.js';
import type { Answered, Ledger } from './ledger.js';
import type { Member } from './member.js';
import { Pace } from './pace.js';
import type { Programme } from './programme.js';
import type { Command } from './words.js';

export interface LoadPorts {
  readonly http: HttpClient;
  readonly ledger: Ledger;
  readonly mllpPort: number;
  readonly programme: Programme;
  readonly services: readonly string[];
  readonly chance: Chance;
  /** Commands per second at the most. */
  readonly rate: number;
}

export interface LoadCounts { done: number; refused: number; unknown: number; repeats: number; twinsThatDiffer: number; unauthorised: number }

/** So many commands in a hundred are sent twice at once, with one key. */
const twins = 3;
/** What got no answer is asked again after this, and each time after twice as long: who is down is not kept down by those who wait. */
const [askAgainMs, longestMs] = [1_000, 4_000];

/** Whether two who were both told "done" were told different things; in which order fields stand says nothing. */
function differ(answers: readonly HttpAnswer[]): boolean {
  if (answers.length < 2 || answers.some(({ status }) => status === 0 || status >= 300)) return false;
  return !isDeepStrictEqual(answers[0]!.body, answers[1]!.body);
}

/** People who work: a closed loop of commands, each in the ledger before it is sent and after it was answered. */
export class Load {
  readonly counts: LoadCounts = { done: 0, refused: 0, unknown: 0, repeats: 0, twinsThatDiffer: 0, unauthorised: 0 };
  /** How often which service gave which answer that was none. */
  readonly troubles = new Map<string, number>();
  /** When each command was answered, by the service that answered: what recovery is measured by. */
  readonly answeredAt = new Map<string, number>();
  private stopping = false;
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: LoadPorts) {}

  start(): void {
    const pace = new Pace(this.ports.rate);
    this.running = Promise.all(Array.from({ length: pace.people }, () => this.work(pace)));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  /** In the end a few leave who have referrals open, and come back no more: what has to end by that is not begun anew. */
  async departures(count: number): Promise<void> {
    const leave = this.ports.programme.members.filter((each) => each.enrollmentId !== undefined && each.referrals.length > 0 && !each.unresolved);
    await Promise.all(leave.slice(0, count).map((member) => this.tell(member, disenrol(member), false)));
  }

  /** Asks again, with the same keys, whatever nobody knows of; answers how many remain unknown. */
  async resolve(withinMs: number): Promise<number> {
    const open = (): Member[] => this.ports.programme.members.filter(({ unresolved }) => unresolved);
    for (const until = Date.now() + withinMs; open().length > 0 && Date.now() < until; await pause(300)) {
      await Promise.all(open().slice(0, 40).map((member) => this.tell(member, member.unresolved!.command, true)));
    }
    return open().length;
  }

  private async work(pace: Pace): Promise<void> {
    const { chance, services, programme: { places } } = this.ports;
    const runs = (service: string): boolean => services.includes(service);
    while (!this.stopping) {
      if (!pace.begin()) {
        await pause(50);
        continue;
      }
      const [began, member] = [performance.now(), this.free()];
      if (member) {
        member.busy = true;
        const again = member.unresolved;
        await this.tell(member, again?.command ?? nextCommand(member, { places, runs }, chance), again !== undefined);
        member.busy = false;
      }
      const took = performance.now() - began;
      await pause(pace.breathMs(took, chance.next()));
      pace.end(took, member !== undefined && member.unresolved === undefined);
    }
  }

  /** Somebody of whom nothing is on its way; a few come up much oftener than the others. */
  private free(): Member | undefined {
    const { members } = this.ports.programme;
    for (let tries = 0; tries < 30; tries++) {
      const member = members[this.ports.chance.skewed(members.length)]!;
      if (!member.busy && (!member.unresolved || Date.now() > member.unresolved.again)) return member;
    }
    return undefined;
  }

  private async tell(member: Member, command: Command, again: boolean): Promise<void> {
    const { id, kind, subject, message } = command;
    const { ledger, chance } = this.ports;
    if (again) this.counts.repeats++;
    else await ledger.note({ at: Date.now(), id, what: 'intent', kind, member: member.id, subject, control: message?.control });
    const began = performance.now();
    const twin = !again && chance.next() * 100 < twins;
    const answers = await Promise.all([this.send(command), ...(twin ? [this.send(command)] : [])]);
    if (differ(answers)) {
      this.counts.twinsThatDiffer++;
      this.trouble(`two answers to one ${kind}`);
    }
    const [answer, what] = this.judged(answers, again);
    this.counts[what]++;
    if (what !== 'done') this.trouble(`${command.http?.service ?? 'hospital'} ${kind} ${answer.status} ${String(answer.body['code'] ?? '')}`);
    if (what === 'done') command.done(answer);
    if (what === 'done') this.answeredAt.set(command.http?.service ?? 'hospital-feed', Date.now());
    const tries = (member.unresolved?.tries ?? 0) + 1;
    member.unresolved = what === 'unknown' ? { command, tries, again: Date.now() + Math.min(askAgainMs * 2 ** (tries - 1), longestMs) } : undefined;
    const state = answer.body['state'];
    await ledger.note({
      at: Date.now(), id, what, status: answer.status, code: String(answer.body['code'] ?? ''), took: Math.round(performance.now() - began),
      ...(typeof state === 'string' ? { state } : {}),
    });
  }

  private trouble(what: string): void {
    this.troubles.set(what, (this.troubles.get(what) ?? 0) + 1);
  }

  private async send({ http, message }: Command): Promise<HttpAnswer> {
    if (http) return this.ports.http.ask(http);
    const { code, controlId } = await sendMessage(this.ports.mllpPort, message!.text);
    if (controlId !== message!.control) return { status: 0, body: {} };
    return { status: code === 'AA' ? 200 : code === 'AR' ? 400 : 503, body: { code } };
  }

  /** A refusal means that nothing happened; of a repeat that was not let in, the first time is still unknown. */
  private judged(answers: readonly HttpAnswer[], again: boolean): [HttpAnswer, Answered] {
    const done = answers.find(({ status }) => status >= 200 && status < 300);
    if (done) return [done, 'done'];
    const [first] = answers as [HttpAnswer];
    if (answers.some(({ status }) => status === 401)) this.counts.unauthorised++;
    const unclear = ({ status }: HttpAnswer): boolean => status === 0 || status >= 500 || ((again || answers.length > 1) && [401, 408, 429].includes(status));
    return [first, answers.some(unclear) ? 'unknown' : 'refused'];
  }
}
