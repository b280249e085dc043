import type { KafkaContext } from '@nestjs/microservices';

/** What the headers and the value of a CloudEvent in Kafka say. */
export function eventOf<Data>(context: KafkaContext) {
  const { headers = {}, value } = context.getMessage();
  const text = (name: string) => headers[name]?.toString() ?? '';
  return {
    id: text('ce_id'),
    type: text('ce_type'),
    tenant: text('ce_tenant'),
    version: Number(text('ce_aggregateversion')),
    data: value as unknown as Data,
  };
}
