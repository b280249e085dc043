import { eventually } from '@hhp/testing';
import { type Person, type Told, adt, disenrolled } from '../examples.js';
import { type HospitalLine, Scene, about } from '../scene.js';
import { type MemberStayEvent, evolve, nothingSaid } from './member-stay.js';

let scene: Scene;
let lines: HospitalLine[];
beforeAll(async () => {
  scene = await Scene.open();
  await scene.declare('mercy', { sendingApplication: 'CERNER', sendingFacility: 'MERCY' });
  lines = await Promise.all(Array.from({ length: 8 }, () => scene.line()));
}, 120_000);
afterAll(() => scene.close());

let visits = 0;
const aVisit = (): string => `VISIT${++visits}`;
const day = (date: number, time = '090000'): string => `201909${String(date).padStart(2, '0')}${time}`;
const tell = async (...messages: string[]): Promise<void> => {
  for (const message of messages) expect(await lines[0]!.send(message)).toMatchObject({ code: 'AA' });
};
const aKnownPerson = async (): Promise<Person> => {
  const person = scene.aPerson();
  await scene.known(person);
  return person;
};
interface StayRow { readonly status: string; readonly state: object; readonly matching: string; readonly facts: number }
const stayOf = (controlId: string): Promise<StayRow[]> => scene.running.query<StayRow>(
  `SELECT s.status, s.state, s.matching, (SELECT count(*)::integer FROM stay_fact a WHERE a.stay_id = s.id) AS facts
     FROM stay s JOIN stay_fact f ON f.stay_id = s.id JOIN hospital_message m ON m.id = f.message_id WHERE m.control_id = $1`, [controlId]);

describe('the stay of a member (000-08, 003-14)', () => {
  it('is said as admission and discharge, with the times of the hospital, once each', async () => {
    const person = await aKnownPerson();
    const visit = aVisit();
    await tell(
      about(person, { visit, recordedAt: day(3), admittedAt: day(3, '080000') }),
      about(person, { visit, event: 'A08', recordedAt: day(4) }),
      about(person, { visit, event: 'A03', recordedAt: day(12), dischargedAt: day(12, '091500'), disposition: '01' }));
    const said = await scene.saidAbout(person);
    expect(said).toMatchObject([
      { type: 'MemberAdmitted', version: 1, tenant: Scene.plan, data: { facilityId: 'general', patientClass: 'inpatient', admittedAt: '2019-09-03T15:00:00.000Z' } },
      { type: 'MemberDischarged', version: 2, data: { dischargedAt: '2019-09-12T16:15:00.000Z', disposition: '01' } },
    ]);
    expect(new Set(said.map(({ aggregate }) => aggregate)).size).toBe(1);
    expect(JSON.stringify(said)).not.toMatch(new RegExp(`${person.lastName}|${person.cin}|1961`));
  });
  it('goes on when the discharge is cancelled, and never was when the admission is', async () => {
    const [person, other] = [await aKnownPerson(), await aKnownPerson()];
    const [visit, otherVisit] = [aVisit(), aVisit()];
    await tell(about(person, { visit, recordedAt: day(3) }), about(person, { visit, event: 'A03', recordedAt: day(9) }), about(person, { visit, event: 'A13', recordedAt: day(10) }));
    await tell(about(other, { visit: otherVisit, recordedAt: day(3) }), about(other, { visit: otherVisit, event: 'A11', recordedAt: day(4) }));
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted', 'MemberDischarged', 'DischargeCancelled']);
    expect(await scene.typesSaid(other)).toEqual(['MemberAdmitted', 'AdmissionCancelled']);
  });
  it('is one stay when an emergency visit with another number becomes an admission', async () => {
    const person = await aKnownPerson();
    const [emergency, inpatient] = [aVisit(), aVisit()];
    await tell(
      about(person, { event: 'A04', visit: emergency, patientClass: 'E', recordedAt: day(3) }),
      about(person, { event: 'A06', visit: inpatient, patientClass: 'I', recordedAt: day(4), more: [`MRG|||||${emergency}`] }),
      about(person, { event: 'A03', visit: inpatient, recordedAt: day(9) }));
    const said = await scene.saidAbout(person);
    expect(said.map(({ type, data }) => [type, data['patientClass']])).toEqual([
      ['MemberAdmitted', 'emergency'], ['MemberAdmitted', 'inpatient'], ['MemberDischarged', 'inpatient']]);
    expect(new Set(said.map(({ aggregate }) => aggregate)).size).toBe(1);
  });
  it('of the same number in another hospital is another stay', async () => {
    const person = await aKnownPerson();
    const visit = aVisit();
    await tell(about(person, { visit }), about(person, { visit, sender: ['CERNER', 'MERCY'] }));
    expect((await scene.saidAbout(person)).map(({ data }) => data['facilityId'])).toEqual(['general', 'mercy']);
  });
  it('is shown to the care team of the plan, and to no other plan', async () => {
    const person = await aKnownPerson();
    await tell(about(person, { visit: aVisit(), recordedAt: day(3) }));
    const list = async (tenant: string) =>
      (await scene.running.request('GET', `/stays?memberId=${person.memberId}`, { as: await scene.running.token('care-coordinator', { tenant }) })).body;
    expect(await list(Scene.plan)).toMatchObject({ stays: [{ state: 'open', facilityId: 'general', patientClass: 'inpatient', dischargedAt: null }] });
    expect(await list('another-plan')).toEqual({ stays: [] });
  });
});

