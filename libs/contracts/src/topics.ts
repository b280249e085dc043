/** How long and in what form a topic keeps its events. Facts are kept for ever: replay is a feature. */
export interface TopicDeclaration {
  /** The only service that may write to it. */
  readonly writer: string;
  /** The services that may read it beside its writer, and no others: rights at the broker are made from this. */
  readonly readers: readonly string[];
  /** `clear` carries ids, codes, dates and numbers; `sealed` identified data under a key per member; `public` organizations. */
  readonly tier: 'clear' | 'sealed' | 'public';
  readonly compacted: boolean;
  readonly partitions: number;
}

const facts = { tier: 'clear', compacted: false, partitions: 12 } as const;

/** The one declared list of topics; nothing creates a topic that is not here (`engineering` rule: auto-creation is off). */
export const topics = {
  'hhp.member': { ...facts, writer: 'enrollment', readers: ['assessment', 'hospital-feed', 'referral', 'reporting'] },
  // A member's key is in the partition of the same number as the profile: who reads both relies on it.
  'hhp.member-profile': { ...facts, writer: 'enrollment', readers: ['hospital-feed', 'notification'], tier: 'sealed', compacted: true },
  'hhp.member-key': { ...facts, writer: 'enrollment', readers: ['hospital-feed', 'notification'], tier: 'sealed', compacted: true },
  // Few, for a heartbeat goes to each of them twice a second.
  'hhp.consent': { ...facts, writer: 'enrollment', readers: ['notification', 'referral'], partitions: 4 },
  'hhp.care-entity': { ...facts, writer: 'enrollment', readers: [], tier: 'public', partitions: 3 },
  // Who works for whom, in which roles, and who covers for whom: ids and codes.
  'hhp.staff': { ...facts, writer: 'enrollment', readers: ['assessment', 'directory', 'hospital-feed', 'notification', 'referral', 'reporting'], partitions: 3 },
  'hhp.assessment': { ...facts, writer: 'assessment', readers: ['referral'] },
  'hhp.care-team': { ...facts, writer: 'assessment', readers: [] },
  'hhp.directory': { ...facts, writer: 'directory', readers: ['notification', 'referral', 'reporting'], tier: 'public' },
  'hhp.referral': { ...facts, writer: 'referral', readers: ['assessment', 'notification', 'reporting'] },
  'hhp.hospital-stay': { ...facts, writer: 'hospital-feed', readers: ['enrollment', 'referral'] },
  'hhp.notification': { ...facts, writer: 'notification', readers: ['referral'] },
  'hhp.disclosure': { ...facts, writer: 'notification', readers: ['reporting'] },
  'hhp.reporting': { ...facts, writer: 'reporting', readers: [], partitions: 3 },
  'hhp.audit': { ...facts, writer: 'every service', readers: ['reporting'], partitions: 6 },
  'hhp.audit-checkpoint': { ...facts, writer: 'every service', readers: [], partitions: 3 },
} as const satisfies Record<string, TopicDeclaration>;

export type Topic = keyof typeof topics;
export const topicNames = Object.keys(topics) as Topic[];
