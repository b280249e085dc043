import type { PatientClass } from '@hhp/contracts';

/** PV1-2 by table 0004, the codes of version 3 that some senders use, and `OBS` and `V` by which observation goes. */
const classes: Readonly<Record<string, PatientClass>> = {
  I: 'inpatient', IMP: 'inpatient', INPATIENT: 'inpatient', B: 'inpatient',
  E: 'emergency', EMER: 'emergency', EMERGENCY: 'emergency',
  O: 'outpatient', AMB: 'outpatient', OUTPATIENT: 'outpatient', R: 'outpatient',
  OBS: 'observation', OBSENC: 'observation', OBSERVATION: 'observation', V: 'observation',
};

/** The class that a code means; a code of the hospital's own is `other`, and no news changes nothing. */
export function patientClassOf(code: string | undefined): PatientClass | undefined {
  return code === undefined ? undefined : classes[code.toUpperCase()] ?? 'other';
}
