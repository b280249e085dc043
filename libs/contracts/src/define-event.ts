import type { Topic } from './topics.js';

/** The fields of a class as plain readonly data: the core builds events as literals, the class only checks them. */
export type Plain<D> = { readonly [Field in keyof D]: D[Field] };

/**
 * One fact that a service says. `key` orders it (the member's opaque id, or the organization's for directory facts),
 * `aggregate` names the thing whose versions are counted; an event without aggregate (a heartbeat) has no version.
 */
export interface EventDefinition<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly version: number;
  readonly topic: Topic;
  readonly schema: new () => Data;
  readonly key: (data: Plain<Data>) => string;
  readonly aggregate: ((data: Plain<Data>) => string) | undefined;
  /** The partition that the fact is about, where that is not for the key to say (a heartbeat). */
  readonly partition: ((data: Plain<Data>) => number) | undefined;
  /** Sensitivity labels that travel with the fact (`sud`, `mental-health` …). */
  readonly labels: (data: Plain<Data>) => readonly string[];
}

/** What the core produces for a definition: its type and its data. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Data> ? { readonly type: Type; readonly data: Plain<Data> } : never;

export interface EventDeclaration<Type extends string, Data extends object> {
  type: Type;
  version: number;
  topic: Topic;
  schema: new () => Data;
  key: (data: Plain<Data>) => string;
  aggregate?: (data: Plain<Data>) => string;
  labels?: (data: Plain<Data>) => readonly string[];
  partition?: (data: Plain<Data>) => number;
}

/** Declares an event. List it in the catalogue (`catalogue.ts`): an event that is not listed there is not published. */
export function defineEvent<const Type extends string, Data extends object>(
  declaration: EventDeclaration<Type, Data>,
): EventDefinition<Type, Data> {
  return { ...declaration, aggregate: declaration.aggregate, partition: declaration.partition, labels: declaration.labels ?? (() => []) };
}
