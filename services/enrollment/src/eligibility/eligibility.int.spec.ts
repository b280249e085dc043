import { aRow, aScene, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const determine = (memberId: string, change: object = {}): ReturnType<Scene['ask']> =>
  scene.ask('POST', `/members/${memberId}/eligibility-determinations`, { body: { rulePack: 'hhp/lacare', asOf: '2019-09-12', ...change } });
const record = (memberId: string, facts: readonly object[], source = 'staff'): ReturnType<Scene['ask']> =>
  scene.ask('POST', `/members/${memberId}/facts`, { body: { facts, source }, role: 'care-coordinator' });

describe('a determination', () => {
  it('cites rule, version, clauses and facts, and is read again with the member (004-25)', async () => {
    const memberId = await scene.member();
    const { status, body } = await determine(memberId);
    expect(status).toBe(201);
    expect(body)
      .toMatchObject({ memberId, verdict: 'eligible', ruleVersion: 'hhp/lacare:1', clauses: ['R1a', 'R1b', 'R2a'], asOf: '2019-09-12', unknownFacts: [] });
    expect(body['factsUsed']).toContainEqual({ kind: 'condition', code: 'HTN', on: '2019-03-01' });
    expect(body['unconfirmedParameters']).toContain('conditions-counted');
    const said = await scene.saidOf(memberId, 'EligibilityDetermined');
    expect(said).toMatchObject([{ version: 3, data: { verdict: 'eligible', ruleVersion: 'hhp/lacare:1', clauses: ['R1a', 'R1b', 'R2a'] } }]);
    const member = await scene.ask('GET', `/members/${memberId}`, { role: 'care-coordinator' });
    expect(member.body).toMatchObject({
      stage: 'listed', verdict: 'eligible', determination: { determinationId: said[0]?.data['determinationId'], factsUsed: body['factsUsed'] },
    });
  });
  it('shows conditions with a label to the roles that read it, and to nobody else', async () => {
    const memberId = await scene.member({ conditions: 'SUD;DM;CAD' });
    const codes = ({ factsUsed }: { factsUsed: { code?: string }[] }) => factsUsed.flatMap(({ code }) => code ?? []).sort();
    expect(codes((await determine(memberId)).body as never)).toEqual(['CAD', 'DM']);
    for (const [role, seen] of [['care-coordinator', ['CAD', 'DM', 'SUD']], ['community-health-worker', ['CAD', 'DM']], ['plan-administrator', ['CAD', 'DM']]] as const) {
      expect([role, codes((await scene.ask('GET', `/members/${memberId}`, { role })).body['determination']!)]).toEqual([role, seen]);
    }
  });
  it('is said once as long as it stays the same', async () => {
    const memberId = await scene.member();
    for (let again = 0; again < 3; again++) await determine(memberId);
    expect(await scene.saidOf(memberId, 'EligibilityDetermined')).toHaveLength(1);
    await determine(memberId, { rulePack: 'hhp/ca-16-007' });
    expect(await scene.saidOf(memberId, 'EligibilityDetermined')).toHaveLength(2);
  });
  it('is unknown until somebody counted, and follows the facts (000-28)', async () => {
    const memberId = await scene.member({ conditions: 'SUD;DM', acuity: '', chronic_homeless_indicator: '' });
    expect((await determine(memberId)).body)
      .toMatchObject({ verdict: 'unknown', unknownFacts: ['inpatient-stays', 'ed-visits', 'residence', 'adl-limitation'] });
    expect(await record(memberId, [{ kind: 'inpatient-stay', from: '2019-03-10', until: '2019-03-14' }], 'hospital')).toMatchObject({ status: 201 });
    expect((await determine(memberId)).body).toMatchObject({ verdict: 'eligible', clauses: ['R1a', 'R2b'] });
    expect((await scene.saidOf(memberId, 'EligibilityFactsRecorded')).at(-1)?.data).toMatchObject({ kinds: ['inpatient-stay'], source: 'hospital' });
  });
  it('computes chronic homelessness on the timeline of residence (000-29 … 000-31)', async () => {
    const memberId = await scene.member({ conditions: 'SUD;DM', acuity: 'R2b:0;R2c:0', chronic_homeless_indicator: 'N' });
    expect((await determine(memberId)).body).toMatchObject({ verdict: 'not-eligible', unmet: ['R2'] });
    const facts = [{ kind: 'residence', setting: 'with-others', from: '2017-09-01' }, { kind: 'adl-limitation', limited: true, on: '2019-01-01' }];
    await record(memberId, facts, 'member');
    expect((await determine(memberId)).body).toMatchObject({ verdict: 'eligible', clauses: ['R1a', 'R2d'], chronicallyHomeless: 'yes' });
  });
  it('is undone by facts that are taken back as mistaken', async () => {
    const memberId = await scene.member();
    const { body: { recordId } } = await record(memberId, [{ kind: 'exclusion', code: 'CMC', from: '2019-01-01' }]);
    expect((await determine(memberId)).body).toMatchObject({ verdict: 'excluded', exclusions: ['CMC'] });
    expect(await scene.ask('POST', `/members/${memberId}/facts/${recordId}/withdrawal`, { role: 'care-coordinator' })).toMatchObject({ status: 201 });
    expect((await determine(memberId)).body).toMatchObject({ verdict: 'eligible' });
    expect((await scene.saidOf(memberId, 'EligibilityFactsRecorded')).at(-1)?.data).toMatchObject({ kinds: ['exclusion'], source: 'correction' });
  });
  it('of a whole list counts the verdicts, and again says nothing new', async () => {
    const rows = [
      aRow(), aRow(), aRow({ conditions: 'DM;COPD', acuity: 'R2b:0;R2c:2' }), aRow({ exclusion_code: 'HOSPICE' }), aRow({ exclusion_code: '' }),
      aRow({ conditions: 'MDD', acuity: 'R2b:1', population: 'SPA2' }),
    ];
    const { listId } = await scene.importList(rows, { query: 'listRunDate=2019-08-01&listVersion=bulk' });
    const judge = (): ReturnType<Scene['ask']> =>
      scene.ask('POST', `/engagement-lists/${listId}/eligibility-determinations`, { body: { rulePack: 'hhp/lacare:1', asOf: '2019-08-01' } });
    expect(await judge()).toMatchObject({ status: 201, body: { members: 6, eligible: 3, 'not-eligible': 1, excluded: 1, unknown: 1 } });
    const before = (await scene.running.said('EligibilityDetermined')).length;
    expect((await judge()).body).toMatchObject({ members: 6, eligible: 3 });
    expect(await scene.running.said('EligibilityDetermined')).toHaveLength(before);
    expect((await scene.ask('GET', `/engagement-lists/${listId}`)).body)
      .toMatchObject({ verdicts: { eligible: 3, 'not-eligible': 1, excluded: 1, unknown: 1 } });
    const { body } = await scene.ask('GET', `/engagement-lists/${listId}/members?limit=4`);
    expect(body['members']).toHaveLength(4);
    const rest = await scene.ask('GET', `/engagement-lists/${listId}/members?limit=4&after=${body['next']}`);
    expect(rest.body).toMatchObject({ members: [{}, {}], next: null });
    expect((await scene.ask('GET', '/members?verdict=excluded')).body)
      .toMatchObject({ members: expect.arrayContaining([expect.objectContaining({ verdict: 'excluded' })]) });
  });
  it('is not made by rules that do not exist, as of a day to come, or of a member of another plan', async () => {
    const memberId = await scene.member();
    expect(await determine(memberId, { rulePack: 'hhp/nowhere' })).toMatchObject({ status: 400, body: { code: 'rule-pack-unknown', fields: ['rulePack'] } });
    expect(await determine(memberId, { asOf: '2019-09-13' })).toMatchObject({ status: 400, body: { code: 'day-to-come' } });
    expect(await determine('018f5c1a-7b2c-7def-8a9b-000000000325')).toMatchObject({ status: 404 });
    const elsewhere = { body: { rulePack: 'hhp/lacare', asOf: '2019-09-12' }, tenant: 'bay-view' };
    expect(await scene.ask('POST', `/members/${memberId}/eligibility-determinations`, elsewhere)).toMatchObject({ status: 404 });
  });
  it('shows its rules whole, with sources and how sure they are (domain 0)', async () => {
    const { body } = await scene.ask('GET', '/rule-packs');
    expect((body['rulePacks']! as { ruleVersion: string }[]).map(({ ruleVersion }) => ruleVersion))
      .toEqual(['hhp/ca-16-007:1', 'hhp/lacare:1', 'hhp/anthem-spa1:1']);
    const calendar = await scene.ask('GET', '/go-live-calendar');
    expect(calendar.body['counties']).toHaveLength(12);
    expect(calendar.body['counties']![0])
      .toMatchObject({ county: '06075', group: 1, goLive: [{ phase: 'SPA1', effectiveOn: '2018-07-01' }, { phase: 'SPA2', effectiveOn: '2019-01-01' }] });
  });
});

describe('facts', () => {
  it.each([
    ['without a field of its kind', { kind: 'condition', on: '2019-01-01' }, 'facts.0.code'],
    ['with a field of another kind', { kind: 'ed-visit', on: '2019-01-01', setting: 'street' }, 'facts.0.setting'],
    ['with a code that does not exist', { kind: 'exclusion', code: 'WHIM', from: '2019-01-01' }, 'facts.0.code'],
    ['that end before they begin', { kind: 'residence', setting: 'street', from: '2019-01-02', until: '2019-01-02' }, 'facts.0.until'],
  ])('are refused %s', async (_name, fact, field) => {
    const memberId = await scene.member();
    expect(await record(memberId, [fact])).toMatchObject({ status: 400, body: { code: 'fact-impossible', fields: [field] } });
    expect(await scene.saidOf(memberId, 'EligibilityFactsRecorded')).toHaveLength(1);
  });
});
