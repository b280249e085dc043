import { randomUUID } from 'node:crypto';
import type { Topic } from '@hhp/contracts';
import { Api } from '../stage/api.js';
import { EventLog, placeOf, type Seen } from '../stage/event-log.js';
import { Mails } from '../stage/mails.js';
import type { Stage } from '../stage/stage.js';
import { neverSaw, type Seer, until } from '../stage/waiting.js';

/** That a reader saw it, asked of the public API of its service. */
export interface Sighting extends Seer {
  /** What it knows now, in words. */
  readonly knows: string;
  readonly check: () => Promise<unknown>;
}

/** One step of the story: what is done, which events it causes, and who has seen them. */
export interface Step<T> {
  readonly what: string;
  readonly does: (correlation: string) => Promise<T>;
  /** The topic and the types of the events that are expected. */
  readonly says?: readonly [topic: Topic, ...types: string[]];
  /** What must have gone wrong when the events do not come; without it their topic lacks them. */
  readonly needs?: string;
  /** Events that were caused without a request of ours are found so. */
  readonly found?: (event: Seen) => boolean;
  readonly seenBy?: (answer: T, events: readonly Seen[]) => readonly Sighting[];
}

/** Plays steps and tells them on the terminal. */
export class Narrator {
  readonly api: Api;
  readonly log: EventLog;
  readonly mails: Mails;
  private readonly chapters: { readonly title: string; readonly began: number }[] = [];

  constructor(readonly stage: Stage) {
    this.api = new Api(stage);
    this.log = new EventLog(stage);
    this.mails = new Mails(stage);
  }

  say(line: string): void {
    this.stage.say(line);
  }

  async chapter<T>(title: string, play: () => Promise<T>): Promise<T> {
    this.say(`\n${title}\n${'─'.repeat(title.length)}`);
    const began = performance.now();
    const result = await play();
    this.chapters.push({ title, began: performance.now() - began });
    return result;
  }

  /** How long each chapter took, in milliseconds. */
  get times(): readonly (readonly [title: string, millis: number])[] {
    return this.chapters.map(({ title, began }) => [title, began]);
  }

  async step<T>({ what, does, says, needs, found, seenBy }: Step<T>): Promise<T> {
    this.say(`\n  ${what}`);
    const correlation = randomUUID();
    // What is found by itself may have come a while before.
    const since = new Date(Date.now() - (found ? 60_000 : 1_000));
    const answer = await does(correlation);
    const [topic, ...types] = says ?? [];
    const fits = (event: Seen): boolean => types.includes(event.type) && (found ? found(event) : event.correlationId === correlation);
    const events = topic ? await this.log.some(topic, needs ?? `${topic} never held ${types.join(', ')}`, fits, { since, atLeast: types.length }) : [];
    for (const event of events) this.say(`      → ${event.type.padEnd(28)} ${placeOf(event)}`);
    for (const { service, reader, knows, check } of seenBy?.(answer, events) ?? []) {
      const began = performance.now();
      await until(neverSaw({ service, reader }, types.length > 0 ? types.join(', ') : `that it ${knows}`), async () => ((await check()) || undefined));
      this.say(`      ✓ ${`${service} (${reader}) ${knows}`.padEnd(64)} ${`${Math.round(performance.now() - began)} ms`.padStart(8)}`);
    }
    return answer;
  }
}
