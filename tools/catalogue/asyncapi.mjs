const messageOf = ({ type, version }) => `${type}.v${version}`;
const text = { type: 'string' };

/** CloudEvents 1.0 in Kafka's binary mode, as the relay writes it. */
const envelope = {
  type: 'object',
  required: [
    'ce_specversion', 'ce_id', 'ce_type', 'ce_source', 'ce_time', 'ce_dataschema', 'ce_schemaversion', 'ce_tenant', 'ce_actor', 'ce_purpose',
    'ce_correlationid',
  ],
  properties: {
    ce_specversion: { const: '1.0' }, ce_id: { type: 'string', format: 'uuid' }, ce_type: text, ce_source: text,
    ce_time: { type: 'string', format: 'date-time' }, ce_dataschema: text, ce_schemaversion: text, ce_subject: text, ce_aggregateversion: text,
    ce_tenant: text, ce_actor: text, ce_purpose: text, ce_correlationid: text, ce_causationid: text, ce_labels: text, ce_traceparent: text,
    'content-type': { const: 'application/json' },
  },
};

function channelOf(name, topic, events) {
  const messages = events.filter((event) => event.topic === name).map(messageOf);
  const topicConfiguration = { 'cleanup.policy': [topic.compacted ? 'compact' : 'delete'], 'retention.ms': -1 };
  return {
    address: name,
    description: `Written by ${topic.writer}; tier ${topic.tier}.`,
    messages: Object.fromEntries(messages.map((message) => [message, { $ref: `#/components/messages/${message}` }])),
    bindings: { kafka: { topic: name, partitions: topic.partitions, topicConfiguration } },
  };
}

const operation = (action, topic, title, events) => ({
  action, title, channel: { $ref: `#/channels/${topic}` },
  messages: events.map((event) => ({ $ref: `#/channels/${topic}/messages/${messageOf(event)}` })),
});

function operationsOf({ events, topics, readers }) {
  const on = (topic, types) => events.filter((event) => event.topic === topic && (types?.includes(event.type) ?? true));
  const said = Object.entries(topics).map(([name, { writer }]) =>
    [`${writer.replaceAll(' ', '-')}.says.${name}`, operation('send', name, `${writer} says`, on(name))]);
  const heard = readers.flatMap((reader) => reader.topics.map((name) =>
    [`${reader.service}.${reader.name}.hears.${name}`, operation('receive', name, `${reader.service} hears (${reader.name})`, on(name, reader.events))]));
  return Object.fromEntries([...said, ...heard].filter(([, { messages }]) => messages.length > 0));
}

/** The same as an AsyncAPI 3 document, for tools. */
export function asyncapiOf(all) {
  const { events, topics } = all;
  return {
    asyncapi: '3.0.0',
    info: { title: 'Health Homes Program: events', version: '1.0.0', description: 'Generated from the contracts by `npm run events`. Do not edit.' },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, channelOf(name, topic, events)])),
    operations: operationsOf(all),
    components: {
      messages: Object.fromEntries(events.map((event) => [messageOf(event), {
        name: event.type, title: event.type, summary: event.sentence, headers: { $ref: '#/components/schemas/Envelope' }, payload: event.schema,
        correlationId: { location: '$message.header#/ce_correlationid' }, bindings: { kafka: { key: { type: 'string', description: event.key } } },
      }])),
      schemas: { Envelope: envelope },
    },
  };
}
