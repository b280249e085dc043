import { IsISO8601, IsInt, IsPositive, Matches } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** How far the chain over a service's audit has come, signed with the audit's key: nobody can cut off what came before unseen (docs/audit.md). */
export class AuditCheckpointedData {
  @Matches(/^[a-z][a-z-]{1,39}$/) readonly service!: string;
  /** Rows that are chained. */
  @IsInt() @IsPositive() readonly count!: number;
  /** Link of the last of them, 64 hexadecimal digits. */
  @Matches(/^[0-9a-f]{64}$/) readonly lastHash!: string;
  @IsISO8601({ strict: true }) readonly checkpointedAt!: string;
  /** HMAC-SHA-256 of the rest, 64 hexadecimal digits. */
  @Matches(/^[0-9a-f]{64}$/) readonly signature!: string;
}

export const AuditCheckpointed = defineEvent({
  type: 'AuditCheckpointed', version: 1, topic: 'hhp.audit-checkpoint', schema: AuditCheckpointedData, key: (said) => said.service,
});
export type AuditCheckpointed = EventOf<typeof AuditCheckpointed>;
