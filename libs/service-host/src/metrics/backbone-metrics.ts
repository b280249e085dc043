import type { Messaging, MessagingStatus } from '@hhp/messaging';
import { Gauge, type Registry } from 'prom-client';

type Value = number | readonly { readonly labels: Record<string, string>; readonly value: number }[];
type Figure = readonly [name: string, help: string, labels: readonly string[], of: (status: MessagingStatus) => Value];

const byReader = (of: (reader: MessagingStatus['readers'][number]) => number) => ({ readers }: MessagingStatus): Value =>
  readers.map((reader) => ({ labels: { reader: reader.name, topic: reader.topic, partition: String(reader.partition) }, value: of(reader) }));
const ofReader = ['reader', 'topic', 'partition'];

const figures: readonly Figure[] = [
  ['hhp_relay_connected', 'Whether the outbox is being streamed to Kafka', [], ({ relay }) => Number(relay.connected)],
  ['hhp_relay_lag_seconds', 'Age of the oldest event that Kafka has not confirmed', [], ({ relay }) => relay.lagSeconds],
  ['hhp_relay_slot_bytes', 'Bytes of WAL that the replication slot retains', [], ({ relay }) => relay.slotBytes],
  ['hhp_reader_lag', 'Events that a reader has not applied yet', ofReader, byReader(({ lag }) => lag)],
  ['hhp_reader_seconds_without_progress', 'Seconds for which a reader with a lag has not moved', ofReader, byReader((reader) => reader.secondsWithoutProgress)],
  ['hhp_reader_healthy', 'Whether a reader moves or has nothing to do', ofReader, byReader(({ healthy }) => Number(healthy))],
  ['hhp_parked_keys', 'Keys that wait for a person after a bad event', [], ({ parkedKeys }) => parkedKeys],
  ['hhp_waiting_keys', 'Keys that wait for a fact of another topic', [], ({ waitingKeys }) => waitingKeys],
  ['hhp_deadlines_overdue', 'Deadlines that are due and not yet acted upon', [], ({ deadlinesOverdue }) => deadlinesOverdue],
  ['hhp_audit_unchained_seconds', 'Age of the oldest row of the audit that is not chained', [], ({ audit }) => audit?.unchainedSeconds ?? 0],
  ['hhp_audit_checkpoint_kept', 'Whether the last checkpoint of the audit lies in its folder', [], ({ audit }) => Number(audit?.checkpointKept ?? true)],
];

/** Shows the state of relay, readers and deadlines as it is when somebody looks. */
export function registerBackbone(registry: Registry, messaging: Pick<Messaging, 'status'>): () => Promise<void> {
  const gauges = figures.map(([name, help, labelNames, of]) => ({ of, gauge: new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] }) }));
  const known = new Gauge({ name: 'hhp_backbone_known', help: 'Whether the state of relay and readers could be found out', registers: [registry] });
  return async () => {
    const status = await messaging.status().catch(() => undefined);
    known.set(Number(status !== undefined));
    for (const { of, gauge } of gauges) {
      gauge.reset();
      if (status === undefined) continue;
      const value = of(status);
      if (typeof value === 'number') gauge.set(value);
      else for (const each of value) gauge.set(each.labels, each.value);
    }
  };
}
