import type { PatientClass } from '@hhp/contracts';
import type { Fact } from '../eligibility/facts.js';
import { factsAfter, type StayEvent } from './hospital-stays.js';

const ids = { memberId: 'm-1', stayId: 's-1', facilityId: 'general' };
const admitted = (patientClass: PatientClass, day = '2019-09-10'): StayEvent =>
  ({ type: 'MemberAdmitted', data: { ...ids, patientClass, admittedAt: `${day}T20:00:00Z` } });
const left = (patientClass: PatientClass, day = '2019-09-13'): StayEvent =>
  ({ type: 'MemberDischarged', data: { ...ids, patientClass, dischargedAt: `${day}T20:00:00Z` } });
const cancelledAt = '2019-09-14T20:00:00Z';
const stays: StayEvent = { type: 'DischargeCancelled', data: { ...ids, patientClass: 'inpatient', cancelledAt } };
const never: StayEvent = { type: 'AdmissionCancelled', data: { ...ids, patientClass: 'inpatient', cancelledAt } };
const after = (...said: StayEvent[]): readonly Fact[] => said.reduce<readonly Fact[]>((facts, each) => factsAfter(facts, each, (at) => at.slice(0, 10)), []);

const open = { kind: 'inpatient-stay', from: '2019-09-10' };
const ended = { ...open, until: '2019-09-13' };
const visit = { kind: 'ed-visit', on: '2019-09-10' };

describe('a hospital stay says of acuity (domain 2.2)', () => {
  it.each([
    ['a stay, from the admission on', [admitted('inpatient')], [open]],
    ['the same when it is said again', [admitted('inpatient'), admitted('inpatient')], [open]],
    ['until when, with the discharge', [admitted('inpatient'), left('inpatient')], [ended]],
    ['a day at least', [admitted('inpatient'), left('inpatient', '2019-09-10')], [{ ...open, until: '2019-09-11' }]],
    ['a stay whose admission nobody told, by its discharge', [left('inpatient')], [{ kind: 'inpatient-stay', from: '2019-09-13', until: '2019-09-14' }]],
    ['that it goes on when the discharge is taken back', [admitted('inpatient'), left('inpatient'), stays], [open]],
    ['another day when it is corrected', [admitted('inpatient', '2019-09-09'), admitted('inpatient')], [open]],
    ['a visit to the emergency department', [admitted('emergency'), left('emergency', '2019-09-11')], [visit]],
    ['a stay and an admitted visit, when the one became the other', [admitted('emergency'), admitted('inpatient'), left('inpatient')],
      [ended, { ...visit, admitted: true }]],
    ['a visit after all', [admitted('emergency'), admitted('inpatient'), admitted('emergency')], [visit]],
    ['nothing when there was none', [admitted('inpatient'), left('inpatient'), never], []],
    ['nothing at an outpatient clinic or under observation', [admitted('outpatient'), left('observation')], []],
    ['nothing by a discharge that is taken back before anybody told of the stay', [stays], []],
  ])('%s', (_what, said, facts) => {
    expect(after(...said)).toEqual(facts);
  });
});
