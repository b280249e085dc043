import { newDataKey } from '@hhp/messaging';
import { eventually } from '@hhp/testing';
import { type Person, sealed } from '../examples.js';
import { type HospitalLine, Scene, about } from '../scene.js';

let scene: Scene;
let line: HospitalLine;
let operator: string;
beforeAll(async () => {
  scene = await Scene.open();
  line = await scene.line();
  operator = await scene.running.token('operator');
}, 120_000);
afterAll(() => scene.close());

let visits = 0;
/** A person whom nobody knows is admitted and discharged. */
async function inHospital(person: Person, more: object = {}): Promise<void> {
  const visit = `LATE${++visits}`;
  expect(await line.send(about(person, { visit, recordedAt: '20190903', ...more }))).toMatchObject({ code: 'AA' });
  expect(await line.send(about(person, { visit, event: 'A03', recordedAt: '20190912', ...more }))).toMatchObject({ code: 'AA' });
}
const untilSaid = (person: Person, types: string[]) => eventually(async () => { expect(await scene.typesSaid(person)).toEqual(types); });
/** Until the reader has seen that version of what enrolment says of the person. */
const untilRead = (person: Person, version: number) => eventually(async () => {
  expect(await scene.running.query("SELECT version FROM reader_version WHERE reader = 'late-matches' AND aggregate = $1", [person.memberId])).toEqual([{ version }]);
});
const parked = (person: Person) =>
  scene.running.query<{ id: string; reader: string; kind: string }>('SELECT id, reader, kind FROM parked_key WHERE key = $1 ORDER BY reader', [person.memberId]);

describe('a member who becomes known after their stay', () => {
  it('is found by the number, or by name and birth date, and their plan is told all of it', async () => {
    const [byNumber, byName] = [scene.aPerson(), scene.aPerson()];
    await inHospital(byNumber);
    await inHospital(byName, { ids: '81^^^GENERAL^MR' });
    await scene.known(byNumber);
    await scene.known(byName);
    for (const person of [byNumber, byName]) await untilSaid(person, ['MemberAdmitted', 'MemberDischarged']);
    expect(await scene.running.query("SELECT 1 FROM stay WHERE matching <> 'matched'")).toEqual([]);
  });
  it('is told of it once, however often enrolment says who they are', async () => {
    const person = scene.aPerson();
    await inHospital(person);
    const key = newDataKey();
    const { issued, profile } = sealed(person, scene.masterKey, key);
    const say = (event: typeof issued | typeof profile, version: number) => scene.running.publish([{ event, tenant: Scene.plan, version }]);
    await say(issued, 1);
    await say(profile, 1);
    await say(profile, 1);
    await say(issued, 1);
    await say(sealed({ ...person, sex: 'M' }, scene.masterKey, key).profile, 2);
    await untilRead(person, 2);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted', 'MemberDischarged']);
  });
  it('is found too when both are said at the same moment', async () => {
    const people = Array.from({ length: 40 }, () => scene.aPerson());
    const lines = await Promise.all(Array.from({ length: 4 }, () => scene.line()));
    await Promise.all([
      ...lines.map(async (each, at) => {
        for (const person of people.filter((_, nth) => nth % lines.length === at)) await each.send(about(person, { visit: `RACE${person.cin}` }));
      }),
      ...people.map((person) => scene.known(person)),
    ]);
    for (const person of people) await untilSaid(person, ['MemberAdmitted']);
    for (const person of people) await untilRead(person, 1);
    for (const person of people) expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
  });
  it('is found too when they become known in the midst of the message', async () => {
    const person = scene.aPerson();
    await scene.whileSlow('stay_key', async () => {
      const answered = line.send(about(person, { visit: `MIDST${person.cin}` }));
      await new Promise((later) => { setTimeout(later, 300); });
      await scene.known(person);
      expect(await answered).toMatchObject({ code: 'AA' });
    });
    await untilSaid(person, ['MemberAdmitted']);
  });
  it('of whom a namesake is known is left to a person', async () => {
    const person = scene.aPerson();
    await inHospital(person, { ids: '81^^^GENERAL^MR' });
    const namesake = { ...scene.aPerson(), lastName: person.lastName };
    await scene.known(namesake);
    await untilSaid(namesake, ['MemberAdmitted', 'MemberDischarged']);
    await scene.known(person);
    await untilRead(person, 1);
    expect(await scene.typesSaid(person)).toEqual([]);
    const both = scene.aPerson();
    const other = { ...scene.aPerson(), lastName: both.lastName };
    await scene.known(both);
    await scene.known(other);
    await inHospital(both, { ids: '81^^^GENERAL^MR' });
    expect([await scene.typesSaid(both), await scene.typesSaid(other)]).toEqual([[], []]);
    expect(await scene.running.query("SELECT 1 FROM stay WHERE matching = 'uncertain'")).toHaveLength(1);
  });
});

