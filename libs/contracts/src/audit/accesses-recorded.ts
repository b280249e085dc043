import { ArrayMaxSize, IsArray, IsObject, Matches } from 'class-validator';
import type { Purpose } from '../codes.js';
import { defineEvent, type EventOf } from '../define-event.js';

export type AccessKind = 'change' | 'read' | 'refusal' | 'disclosure';

/** One row of a service's audit: who did what, to whom, what for. Ids and codes alone. */
export interface RecordedAccess {
  /** Its place in the chain of its service. */
  readonly position: number;
  readonly at: string;
  readonly actor: string;
  readonly role: string;
  readonly organization?: string;
  readonly onBehalfOf?: string;
  readonly purpose: Purpose;
  readonly route: string;
  readonly kind: AccessKind;
  /** Of a refusal its reason, of a disclosure its id. */
  readonly code?: string;
  readonly memberIds: readonly string[];
  readonly correlationId: string;
}

/**
 * A service has chained these rows of its audit, all of one plan, so that an account over all services can be given. The rows are taken from
 * typed columns; whoever keeps them has such columns too.
 */
export class AccessesRecordedData {
  @Matches(/^[a-z][a-z-]{1,39}$/) readonly service!: string;
  @IsArray() @ArrayMaxSize(200) @IsObject({ each: true }) readonly accesses!: readonly RecordedAccess[];
}

export const AccessesRecorded = defineEvent({
  type: 'AccessesRecorded', version: 1, topic: 'hhp.audit', schema: AccessesRecordedData, key: (said) => said.service,
});
export type AccessesRecorded = EventOf<typeof AccessesRecorded>;
