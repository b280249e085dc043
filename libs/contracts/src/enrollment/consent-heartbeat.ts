import { IsISO8601, IsInt } from 'class-validator';
import { defineEvent, type EventOf } from '../define-event.js';

/** Whoever has read this has read every revocation committed before `heartbeatAt` in this partition. */
export class ConsentHeartbeatData {
  @IsInt() readonly partition!: number;
  @IsISO8601({ strict: true }) readonly heartbeatAt!: string;
}

export const ConsentHeartbeat = defineEvent({
  type: 'ConsentHeartbeat', version: 1, topic: 'hhp.consent', schema: ConsentHeartbeatData,
  key: (said) => `heartbeat-${said.partition}`, partition: (said) => said.partition,
});
export type ConsentHeartbeat = EventOf<typeof ConsentHeartbeat>;
