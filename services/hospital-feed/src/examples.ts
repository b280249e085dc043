import type { MemberDisenrolled, MemberKeyIssued, MemberProfileSealed } from '@hhp/contracts';
import { newDataKey, seal, wrapKey } from '@hhp/messaging';

/** What a message of a hospital says, by the names of its fields; what is left out is left out there too. */
export interface Told {
  readonly kind?: string;
  readonly event?: string;
  readonly controlId?: string;
  readonly processingId?: string;
  /** MSH-3 and MSH-4. */
  readonly sender?: readonly [application: string, facility: string];
  /** MSH-15 and MSH-16. */
  readonly wishes?: readonly [accept: string, application: string];
  /** EVN-2. */
  readonly recordedAt?: string;
  /** PID-3, one or several repetitions. */
  readonly ids?: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly sex?: string;
  /** PV1-2. */
  readonly patientClass?: string;
  /** PV1-19. */
  readonly visit?: string;
  /** PV1-36. */
  readonly disposition?: string;
  /** PV1-44. */
  readonly admittedAt?: string;
  /** PV1-45. */
  readonly dischargedAt?: string;
  /** More segments, as they are. */
  readonly more?: readonly string[];
}

/** A segment by the numbers of its fields. */
export function segmentOf(name: string, fields: Readonly<Record<number, string | undefined>>): string {
  const last = Math.max(0, ...Object.entries(fields).filter(([, value]) => value).map(([at]) => Number(at)));
  return [name, ...Array.from({ length: last }, (_, at) => fields[at + 1] ?? '')].join('|');
}

let nth = 0;

/** A message of the General Hospital, each with a control id of its own. */
export function adt(told: Told = {}): string {
  const { kind = 'ADT', event = 'A01', sender = ['EPIC', 'GENERAL'], wishes = ['', ''], recordedAt = '20190912093000' } = told;
  const msh = segmentOf('MSH', {
    1: '^~\\&', 2: sender[0], 3: sender[1], 4: 'HHP', 5: 'STATE', 6: '20190912093100', 8: `${kind}^${event}^ADT_A01`, 9: told.controlId ?? `M${++nth}`,
    10: told.processingId ?? 'P', 11: '2.5.1', 14: wishes[0], 15: wishes[1],
  });
  const pid = segmentOf('PID', { 3: told.ids ?? '81^^^GENERAL^MR', 5: told.name ?? 'Rivera^Ana', 7: told.birthDate ?? '19610412', 8: told.sex ?? 'F' });
  const pv1 = segmentOf('PV1', {
    2: told.patientClass ?? 'I', 19: told.visit ?? 'V1', 36: told.disposition, 44: told.admittedAt, 45: told.dischargedAt,
  });
  return `${[msh, segmentOf('EVN', { 2: recordedAt }), pid, pv1, ...told.more ?? []].join('\r')}\r`;
}

/** A person as enrolment knows them. */
export interface Person {
  readonly memberId: string;
  readonly cin: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly birthDate: string;
  readonly sex: string;
}

/** What enrolment says of a person: the key and what is sealed under it. */
export function sealed(person: Person, masterKey: Buffer, key = newDataKey()): { issued: MemberKeyIssued; profile: MemberProfileSealed } {
  const { memberId, ...profile } = person;
  return {
    issued: { type: 'MemberKeyIssued', data: { memberId, wrappedKey: wrapKey(masterKey, key), masterKeyId: 'master-1' } },
    profile: { type: 'MemberProfileSealed', data: { memberId, sealed: seal(key, memberId, profile) } },
  };
}

export const disenrolled = ({ memberId }: Person, enrollmentId: string): MemberDisenrolled =>
  ({ type: 'MemberDisenrolled', data: { memberId, enrollmentId, county: '06075', disenrolledOn: '2019-09-01', reason: 'DP' } });
