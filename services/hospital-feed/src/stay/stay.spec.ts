import fc from 'fast-check';
import { type MemberStay, announce, evolve, nothingSaid } from './member-stay.js';
import { type Stay, type StayFact, type StayStep, stayOf } from './stay.js';

const ids = { memberId: 'm-1', stayId: 's-1', facilityId: 'general' };
const day = (date: number, hour = 9): string => `2019-09-${String(date).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;
let arrival = 0;
const fact = (step: StayStep, at: string, more: Partial<StayFact> = {}): StayFact => ({ step, at, arrival: ++arrival, patientClass: 'inpatient', ...more });

/** What a plan hears when the facts arrive one by one, in this order. */
function heard(facts: readonly StayFact[]): { types: string[]; said: MemberStay; stay: Stay } {
  const types: string[] = [];
  let said = nothingSaid;
  for (let count = 1; count <= facts.length; count++) {
    for (const event of announce(said, ids, stayOf(facts.slice(0, count)))) {
      said = evolve(said, event);
      types.push(event.type);
    }
  }
  return { types, said, stay: stayOf(facts) };
}

describe('a hospital stay', () => {
  const admit = fact('admit', day(3), { admittedAt: day(3, 8) });
  const discharge = fact('discharge', day(9), { dischargedAt: day(9, 8), disposition: '01' });

  it('opens with an admission and ends with a discharge (000-08, 003-14)', () => {
    expect(heard([admit, discharge])).toMatchObject({
      types: ['MemberAdmitted', 'MemberDischarged'], stay: { status: 'discharged', admittedAt: day(3, 8), dischargedAt: day(9, 8), disposition: '01' } });
  });
  it('is the same when the discharge arrives before the admission', () => {
    const { types, said, stay } = heard([discharge, admit]);
    expect(stay).toEqual(stayOf([admit, discharge]));
    expect(types).toEqual(['MemberDischarged', 'MemberAdmitted', 'MemberDischarged']);
    expect(said.status).toBe('discharged');
  });
  it('goes on when its discharge is cancelled, and ends again later', () => {
    const cancelled = fact('cancel-discharge', day(10));
    expect(heard([admit, discharge, cancelled])).toMatchObject({ types: ['MemberAdmitted', 'MemberDischarged', 'DischargeCancelled'], stay: { status: 'open' } });
    expect(heard([admit, discharge, cancelled, fact('discharge', day(12))]).types.at(-1)).toBe('MemberDischarged');
  });
  it('was never there when its admission is cancelled, whatever of it is cancelled or told behind', () => {
    const cancelled = fact('cancel-admit', day(4));
    expect(heard([admit, cancelled])).toMatchObject({ types: ['MemberAdmitted', 'AdmissionCancelled'], stay: { status: 'void' } });
    expect(heard([admit, cancelled, fact('cancel-discharge', day(5)), fact('update', day(6)), discharge])).toMatchObject({
      types: ['MemberAdmitted', 'AdmissionCancelled'], stay: { status: 'void' } });
    expect(heard([cancelled, admit])).toMatchObject({ types: [], stay: { status: 'void' } });
    expect(heard([admit, cancelled, fact('admit', day(5))]).types).toEqual(['MemberAdmitted', 'AdmissionCancelled', 'MemberAdmitted']);
  });
  it('is discharged again when the time is corrected, by a second A03 or by an A08', () => {
    for (const correction of [fact('discharge', day(10), { dischargedAt: day(9, 11) }), fact('update', day(10), { dischargedAt: day(9, 11) })]) {
      expect(heard([admit, discharge, correction])).toMatchObject({
        types: ['MemberAdmitted', 'MemberDischarged', 'MemberDischarged'], said: { dischargedAt: day(9, 11), disposition: '01' } });
    }
  });
  it('is neither opened nor ended by an update or a transfer', () => {
    expect(heard([fact('update', day(3), { dischargedAt: day(4) }), fact('transfer', day(4), { location: 'ICU' })]).types).toEqual([]);
    expect(heard([admit, fact('transfer', day(4), { location: 'ICU' }), fact('update', day(5), { dischargedAt: day(5) })])).toMatchObject({
      types: ['MemberAdmitted'], stay: { status: 'open', location: 'ICU' } });
  });
  it('keeps its identity when an emergency visit becomes an admission', () => {
    const { types, said } = heard([fact('admit', day(3), { patientClass: 'emergency' }), fact('class-change', day(4), { patientClass: 'inpatient' })]);
    expect(types).toEqual(['MemberAdmitted', 'MemberAdmitted']);
    expect(said.patientClass).toBe('inpatient');
  });
  it('says of a death that it was one, so that nobody calls', () => {
    const [, said] = announce(nothingSaid, ids, stayOf([admit, { ...discharge, disposition: '20', deceased: true }]));
    expect(said).toMatchObject({ type: 'MemberDischarged', data: { deceased: true, disposition: '20' } });
  });
  it('is told once, however often its messages arrive', () => {
    expect(heard([admit, { ...admit, arrival: 90 }, discharge, { ...discharge, arrival: 91 }]).types).toEqual(['MemberAdmitted', 'MemberDischarged']);
  });

  const steps: StayStep[] = ['admit', 'transfer', 'class-change', 'update', 'discharge', 'cancel-admit', 'cancel-discharge'];
  const anyFact = fc.record({
    step: fc.constantFrom(...steps), at: fc.integer({ min: 1, max: 28 }).map((date) => day(date)), arrival: fc.nat(),
    patientClass: fc.constantFrom('inpatient' as const, 'emergency' as const, undefined), dischargedAt: fc.constantFrom(undefined, day(20), day(21)),
  });
  it('comes out the same in whatever order its messages arrive, and its last word says how it is', () => {
    fc.assert(fc.property(fc.uniqueArray(anyFact, { selector: (each) => each.at, maxLength: 12 }), fc.infiniteStream(fc.nat()), (facts, lots) => {
      const shuffled = facts.map((each) => ({ each, lot: lots.next().value })).sort((a, b) => a.lot - b.lot).map(({ each }) => each);
      const [one, other] = [heard(facts), heard(shuffled)];
      expect(other.stay).toEqual(one.stay);
      if (one.stay.status === 'discharged' || one.stay.status === 'open' && one.stay.admittedAt) {
        const { status, dischargedAt, admittedAt } = one.stay;
        const times = { ...(admittedAt ? { admittedAt } : {}), ...(dischargedAt ? { dischargedAt } : {}) };
        for (const { said } of [one, other]) expect(said).toMatchObject({ status, ...times });
      } else for (const { said } of [one, other]) expect(['unsaid', 'void', 'open']).toContain(said.status);
    }));
  });
});