describe('whatever the order in which the messages of a stay arrive', () => {
  const permutations = <T>(all: readonly T[]): T[][] =>
    all.length < 2 ? [[...all]] : all.flatMap((first, at) => permutations(all.toSpliced(at, 1)).map((rest) => [first, ...rest]));
  const admit: Told = { event: 'A01', recordedAt: day(3), admittedAt: day(3, '080000') };
  const update: Told = { event: 'A08', recordedAt: day(5), patientClass: 'V' };
  const discharge: Told = { event: 'A03', recordedAt: day(9), dischargedAt: day(9, '100000'), disposition: '06' };
  const reopen: Told = { event: 'A13', recordedAt: day(10) };
  const dischargeAgain: Told = { event: 'A03', recordedAt: day(12), patientClass: 'I', dischargedAt: day(12, '110000'), disposition: '01' };
  const cancel: Told = { event: 'A11', recordedAt: day(13) };

  it.each([
    ['it ends as a discharge', [admit, update, discharge, reopen, dischargeAgain], 'discharged'],
    ['it ends open', [admit, update, discharge, reopen], 'open'],
    ['it ends void', [admit, discharge, reopen, cancel], 'void'],
  ])('%s', async (_end, told, status) => {
    const orders = permutations(told);
    const ends = await Promise.all(lines.map(async (line, at) => {
      const found: unknown[] = [];
      for (const order of orders.filter((_, nth) => nth % lines.length === at)) {
        const [person, visit] = [scene.aPerson(), aVisit()];
        await scene.known(person);
        for (const each of order) expect(await line.send(about(person, { ...each, visit, controlId: `${visit}-${String(each.recordedAt)}` }))).toMatchObject({ code: 'AA' });
        const [stay] = await stayOf(`${visit}-${String(order[0]!.recordedAt)}`);
        const events = (await scene.saidAbout(person)).map(({ type, data }) => ({ type, data }) as unknown as MemberStayEvent);
        found.push({ status: stay!.status, state: stay!.state, facts: stay!.facts, told: events.reduce(evolve, nothingSaid).status });
      }
      return found;
    }));
    const all = ends.flat();
    expect(all).toHaveLength(orders.length);
    expect(all[0]).toMatchObject({ status, facts: told.length });
    for (const end of all) expect(end).toMatchObject({ ...all[0] as object, told: expect.stringMatching(status === 'void' ? /^(void|unsaid)$/ : status) });
  });
  it('and when they arrive all at once on several lines, each has its effect', async () => {
    const person = await aKnownPerson();
    const visit = aVisit();
    const told = [admit, update, discharge, reopen, dischargeAgain].map((each) => about(person, { ...each, visit, controlId: `${visit}-${String(each.recordedAt)}` }));
    await Promise.all(told.map((message, at) => lines[at]!.send(message)));
    expect(await stayOf(`${visit}-${String(admit.recordedAt)}`)).toMatchObject([{ status: 'discharged', facts: 5 }]);
    const said = await scene.saidAbout(person);
    expect(said.at(-1)).toMatchObject({ type: 'MemberDischarged', data: { dischargedAt: '2019-09-12T18:00:00.000Z' } });
    expect(said.map(({ version }) => version)).toEqual(said.map((_, at) => at + 1));
  });
});

