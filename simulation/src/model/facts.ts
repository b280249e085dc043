/** What can happen to a thing: the life that I6 watches over. `noted` is a type that the reader does not want, `beat` belongs to no thing. */
export type Kind = 'opened' | 'moved' | 'noted' | 'reminded' | 'closed' | 'beat';

/** One event, as far as the protocol sees it. */
export interface Fact {
  readonly id: number;
  readonly key: string;
  /** Empty for facts of no aggregate; their version is 0. */
  readonly aggregate: string;
  readonly version: number;
  readonly kind: Kind;
  /** `unreadable` by anybody; `refused` by the handler until the reader is mended. */
  readonly flaw?: 'unreadable' | 'refused' | undefined;
  /** The handler cannot judge before it knows this aggregate of another partition. */
  readonly needs?: string | undefined;
}

export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  readonly fact: Fact;
}

/** `a` may hold poison, `b` may wait for facts of `c`; `a` and `b` share a partition, so that one must not delay the other. */
export const keys = ['a', 'b', 'c'] as const;
export const partitionOf = (key: string): number => (key === 'c' ? 1 : 0);
export const partitions = [0, 1] as const;
export const wanted = (kind: Kind): boolean => kind !== 'noted';
export const placeOf = ({ partition, offset }: Pick<LogRecord, 'partition' | 'offset'>): string => `${partition}/${offset}`;
export const versionOf = ({ aggregate, version }: Fact): string => `${aggregate} ${version}`;
export const nameOf = ({ key, aggregate, version, kind, id }: Fact): string => (aggregate ? `${aggregate}.v${version} ${kind}` : `${key} ${kind} #${id}`);

export type Life = 'none' | 'open' | 'closed';
const lives: Readonly<Record<Life, Partial<Record<Kind, Life>>>> = {
  none: { opened: 'open' }, open: { moved: 'open', noted: 'open', reminded: 'open', closed: 'closed' }, closed: {},
};
/** What becomes of a thing by an event; nothing when the event may not happen to it. */
export const lifeAfter = (life: Life, kind: Kind): Life | undefined => lives[life][kind];
