import {
  CapacityReported, ConsentGranted, ConsentHeartbeat, type DataClass, MemberEnrolled, NeedIdentified, OrganizationListed, ServiceListed,
  type CapacityStatus, type NeedCategory,
} from '@hhp/contracts';
import { randomUUID } from 'node:crypto';
import { stuckReferrals } from './stuck-referrals/stuck-referrals.js';

interface Answer { status: number; body: any }
export interface Said { type: string; aggregate: string; tenant: string; data: any }
/** The running service as a spec sees it; `startForTest` of the testing library answers one. */
export interface Running {
  token(role: string, who: { tenant?: string; organization?: string; actor?: string }): Promise<string>;
  request(method: string, path: string, options: { as: string; body?: object; key?: string }): Promise<Answer>;
  publish(events: { event: object; tenant: string; version: number }[]): Promise<void>;
  said(type?: string): Promise<Said[]>;
  query(sql: string, values?: unknown[]): Promise<any[]>;
}