describe('whose stay it is', () => {
  it('says the number on the card, with or without its check digits, in PID-3 or in a policy', async () => {
    const people = [await aKnownPerson(), await aKnownPerson(), await aKnownPerson()];
    await tell(
      about(people[0]!, { visit: aVisit(), ids: `81^^^GENERAL^MR~${people[0]!.cin}40123^^^CA^MA` }),
      about(people[1]!, { visit: aVisit(), ids: '82^^^GENERAL^MR', more: [`IN1|1${'|'.repeat(35)}${people[1]!.cin.toLowerCase()}`] }),
      about(people[2]!, { visit: aVisit(), ids: '83^^^GENERAL^MR' }));
    for (const person of people) expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
  });
  it('is told to each plan that knows the person, to each by its own id', async () => {
    const [ours, theirs] = [scene.aPerson(), scene.aPerson()];
    const same = { ...theirs, cin: ours.cin, lastName: ours.lastName };
    await scene.known(ours);
    await scene.known(same, 'another-plan');
    await tell(about(ours, { visit: aVisit() }));
    expect([...await scene.saidAbout(ours), ...await scene.saidAbout(same)].map(({ tenant, type }) => [tenant, type]))
      .toEqual([[Scene.plan, 'MemberAdmitted'], ['another-plan', 'MemberAdmitted']]);
  });
  it('is not told to a plan that the person has left', async () => {
    const person = await aKnownPerson();
    await scene.say(Scene.plan, disenrolled(person, '0190c0de-0000-7000-8000-000000000009'));
    await eventually(async () => { expect(await scene.running.query('SELECT 1 FROM known_member WHERE member_id = $1 AND has_left', [person.memberId])).toHaveLength(1); });
    await tell(about(person, { visit: aVisit(), controlId: 'left' }));
    expect([await scene.typesSaid(person), await stayOf('left')]).toMatchObject([[], [{ matching: 'unknown-person' }]]);
  });
  it('is not guessed from a card of somebody else', async () => {
    const person = await aKnownPerson();
    await tell(about(person, { visit: aVisit(), controlId: 'other-card', name: 'Nobody^Else', birthDate: '19990101' }));
    expect([await scene.typesSaid(person), await stayOf('other-card')]).toMatchObject([[], [{ matching: 'uncertain' }]]);
  });
  it('becomes known when two numbers of the hospital turn out to be one person (A40)', async () => {
    const person = await aKnownPerson();
    const [record, survivor] = ['REC700001', 'REC700002'];
    await tell(about(person, { visit: aVisit(), controlId: 'before-merge', ids: `${record}^^^GENERAL^MR`, name: 'Doe^Jane', birthDate: '' }));
    expect(await scene.typesSaid(person)).toEqual([]);
    await tell(about(person, { event: 'A40', ids: `${survivor}^^^GENERAL^MR~${person.cin}^^^CA^MA`, more: [`MRG|${record}^^^GENERAL^MR`] }));
    expect([await scene.typesSaid(person), await stayOf('before-merge')]).toMatchObject([['MemberAdmitted'], [{ matching: 'matched' }]]);
  });
  it.each([['number', {}], ['name alone', { ids: '81^^^GENERAL^MR' }]])('stays theirs who were found by %s when a later message bears another number', async (_by, told) => {
    const [person, other] = [await aKnownPerson(), await aKnownPerson()];
    const visit = aVisit();
    await tell(about(person, { visit, recordedAt: day(3), ...told }), about(other, { visit, event: 'A03', recordedAt: day(9) }));
    expect([await scene.typesSaid(person), await scene.typesSaid(other)]).toEqual([['MemberAdmitted', 'MemberDischarged'], []]);
  });
});

describe('what is kept of people whom nobody knows', () => {
  it('can be compared, and not read', async () => {
    const person = scene.aPerson();
    await tell(about(person, { visit: 'SECRETVISIT', controlId: 'sealed' }), adt({ visit: aVisit() }));
    const rows = await Promise.all(['stay', 'stay_visit', 'stay_fact', 'stay_key', 'known_profile', 'hospital_message'].map((table) =>
      scene.running.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t`)));
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${person.cin}|${person.lastName}|SECRETVISIT|19610412|1961-04-12`, 'i'));
  });
});
