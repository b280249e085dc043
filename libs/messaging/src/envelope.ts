import type { EventDefinition, Topic } from '@hhp/contracts';
import type { Envelope } from './received.js';

/** What the writer knows when it says a fact. */
export interface EnvelopeParts {
  readonly id: string;
  readonly source: string;
  readonly subject: string | undefined;
  readonly version: number | undefined;
  readonly time: string;
  readonly tenant: string;
  readonly actor: string;
  readonly purpose: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly labels: readonly string[];
}

export type Headers = Readonly<Record<string, string>>;

/** CloudEvents 1.0 in Kafka's binary mode: the envelope is headers, the value is the data alone. */
export function envelopeHeaders(definition: EventDefinition, parts: EnvelopeParts): Headers {
  return {
    ce_specversion: '1.0', ce_id: parts.id, ce_type: definition.type, ce_source: parts.source, ce_time: parts.time,
    ce_dataschema: `urn:hhp:${definition.type}:${definition.version}`, 'content-type': 'application/json',
    ce_schemaversion: String(definition.version), ce_tenant: parts.tenant, ce_actor: parts.actor, ce_purpose: parts.purpose,
    ce_correlationid: parts.correlationId, ce_traceparent: traceparent(parts.correlationId, parts.id),
    ...(parts.subject === undefined ? {} : { ce_subject: parts.subject }),
    ...(parts.version === undefined ? {} : { ce_aggregateversion: String(parts.version) }),
    ...(parts.causationId === undefined ? {} : { ce_causationid: parts.causationId }),
    ...(parts.labels.length === 0 ? {} : { ce_labels: parts.labels.join(',') }),
  };
}

/** W3C trace context made of the ids that travel anyway. */
function traceparent(correlationId: string, id: string): string {
  const hex = (text: string, length: number): string => text.replaceAll(/[^0-9a-f]/gi, '').toLowerCase().padStart(length, '0').slice(-length);
  return `00-${hex(correlationId, 32)}-${hex(id, 16)}-01`;
}

/** Where a record stands in Kafka. */
export interface Place {
  readonly topic: Topic;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
}

/** What an `integer` column can hold. */
const isCount = (number: number): boolean => Number.isInteger(number) && number >= 0 && number < 2 ** 31;

/** The envelope of a record, or nothing when it is none of ours. */
export function readEnvelope(headers: Headers, place: Place): (Envelope & { readonly type: string; readonly schemaVersion: number }) | undefined {
  const { ce_id: id, ce_type: type, ce_tenant: tenant, ce_time: time } = headers;
  const aggregate = headers['ce_subject'] ?? '';
  const [version, schemaVersion] = [aggregate ? Number(headers['ce_aggregateversion'] ?? 0) : 0, Number(headers['ce_schemaversion'] ?? 1)];
  if (!id || !type || !tenant || !time || !isCount(version) || !isCount(schemaVersion)) return undefined;
  return {
    id, type, source: headers['ce_source'] ?? '', tenant, time, version, schemaVersion, aggregate, actor: headers['ce_actor'] ?? '',
    correlationId: headers['ce_correlationid'] ?? id, causationId: headers['ce_causationid'], labels: headers['ce_labels']?.split(',') ?? [], ...place,
  };
}
