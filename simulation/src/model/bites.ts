/** What has to happen sometimes: a run in which one of these never came is toothless, and fails. */
export const bites = {
  'a process died': 'died', 'a process died in a transaction': 'died-in-transaction', 'a command whose answer was lost': 'answer-lost',
  'a repetition that got the first answer': 'repetition-answered', 'a race lost and begun again': 'race-lost', 'a command refused': 'refused',
  'commits in another order than positions': 'commit-order',
  'a relay died between send and confirm': 'died-unconfirmed',
  'a publish that failed': 'publish-failed', 'a publish whose acknowledgement was lost': 'acknowledgement-lost',
  'the log went down': 'log-down', 'a publish that was stored in part': 'stored-in-part',
  'a relay went on after its successor had begun': 'zombie-relay', 'a slot was lost': 'slot-lost', 'the outbox was read again': 'outbox-reread',
  'a relay died while it recovered': 'died-recovering', 'two relays wanted to recover': 'recovery-contended',
  'a copy from outside': 'copied', 'an event from outside before its time': 'early',
  'a duplicate dropped by version': 'duplicate', 'a slice found done by the watermark': 'watermark-passed',
  'a reader died before it told its place': 'died-untold',
  'a reader went on after its partition was given away': 'zombie-reader', 'a group lost its place': 'place-lost',
  'a gap waited': 'gap', 'a gap closed': 'gap-closed', 'a fact of another partition waited for': 'not-yet', 'a key was parked': 'parked',
  'an event waited behind its key': 'behind', 'a key became free while its next event came': 'freed-under-slice',
  'a key was released': 'released', 'a key was discarded': 'discarded', 'a duplicate was discarded': 'duplicate-discarded',
  'a discard refused while a rebuild reads': 'discard-refused',
  'a rebuild changed places': 'swapped', 'a rebuild died': 'rebuild-died', 'a rebuild was taken over': 'taken-over', 'the live reader rested': 'rested',
  'a rebuild passed what was discarded': 'discard-passed',
  'what was discarded stood behind a key in a rebuild': 'discard-met-behind', 'a deadline came': 'deadline', 'two ticks wanted one deadline': 'deadline-contended',
} as const;

export type Bite = (typeof bites)[keyof typeof bites];
export const biteNames = Object.values(bites);
