import { type Topic, topicNames, topics } from '@hhp/contracts';

/** What a service may do with a topic at the broker. Nothing else: topics are made, changed and removed by nobody who serves. */
export type TopicRight = 'read' | 'write';

/**
 * The rights of one service, from the one declared list of topics. Topics that it alone writes it reads too: at its start it looks what it
 * said last. What all write, such as the audit, is read by those who are listed alone.
 */
export function rightsOf(service: string, topic: Topic): readonly TopicRight[] {
  const { writer, readers } = topics[topic] as { readonly writer: string; readonly readers: readonly string[] };
  const writes = writer === service || writer === 'every service';
  return [...(writes ? ['write' as const] : []), ...(writer === service || readers.includes(service) ? ['read' as const] : [])];
}

/** The topics on which a service has any right. */
export const topicsWithRights = (service: string): Topic[] => topicNames.filter((topic) => rightsOf(service, topic).length > 0);
