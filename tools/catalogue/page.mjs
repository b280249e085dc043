import { datePattern, idPattern } from '@hhp/contracts';

const tiers = { clear: 'ids, codes, dates and numbers only', sealed: 'sealed under a key per member', public: 'public facts of organizations' };

const kept = { facts: 'kept for ever', compacted: 'compacted: the last event of a key stays' };
const patterns = { [datePattern.source]: 'day', [idPattern.source]: 'id or code' };

/** A schema in words: `uuid`, `one of a, b`, `list of …`. */
function inWords(schema) {
  if (schema.enum) return `one of ${schema.enum.map((each) => `\`${each}\``).join(', ')}`;
  if (schema.type === 'array') return `list of ${inWords(schema.items)}`;
  if (schema.oneOf) return schema.oneOf.some(({ format }) => format === 'date-time') ? 'instant' : schema.oneOf.map(inWords).join(' or ');
  if (schema.$ref) return schema.$ref.split('/').at(-1);
  if (schema.format) return schema.format;
  if (schema.pattern) return patterns[schema.pattern] ?? `matches \`${schema.pattern}\``;
  const bounds = ['maxLength', 'minLength', 'minimum', 'maximum'].filter((each) => each in schema).map((each) => `${each} ${schema[each]}`);
  return [schema.type ?? 'anything', ...bounds].join(', ');
}

const escaped = (text) => text.replaceAll('|', '\\|');

function fieldsOf({ schema, fields }) {
  const rows = Object.entries(schema.properties).map(([name, each]) =>
    `| \`${name}\`${schema.required?.includes(name) ? '' : ' (may be absent)'} | ${escaped(inWords(each))} | ${escaped(fields[name] ?? '')} |`);
  return ['| field | is | meaning |', '|---|---|---|', ...rows].join('\n');
}

function eventPart(event, readers) {
  const listeners = readers.filter((reader) => reader.topics.includes(event.topic) && reader.events.includes(event.type));
  const counted = event.aggregate ? `versions are counted per \`${event.aggregate}\`` : 'has no version of its own';
  const heard = listeners.length === 0 ? 'nobody yet' : listeners.map(({ service, name }) => `${service} (\`${name}\`)`).join(', ');
  return [
    `### ${event.type} (version ${event.version})`, event.sentence,
    `Key \`${event.key}\`; ${counted}.${event.labels ? ` Labels: \`${event.labels}\`.` : ''} Heard by: ${heard}.`, fieldsOf(event),
  ].join('\n\n');
}

function topicPart(name, topic, events, readers) {
  const ours = events.filter((event) => event.topic === name);
  const tombstones = readers.filter((reader) => reader.tombstones.includes(name)).map(({ service, name: reader }) => `${service} (\`${reader}\`)`);
  return [
    `## ${name}`,
    `Written by **${topic.writer}**; ${tiers[topic.tier]}; ${topic.compacted ? kept.compacted : kept.facts}; ${topic.partitions} partitions.`,
    ...(tombstones.length > 0 ? [`A tombstone (a key without a value) is heard by: ${tombstones.join(', ')}.`] : []),
    ...(ours.length === 0 ? ['Nothing is said here yet.'] : ours.map((event) => eventPart(event, readers))),
  ].join('\n\n');
}

function overview(topics, events, readers) {
  const rows = Object.entries(topics).map(([name, topic]) => {
    const services = [...new Set(readers.filter((reader) => reader.topics.includes(name)).map(({ service }) => service))];
    return `| \`${name}\` | ${topic.writer} | ${topic.tier} | ${events.filter((event) => event.topic === name).length} | ${services.join(', ') || '–'} |`;
  });
  return ['| topic | written by | tier | events | read by |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The page that people read: every topic, every event, who says it and who listens. */
export function pageOf({ events, topics, readers }) {
  return [
    '# Events', 'Generated from the contracts and the readers by `npm run events`; `npm run lint` fails when it differs from them. Do not edit.',
    'An *id or code* is a word of at most 120 letters, digits and `. _ : / -`; a *day* is `YYYY-MM-DD`; an *instant* is ISO 8601.',
    overview(topics, events, readers), ...Object.entries(topics).map(([name, topic]) => topicPart(name, topic, events, readers)),
  ].join('\n\n') + '\n';
}
