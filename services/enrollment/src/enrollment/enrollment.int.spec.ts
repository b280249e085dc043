import { aCin, aRow, aScene, contractCode, csvOf, type Row, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const enroll = (memberId: string, change: object = {}): ReturnType<Scene['ask']> => scene.ask('POST', `/members/${memberId}/enrollment`, {
  role: 'care-coordinator',
  body: { contractCode, county: '06075', population: 'SPA1', careEntityId: scene.careEntityId, coordinatorId: 'c-1', enrolledOn: '2019-08-05', ...change },
});
const leave = (memberId: string, enrollmentId: string, change: object = {}): ReturnType<Scene['ask']> =>
  scene.ask('POST', `/members/${memberId}/enrollments/${enrollmentId}/disenrollment`, {
    role: 'care-coordinator', body: { disenrolledOn: '2019-09-01', reason: 'DP', ...change },
  });
const typesOf = async (memberId: string): Promise<[string, number][]> =>
  (await scene.saidOf(memberId)).filter(({ type }) => /^(Member|En|El)/.test(type) && !/Key|Profile/.test(type)).map(({ type, version }) => [type, version]);

describe('an enrolment', () => {
  it('judges the member as of its day, and says the verdict before it (003-17, 004-35)', async () => {
    const memberId = await scene.member();
    const { status, body } = await enroll(memberId);
    expect(status).toBe(201);
    expect(await typesOf(memberId)).toEqual([
      ['MemberListed', 1], ['EligibilityFactsRecorded', 2], ['EligibilityDetermined', 3], ['MemberEnrolled', 4],
    ]);
    expect((await scene.saidOf(memberId, 'MemberEnrolled'))[0]?.data).toEqual({
      memberId, enrollmentId: body['enrollmentId'], contractCode, county: '06075', population: 'SPA1', careEntityId: scene.careEntityId, coordinatorId: 'c-1',
      enrolledOn: '2019-08-05', chronicallyHomeless: false,
    });
    expect((await scene.ask('GET', `/members/${memberId}`)).body)
      .toMatchObject({ stage: 'enrolled', enrollments: [{ enrollmentId: body['enrollmentId'], from: '2019-08-05' }] });
  });
  it.each([
    ['not eligible', { conditions: 'DM;COPD', acuity: 'R2b:0;R2c:2' }, {}, 409, 'not-eligible'],
    ['excluded', { exclusion_code: 'CMC' }, {}, 409, 'excluded'],
    ['of whom it is not known', { exclusion_code: '' }, {}, 409, 'eligibility-unknown'],
    [
      'before the go-live of the population', { conditions: 'MDD', population: 'SPA2', acuity: 'R2b:1' }, { population: 'SPA2', enrolledOn: '2018-12-31' }, 409,
      'before-go-live',
    ],
    ['on a day to come', {}, { enrolledOn: '2019-09-13' }, 400, 'day-to-come'],
    ['under a contract of nobody', {}, { contractCode: 'XX-SF' }, 400, 'contract-unknown'],
    ['by a care entity of nobody', {}, { careEntityId: '018f5c1a-7b2c-7def-8a9b-0000000004c5' }, 400, 'care-entity-unknown'],
    ['in a county that is not of the contract', {}, { county: '06065' }, 400, 'county-not-of-contract'],
  ] as const)('is refused for somebody %s, and leaves no trace', async (_name, row, change, status, code) => {
    const memberId = await scene.member(row as Row);
    expect(await enroll(memberId, change)).toMatchObject({ status, body: { code } });
    expect((await typesOf(memberId)).map(([type]) => type)).not.toContain('MemberEnrolled');
    expect(await scene.running.query('SELECT FROM enrollment WHERE member_id = $1', [memberId])).toEqual([]);
  });
  it('happens once when ten ask at once', async () => {
    const memberId = await scene.member();
    const answers = await Promise.all(Array.from({ length: 10 }, () => enroll(memberId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    expect(await scene.saidOf(memberId, 'MemberEnrolled')).toHaveLength(1);
    expect(await scene.running.query('SELECT FROM enrollment WHERE member_id = $1', [memberId])).toHaveLength(1);
  });
  it('ends, may begin again on that day, and never overlaps another (004-31)', async () => {
    const memberId = await scene.member();
    const { body: { enrollmentId } } = await enroll(memberId);
    expect(await leave(memberId, enrollmentId!)).toMatchObject({ status: 201 });
    expect(await leave(memberId, enrollmentId!)).toMatchObject({ status: 201 });
    expect(await leave(memberId, enrollmentId!, { disenrolledOn: '2019-09-02' })).toMatchObject({ status: 409, body: { code: 'already-disenrolled' } });
    expect(await enroll(memberId, { enrolledOn: '2019-08-31' })).toMatchObject({ status: 409, body: { code: 'spans-overlap' } });
    expect(await enroll(memberId, { enrolledOn: '2019-09-01' })).toMatchObject({ status: 201 });
    expect((await scene.saidOf(memberId, 'MemberDisenrolled')).map(({ data }) => data)).toEqual([
      { memberId, enrollmentId, county: '06075', disenrolledOn: '2019-09-01', reason: 'DP' },
    ]);
  });
  it('that was mistaken is voided once, and its days are free again', async () => {
    const memberId = await scene.member();
    const { body: { enrollmentId } } = await enroll(memberId);
    const voiding = (): ReturnType<Scene['ask']> =>
      scene.ask('POST', `/members/${memberId}/enrollments/${enrollmentId}/voiding`, { body: { reason: 'wrong-person' } });
    expect(await voiding()).toMatchObject({ status: 201, body: { voidedOn: '2019-09-12' } });
    expect(await voiding()).toMatchObject({ status: 201, body: { voidedOn: '2019-09-12' } });
    expect(await scene.saidOf(memberId, 'EnrollmentVoided')).toHaveLength(1);
    expect(await enroll(memberId)).toMatchObject({ status: 201 });
  });
  it('is not for another plan to make or end', async () => {
    const memberId = await scene.member();
    const { body: { enrollmentId } } = await enroll(memberId);
    const path = `/members/${memberId}/enrollments/${enrollmentId}`;
    expect(await scene.ask('POST', `${path}/disenrollment`, { tenant: 'bay-view', body: { disenrolledOn: '2019-09-01', reason: 'DP' } }))
      .toMatchObject({ status: 404 });
    expect(await scene.ask('POST', `${path}/voiding`, { tenant: 'bay-view', body: { reason: 'x' } })).toMatchObject({ status: 404 });
  });
});

describe('a file of enrolments', () => {
  const line = (cin: string, change: Row = {}): Row => ({
    cin, enrolled_on: '2019-08-05', contract_code: contractCode, county_code: '06075', population: 'SPA1', cbcme_id: scene.careEntityId,
    coordinator_id: 'c-1', ...change,
  });
  const send = (rows: readonly Row[]): ReturnType<Scene['ask']> => scene.ask('POST', '/enrollment-files', { body: csvOf(rows), role: 'cb-cme-supervisor' });

  it('enrols whom it can, rejects the others by reason, and changes nothing when it comes again', async () => {
    const people = [aRow(), aRow(), aRow({ conditions: 'DM;COPD' }), aRow()];
    await scene.importList(people);
    const cins = people.map((row) => row['cin']!);
    const lines = [
      line(cins[0]!), line(cins[1]!, { county_code: '38' }), line(cins[2]!), line(cins[3]!, { enrolled_on: '2018-06-30' }), line(aCin()), line(cins[0]!),
      line(aCin(), { enrolled_on: '2019-02-30', cbcme_id: 'x' }),
    ];
    const { status, body } = await send(lines);
    expect(status).toBe(201);
    expect(body).toMatchObject({ rows: 7, accepted: 2, unchanged: 0, rejected: 5, byCounty: { '06075': { rows: 7, accepted: 2, unchanged: 0, rejected: 5 } } });
    const rejects = (await scene.ask('GET', `/file-imports/${body['importId']}`, { role: 'cb-cme-supervisor' })).body;
    expect(rejects).toMatchObject({
      kind: 'enrollment', rows: 7,
      rejects: [
        { row: 4, fields: ['row'], reasons: ['not-eligible'] }, { row: 5, fields: ['enrolled_on'], reasons: ['before-go-live'] },
        { row: 6, fields: ['cin'], reasons: ['member-unknown'] }, { row: 7, fields: ['cin'], reasons: ['twice-in-file'] },
        { row: 8, fields: ['enrolled_on', 'cbcme_id'], reasons: ['date-malformed', 'care-entity-unknown'] },
      ],
    });
    const before = (await scene.running.said('MemberEnrolled')).length;
    expect((await send(lines)).body).toMatchObject({ rows: 7, accepted: 0, unchanged: 2, rejected: 5 });
    expect(await scene.running.said('MemberEnrolled')).toHaveLength(before);
  });
  it('of departures ends enrolments by number', async () => {
    const people = [aRow(), aRow()];
    await scene.importList(people);
    const [first, second] = people.map((row) => row['cin']!) as [string, string];
    await send([line(first)]);
    const leaving = csvOf([{ cin: first, disenrolled_on: '2019-09-05', reason: 'SC' }, { cin: second, disenrolled_on: '2019-09-05', reason: 'SC' }]);
    const depart = (): ReturnType<Scene['ask']> => scene.ask('POST', '/disenrollment-files', { body: leaving });
    const { body } = await depart();
    expect(body).toMatchObject({ rows: 2, accepted: 1, rejected: 1 });
    expect((await scene.ask('GET', `/file-imports/${body['importId']}`)).body)
      .toMatchObject({ rejects: [{ row: 3, fields: ['row'], reasons: ['not-enrolled'] }] });
    expect((await depart()).body).toMatchObject({ rows: 2, accepted: 0, unchanged: 1, rejected: 1 });
  });
});

describe('outreach', () => {
  it('is recorded attempt by attempt, and a no is a no (001-09, 003-17)', async () => {
    const memberId = await scene.member();
    const attempt = (body: object): ReturnType<Scene['ask']> =>
      scene.ask('POST', `/members/${memberId}/outreach-attempts`, { role: 'community-health-worker', body });
    expect(await attempt({ mode: 'phone', result: 'voicemail', attemptedAt: '2019-09-10T10:00:00-07:00' }))
      .toMatchObject({ status: 201, body: { stage: 'outreach' } });
    expect(await attempt({ mode: 'letter', result: 'busy', attemptedAt: '2019-09-11T10:00:00-07:00' }))
      .toMatchObject({ status: 400, body: { code: 'result-impossible' } });
    expect(await attempt({ mode: 'in-person', result: 'declined', attemptedAt: '2019-09-11T10:00:00-07:00' }))
      .toMatchObject({ status: 201, body: { stage: 'declined' } });
    expect((await scene.saidOf(memberId)).slice(-3).map(({ type, version }) => [type, version]))
      .toEqual([['OutreachAttempted', 3], ['OutreachAttempted', 4], ['MemberDeclined', 5]]);
    expect((await scene.ask('GET', `/members/${memberId}`)).body).toMatchObject({ stage: 'declined', attempts: [{ mode: 'in-person' }, { mode: 'phone' }] });
  });
  it('comes as a file too, several attempts for a member, each once', async () => {
    const person = aRow();
    await scene.importList([person]);
    const at = (attempted_at: string, change: Row = {}): Row => ({ cin: person['cin']!, mode: 'phone', result: 'no-answer', attempted_at, ...change });
    const file = csvOf([
      at('2019-09-10T17:00:00Z'), at('2019-09-11T17:00:00Z', { result: 'engaged' }), at('2019-09-10T17:00:00Z'), at('yesterday'), at('2019-09-13T17:00:00Z'),
      at('2019-09-10T18:00:00Z', { cin: aCin() }),
    ]);
    const send = (): ReturnType<Scene['ask']> => scene.ask('POST', '/outreach-files', { body: file, role: 'cb-cme-supervisor' });
    const { body } = await send();
    expect(body).toMatchObject({ rows: 6, accepted: 2, unchanged: 1, rejected: 3 });
    expect((await scene.ask('GET', `/file-imports/${body['importId']}`)).body).toMatchObject({
      rejects: [
        { row: 5, fields: ['attempted_at'], reasons: ['time-malformed'] }, { row: 6, fields: ['attemptedAt'], reasons: ['attempt-to-come'] },
        { row: 7, fields: ['cin'], reasons: ['member-unknown'] },
      ],
    });
    expect((await send()).body).toMatchObject({ rows: 6, accepted: 0, unchanged: 3, rejected: 3 });
  });
  it('ends with a no that is said once', async () => {
    const memberId = await scene.member();
    const decline = (): ReturnType<Scene['ask']> =>
      scene.ask('POST', `/members/${memberId}/decline`, { role: 'care-coordinator', body: { declinedOn: '2019-09-11' } });
    expect(await decline()).toMatchObject({ status: 201, body: { stage: 'declined' } });
    expect(await decline()).toMatchObject({ status: 201, body: { stage: 'declined' } });
    expect((await scene.saidOf(memberId, 'MemberDeclined')).map(({ data }) => data)).toEqual([{ memberId, declinedOn: '2019-09-11', reason: 'DP' }]);
    expect(await enroll(memberId)).toMatchObject({ status: 201 });
    expect(await decline()).toMatchObject({ status: 409, body: { code: 'already-enrolled' } });
  });
});

describe('contracts and care entities', () => {
  it('are declared once as they stand, and said again when something changes (001-02, 002-07)', async () => {
    const body = { contractCode: 'GG-ALA', county: '01', product: 'Medi-Cal', population: 'SPA1', effectiveOn: '2019-07-01' };
    const declare = (change: object = {}, tenant?: string): ReturnType<Scene['ask']> =>
      scene.ask('POST', '/plan-contracts', { body: { ...body, ...change }, ...(tenant ? { tenant } : {}) });
    expect(await declare()).toMatchObject({ status: 201, body: { version: 1 } });
    expect(await declare()).toMatchObject({ status: 201, body: { version: 1 } });
    expect(await declare({ population: 'BOTH' })).toMatchObject({ status: 201, body: { version: 2 } });
    expect(await declare({ county: '06041' })).toMatchObject({ status: 400, body: { code: 'county-unknown' } });
    expect(await declare({ county: '38' })).toMatchObject({ status: 409, body: { code: 'county-stands' } });
    expect(await declare({}, 'bay-view')).toMatchObject({ status: 409, body: { code: 'contract-code-taken' } });
    expect((await scene.saidOf('GG-ALA')).map(({ type, version, data }) => [type, version, data['planOrganization'], data['county'], data['population']]))
      .toEqual([
      ['PlanContractDeclared', 1, 'golden-gate', '06001', 'SPA1'], ['PlanContractDeclared', 2, 'golden-gate', '06001', 'BOTH'],
    ]);
    const serve = (): ReturnType<Scene['ask']> =>
      scene.ask('PUT', `/care-entities/${scene.careEntityId}`, { body: { name: 'Mission Neighborhood Clinic', contractCode: 'GG-ALA' } });
    expect([await serve(), await serve()]).toMatchObject([{ status: 200, body: { version: 2 } }, { status: 200, body: { version: 2 } }]);
    expect((await scene.ask('GET', '/care-entities')).body)
      .toMatchObject({ careEntities: [{ name: 'Mission Neighborhood Clinic', contractCodes: ['GG-ALA', 'GG-SF'] }] });
    expect((await scene.saidOf(scene.careEntityId)).map(({ version }) => version)).toEqual([1, 2]);
    await declare({ contractCode: 'BV-ALA' }, 'bay-view');
    const byOther = (name: string): ReturnType<Scene['ask']> =>
      scene.ask('PUT', `/care-entities/${scene.careEntityId}`, { body: { name, contractCode: 'BV-ALA' }, tenant: 'bay-view' });
    expect(await byOther('Renamed')).toMatchObject({ status: 409, body: { code: 'care-entity-of-several-plans' } });
    expect(await byOther('Mission Neighborhood Clinic')).toMatchObject({ status: 200 });
  });
});
