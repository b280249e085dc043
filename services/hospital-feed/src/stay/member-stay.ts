import type { AdmissionCancelled, DischargeCancelled, MemberAdmitted, MemberDischarged, PatientClass } from '@hhp/contracts';
import type { Stay } from './stay.js';

/** What has been said about the stay of one member. */
export interface MemberStay {
  readonly status: 'unsaid' | 'open' | 'discharged' | 'void';
  readonly patientClass?: PatientClass | undefined;
  readonly admittedAt?: string | undefined;
  readonly dischargedAt?: string | undefined;
  readonly disposition?: string | undefined;
  readonly deceased?: boolean | undefined;
}
export type MemberStayEvent = MemberAdmitted | AdmissionCancelled | MemberDischarged | DischargeCancelled;

export const nothingSaid: MemberStay = { status: 'unsaid' };

/** Whose stay it is, and where. */
export interface StayIds {
  readonly memberId: string;
  readonly stayId: string;
  readonly facilityId: string;
}

/**
 * What is new since the last word: a late message may change what was said, and the change is said as a fact of its own, never
 * taken back silently. An admission or a discharge is said again when its time, its class or where the member went is corrected.
 */
export function announce(said: MemberStay, ids: StayIds, stay: Stay): MemberStayEvent[] {
  switch (stay.status) {
    case 'unknown': return [];
    case 'void': return said.status === 'open' || said.status === 'discharged' ? [admissionCancelled(ids, stay)] : [];
    case 'open': return [
      ...said.status === 'discharged' ? [dischargeCancelled(ids, stay)] : [],
      ...admission(said, ids, stay),
    ];
    case 'discharged': {
      const admitted = admission(said, ids, stay);
      // Told behind a corrected admission the discharge stays the last word on the stay.
      return admitted.length > 0 || !sameDischarge(said, stay) ? [...admitted, memberDischarged(ids, stay)] : [];
    }
  }
}

function admission(said: MemberStay, ids: StayIds, stay: Stay): MemberStayEvent[] {
  if (!stay.admittedAt) return [];
  const same = said.status !== 'void' && said.admittedAt === stay.admittedAt && said.patientClass === stay.patientClass;
  return same ? [] : [{ type: 'MemberAdmitted', data: { ...ids, patientClass: stay.patientClass, admittedAt: stay.admittedAt } }];
}

const sameDischarge = (said: MemberStay, stay: Stay): boolean =>
  said.status === 'discharged' && said.dischargedAt === stay.dischargedAt && said.disposition === stay.disposition
  && said.patientClass === stay.patientClass && (said.deceased ?? false) === (stay.deceased ?? false);

function memberDischarged(ids: StayIds, { patientClass, dischargedAt, disposition, deceased }: Stay): MemberDischarged {
  return { type: 'MemberDischarged', data: {
    ...ids, patientClass, dischargedAt: dischargedAt!, ...(disposition ? { disposition } : {}), ...(deceased ? { deceased } : {}) } };
}

function dischargeCancelled(ids: StayIds, { patientClass, asOf }: Stay): DischargeCancelled {
  return { type: 'DischargeCancelled', data: { ...ids, patientClass, cancelledAt: asOf! } };
}

function admissionCancelled(ids: StayIds, { patientClass, asOf }: Stay): AdmissionCancelled {
  return { type: 'AdmissionCancelled', data: { ...ids, patientClass, cancelledAt: asOf! } };
}

/** What has been said after one more event. */
export function evolve(said: MemberStay, { type, data }: MemberStayEvent): MemberStay {
  const { patientClass } = data;
  switch (type) {
    case 'MemberAdmitted': return { status: 'open', patientClass, admittedAt: data.admittedAt };
    case 'MemberDischarged': return {
      status: 'discharged', patientClass, admittedAt: said.admittedAt, dischargedAt: data.dischargedAt, disposition: data.disposition, deceased: data.deceased,
    };
    case 'DischargeCancelled': return { status: 'open', patientClass, admittedAt: said.admittedAt };
    case 'AdmissionCancelled': return { status: 'void', patientClass };
  }
}
