import type { CoverArranged, CoverEnded } from '@hhp/contracts';
import { addDays, type Day, notFound, Refused } from '@hhp/domain-kit';
import { type Administrator, isInReach, type KnownPerson } from '../staff/staff.js';

export type CoverEvent = CoverArranged | CoverEnded;
export type KnownCover = CoverArranged['data'];
/** Somebody covers for somebody absent, on these days, both included. */
export type Cover = 'unknown' | KnownCover;

export function evolve(cover: Cover, event: CoverEvent): Cover {
  if (event.type === 'CoverArranged') return event.data;
  if (cover === 'unknown') return cover;
  const last = addDays(event.data.endedOn, -1);
  return last < cover.until ? { ...cover, until: last } : cover;
}

/** What is known when a cover is arranged or ended: both people, and today. */
export interface CoverContext {
  readonly today: Day;
  readonly absent: KnownPerson | undefined;
  readonly covering: KnownPerson | undefined;
}

/** A year is long for an absence: a cover that lasts longer is a panel that moves. */
const longestDays = 366;
const team = ['care-coordinator', 'cb-cme-supervisor', 'housing-navigator', 'community-health-worker'];

/** Said again as it stands it is nothing new; said otherwise it is the cover as it is from now on. */
export function arrange(cover: Cover, wanted: KnownCover, context: CoverContext, by: Administrator): CoverArranged[] {
  if (cover !== 'unknown' && cover.absent !== wanted.absent) throw new Refused('cover-stands', 'This cover is for somebody else', 'conflict', ['coverId']);
  if (wanted.until < wanted.from) throw new Refused('days-reversed', 'A cover ends no sooner than it begins', 'invalid', ['until']);
  if (wanted.until < context.today) throw new Refused('days-past', 'A cover that is over is not arranged', 'invalid', ['until']);
  if (wanted.until > addDays(wanted.from, longestDays)) throw new Refused('cover-too-long', 'A cover lasts a year at most', 'invalid', ['until']);
  if (wanted.absent === wanted.covering) throw new Refused('cover-self', 'Somebody else covers', 'invalid', ['covering']);
  // A coordinator who is away may be suspended for that time; whoever covers may not.
  if (!context.absent || !isInReach(context.absent, by)) throw unknown('absent');
  const { covering } = context;
  if (!covering || covering.suspended || !isInReach(covering, by) || !covering.roles.some((role) => team.includes(role))) throw unknown('covering');
  if (covering.subject === by.actor) throw new Refused('own-rights', 'Nobody changes what they may do themselves', 'forbidden');
  if (covering.organizationId !== undefined && covering.organizationId !== context.absent.organizationId) throw unknown('covering');
  return same(cover, wanted) ? [] : [{ type: 'CoverArranged', data: wanted }];
}

/** From today on nobody covers. One that is over stays as it was. */
export function end(cover: Cover, coverId: string, context: CoverContext, by: Administrator): CoverEnded[] {
  if (cover === 'unknown' || !context.absent || !isInReach(context.absent, by)) throw notFound('cover');
  return cover.until < context.today || cover.until < cover.from ? [] : [{ type: 'CoverEnded', data: { coverId, endedOn: context.today } }];
}

const unknown = (field: string): Refused => new Refused('person-unknown', 'Nobody of this id works here', 'invalid', [field]);
const same = (cover: Cover, wanted: KnownCover): boolean =>
  cover !== 'unknown' && cover.covering === wanted.covering && cover.from === wanted.from && cover.until === wanted.until;