describe('a profile that cannot be opened', () => {
  it('holds up nobody else, and is matched once when the key has come and it is released', async () => {
    const [poison, well] = [scene.aPerson(), scene.aPerson()];
    await inHospital(poison);
    await inHospital(well);
    const key = newDataKey();
    const { issued, profile } = sealed(poison, scene.masterKey, key);
    const wrongKey = { ...issued, data: { ...issued.data, wrappedKey: sealed(well, scene.masterKey).issued.data.wrappedKey } };
    await scene.say(Scene.plan, wrongKey);
    await eventually(async () => { expect(await scene.running.query('SELECT 1 FROM known_key WHERE member_id = $1', [poison.memberId])).toHaveLength(1); });
    await scene.say(Scene.plan, profile);
    await eventually(async () => {
      expect(await parked(poison)).toMatchObject([{ reader: 'known-profiles', kind: 'refused' }, { reader: 'late-matches', kind: 'waiting' }]);
    });
    await scene.known(well);
    await untilSaid(well, ['MemberAdmitted', 'MemberDischarged']);
    await scene.say(Scene.plan, issued);
    const [{ id } = { id: '' }] = await parked(poison);
    await eventually(async () => {
      expect(await scene.running.request('POST', `/operations/parked-keys/${id}/release`, { as: operator })).toMatchObject({ status: 202 });
    });
    await untilSaid(poison, ['MemberAdmitted', 'MemberDischarged']);
    expect(await scene.typesSaid(well)).toEqual(['MemberAdmitted', 'MemberDischarged']);
    await eventually(async () => { expect(await parked(poison)).toEqual([]); });
  });
});

describe('a person whose key is shredded', () => {
  it('is found no more, and nothing is left by which they could be', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    await scene.forget(person);
    await inHospital(person);
    expect(await scene.typesSaid(person)).toEqual([]);
    expect(await scene.running.query(
      'SELECT cin_key, name_key, family_key, birth_key, sex, wrapped_key FROM known_profile JOIN known_key USING (member_id) WHERE member_id = $1', [person.memberId],
    )).toEqual([{ cin_key: null, name_key: null, family_key: null, birth_key: null, sex: null, wrapped_key: '' }]);
  });
});

describe('what is remembered of enrolment', () => {
  it.each([
    ['known-profiles', 'SELECT * FROM known_profile JOIN known_key USING (tenant, member_id) ORDER BY member_id'],
    ['known-members', 'SELECT * FROM known_member ORDER BY member_id'],
  ])('is the same after the reader %s has made it anew, and finds people as before', async (reader, rows) => {
    const before = await scene.running.query(rows);
    expect(await scene.running.request('POST', `/operations/readers/${reader}/rebuild`, { as: operator })).toMatchObject({ status: 200 });
    expect(await scene.running.query(rows)).toEqual(before);
    const [early, late] = [scene.aPerson(), scene.aPerson()];
    await scene.known(early);
    await inHospital(early);
    await inHospital(late);
    await scene.known(late);
    for (const person of [early, late]) await untilSaid(person, ['MemberAdmitted', 'MemberDischarged']);
  });
});
