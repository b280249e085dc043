import { randomUUID } from 'node:crypto';
import { open, unwrapKey } from '@hhp/messaging';
import { SETTINGS, type Settings } from '@hhp/service-host';
import { aCin, aRow, aScene, csvOf, plan, type Scene } from '../scene.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const run = (day: string, version = '1'): { query: string } => ({ query: `listRunDate=${day}&listVersion=${version}` });
const count = async (): Promise<number> => (await scene.running.said()).filter(({ tenant }) => tenant !== 'platform').length;

describe('an engagement list', () => {
  it('makes members: listed, with facts, a key and a sealed profile, and nothing of the profile anywhere else (004-29)', async () => {
    const row = aRow({ last_name: 'Szymborska', first_name: 'Wisława', address: '12 Unseen Street', email: 'w@unseen.example' });
    const list = await scene.importList([row], run('2019-07-01'));
    expect(list).toMatchObject({ programCode: 'HHP', listRunDate: '2019-07-01', listVersion: '1', rows: 1, listed: 1, unchanged: 0, rejected: 0 });
    const { body: { memberId } } = await scene.ask('POST', '/member-searches', { body: { cin: row['cin'] } });
    const said = await scene.saidOf(memberId!);
    expect(said.map(({ type, version, tenant }) => [type, version, tenant])).toEqual([
      ['MemberListed', 1, plan], ['EligibilityFactsRecorded', 2, plan], ['MemberKeyIssued', 1, plan], ['MemberProfileSealed', 1, plan],
    ]);
    expect(said[0]?.data)
      .toMatchObject({ contractCode: 'GG-SF', county: '06075', population: 'SPA1', source: 'DHCS_TEL', listedOn: '2019-07-01', listId: list.listId });
    expect(said[1]?.data).toMatchObject({ kinds: ['coverage', 'condition', 'reviewed', 'utilization', 'homelessness'], source: 'DHCS_TEL' });
    const { HHP_MASTER_KEY } = scene.running.get(SETTINGS as never) as Settings;
    const key = unwrapKey(Buffer.from(HHP_MASTER_KEY, 'base64'), String(said[2]?.data['wrappedKey']));
    expect(open(key, memberId!, String(said[3]?.data['sealed']))).toEqual({
      cin: row['cin'], firstName: 'Wisława', lastName: 'Szymborska', birthDate: '1957-03-14', sex: 'M', phone: '415-555-0114', email: 'w@unseen.example',
      address: '12 Unseen Street', language: 'es',
    });
    const [{ dump }] = await scene.running.query<{ dump: string }>(
      `SELECT string_agg(t::text, ' ') AS dump FROM (
         SELECT m::text FROM member m UNION ALL SELECT p::text FROM member_profile p UNION ALL SELECT f::text FROM facts_recorded f
         UNION ALL SELECT e::text FROM engagement_list_entry e UNION ALL SELECT i::text FROM file_import i UNION ALL SELECT k::text FROM idempotency_key k
         UNION ALL SELECT a::text FROM audit_entry a UNION ALL SELECT o::text FROM outbox o) AS all_rows (t)`) as [{ dump: string }];
    for (const secret of [row['cin']!, 'Szymborska', 'Wisława', '1957-03-14', '415-555-0114', 'Unseen', 'unseen.example']) expect(dump).not.toContain(secret);
  });
  it('counts every row and says why some are rejected, without their values', async () => {
    const twice = aCin();
    const rows = [
      aRow(), aRow({ cin: twice }), aRow({ cin: twice, last_name: 'Other' }), aRow({ cin: '1234567' }), aRow({ cin: '91111111A' }), aRow({ cin: '91111111A' }),
      aRow({ county_code: '06041' }), aRow({ last_name: '=HYPERLINK("http://x.example")' }), aRow({ last_name: "O'Brien'); DROP TABLE member;--" }),
      aRow({ birth_date: '1961-02-30', conditions: 'FLU' }),
    ];
    const list = await scene.importList(rows, run('2019-07-02'));
    expect(list).toMatchObject({ rows: 10, listed: 3, unchanged: 0, rejected: 7 });
    expect(list.byCounty).toEqual([
      { county: '06075', rows: 9, listed: 3, unchanged: 0, rejected: 6 }, { county: 'unknown', rows: 1, listed: 0, unchanged: 0, rejected: 1 },
    ]);
    const { body } = await scene.ask('GET', `/file-imports/${list.importId}`);
    expect(body['rejects']).toEqual([
      { row: 4, fields: ['cin'], reasons: ['twice-in-file'] }, { row: 5, fields: ['cin'], reasons: ['cin-malformed'] },
      { row: 6, fields: ['cin'], reasons: ['cin-dummy'] }, { row: 7, fields: ['cin'], reasons: ['cin-dummy'] },
      { row: 8, fields: ['county_code'], reasons: ['county-unknown'] }, { row: 9, fields: ['last_name'], reasons: ['looks-like-a-formula'] },
      { row: 11, fields: ['birth_date', 'conditions'], reasons: ['date-malformed', 'code-unknown'] },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/1234567|91111111A|HYPERLINK|06041|FLU/);
    const read = await scene.ask('GET', `/engagement-lists/${list.listId}`);
    expect(read.body).toMatchObject({ members: 3, stages: { listed: 3 }, verdicts: { 'not-judged': 3 } });
    expect(read.body['imports']).toMatchObject([{ importId: list.importId, rows: 10, listed: 3, rejected: 7 }]);
  });
  it.each([['CRLF', '\r\n', ''], ['a byte-order mark', '\n', '\uFEFF']])('with %s that comes twice changes nothing the second time', async (name, ending, mark) => {
    const text = mark + csvOf([aRow(), aRow({ last_name: 'Núñez, "Ana"'.replaceAll('"', '') })], ending);
    const first = await scene.importList(text, run('2019-07-03', name.length.toString()));
    const before = await count();
    expect(await scene.importList(text, run('2019-07-03', name.length.toString())))
      .toMatchObject({ listId: first.listId, rows: 2, listed: 0, unchanged: 2, rejected: 0 });
    expect(await count()).toBe(before);
  });
  it('that comes again with a changed row keeps the member and says only what is new', async () => {
    const row = aRow();
    const list = await scene.importList([row, aRow()], run('2019-07-04'));
    const { body: { memberId } } = await scene.ask('POST', '/member-searches', { body: { cin: row['cin'] } });
    expect(await scene.importList([{ ...row, phone: '415-555-0199' }], run('2019-07-04'))).toMatchObject({ listId: list.listId, listed: 1 });
    expect((await scene.saidOf(memberId!)).slice(4).map(({ type, version }) => [type, version])).toEqual([['MemberProfileSealed', 2]]);
    await scene.importList([{ ...row, phone: '415-555-0199', conditions: 'DM;COPD' }], run('2019-07-04'));
    expect((await scene.saidOf(memberId!)).slice(5).map(({ type, version }) => [type, version])).toEqual([['EligibilityFactsRecorded', 3]]);
    const facts = await scene.running.query<{ facts: { code?: string }[] }>(
      'SELECT facts FROM facts_recorded WHERE member_id = $1 AND superseded_at IS NULL', [memberId]);
    expect(facts.map((each) => each.facts.flatMap(({ code }) => code ?? []))).toEqual([['DM', 'COPD']]);
    const profile = await scene.ask('GET', `/members/${memberId}/profile`, { role: 'care-coordinator' });
    expect(profile.body).toMatchObject({ phone: '415-555-0199', lastName: 'Morales' });
  });
  it('of the next run lists a member again under the same id; both snapshots stay (004-34)', async () => {
    const row = aRow();
    const [first, second] = [await scene.importList([row], run('2019-07-05')), await scene.importList([row], run('2019-08-05'))];
    expect(second).toMatchObject({ listed: 1, unchanged: 0 });
    const { body: { memberId } } = await scene.ask('POST', '/member-searches', { body: { cin: row['cin'] } });
    expect((await scene.saidOf(memberId!, 'MemberListed')).map(({ data }) => data['listId'])).toEqual([first.listId, second.listId]);
    for (const { listId } of [first, second]) {
      const { body } = await scene.ask('GET', `/engagement-lists/${listId}/members`);
      expect(body['members']).toMatchObject([{ memberId, stage: 'listed', verdict: null, county: '06075' }]);
    }
  });
  it('is taken over once when the request is repeated with its key', async () => {
    const [text, key] = [csvOf([aRow(), aRow()]), randomUUID()];
    const first = await scene.importList(text, { ...run('2019-07-06'), key });
    const before = await count();
    expect(await scene.importList(text, { ...run('2019-07-06'), key })).toEqual(first);
    expect(await count()).toBe(before);
  });
  it('that broke off half-way goes on when the request is repeated with its key, and does no step twice', async () => {
    const rows = Array.from({ length: 700 }, (_, nth) => aRow({ assignment_basis: nth === 650 ? 'breaks' : 'pcp' }));
    const [path, asked] = ['/engagement-lists?listRunDate=2019-07-11', { body: csvOf(rows), key: randomUUID() }];
    await scene.running.query("ALTER TABLE engagement_list_entry ADD CONSTRAINT breaks CHECK (assignment_basis <> 'breaks') NOT VALID");
    expect(await scene.ask('POST', path, asked)).toMatchObject({ status: 500 });
    const half = await count();
    await scene.running.query('ALTER TABLE engagement_list_entry DROP CONSTRAINT breaks');
    const { status, body } = await scene.ask('POST', path, asked);
    expect([status, body]).toMatchObject([201, { rows: 700, listed: 700, unchanged: 0, rejected: 0 }]);
    const listed = (await scene.running.said('MemberListed')).filter(({ data }) => data['listId'] === body['listId']);
    expect([half > 0, listed.length, new Set(listed.map(({ key }) => key)).size]).toEqual([true, 700, 700]);
    expect((await scene.ask('GET', `/file-imports/${body['importId']}`)).body).toMatchObject({ rows: 700, accepted: 700, finishedAt: expect.any(String) });
  });
  it('is refused whole when it cannot be read, and leaves nothing behind', async () => {
    const before = await count();
    const ask = (text: string): ReturnType<Scene['ask']> => scene.ask('POST', '/engagement-lists?listRunDate=2019-07-07', { body: text });
    expect(await ask('cin,last_name\nx,y\n')).toMatchObject({ status: 400, body: { code: 'columns-missing' } });
    const torn = csvOf([aRow(), aRow()]).replace('Morales', '"Morales');
    const refused = await ask(torn);
    expect(refused).toMatchObject({ status: 400, body: { code: 'csv-unreadable' } });
    expect(JSON.stringify(refused.body)).not.toContain('Morales');
    expect(await scene.ask('POST', '/engagement-lists?listRunDate=2019-09-13', { body: csvOf([aRow()]) }))
      .toMatchObject({ status: 400, body: { code: 'day-to-come' } });
    expect(await scene.ask('POST', '/engagement-lists', { body: csvOf([aRow()]) }))
      .toMatchObject({ status: 400, body: { code: 'request-invalid', fields: ['listRunDate'] } });
    expect(await count()).toBe(before);
    expect(await scene.running.query("SELECT FROM engagement_list WHERE list_run_date IN ('2019-07-07', '2019-09-13')")).toEqual([]);
  });
  it('sent twice at once makes each member once', async () => {
    const rows = Array.from({ length: 40 }, () => aRow());
    const both = await Promise.all([scene.importList(rows, run('2019-07-08')), scene.importList(rows.toReversed(), run('2019-07-08'))]);
    expect(both.map(({ listed, unchanged }) => listed + unchanged)).toEqual([40, 40]);
    expect(both[0]!.listId).toBe(both[1]!.listId);
    const listed = (await scene.running.said('MemberListed')).filter(({ data }) => data['listId'] === both[0]!.listId);
    expect(listed).toHaveLength(40);
    expect(new Set(listed.map(({ key }) => key)).size).toBe(40);
  });
  it('of one plan is nothing to another, and the same number is another member there', async () => {
    const row = aRow();
    const { listId } = await scene.importList([row], run('2019-07-09'));
    expect(await scene.ask('GET', `/engagement-lists/${listId}`, { tenant: 'bay-view' })).toMatchObject({ status: 404 });
    expect(await scene.ask('POST', '/member-searches', { body: { cin: row['cin'] }, tenant: 'bay-view' })).toMatchObject({ status: 404 });
    expect(await scene.importList([row], { ...run('2019-07-09'), tenant: 'bay-view' })).toMatchObject({ rows: 1, listed: 0, rejected: 1 });
    const contract = { contractCode: 'BV-SF', county: '38', product: 'Medi-Cal', population: 'BOTH', effectiveOn: '2018-07-01' };
    await scene.ask('POST', '/plan-contracts', { tenant: 'bay-view', body: contract });
    expect(await scene.importList([{ ...row, plan_contract_code: 'BV-SF' }], { ...run('2019-07-09'), tenant: 'bay-view' })).toMatchObject({ listed: 1 });
    const [here, there] = await Promise.all([plan, 'bay-view'].map((tenant) => scene.ask('POST', '/member-searches', { body: { cin: row['cin'] }, tenant })));
    expect(there?.body['memberId']).not.toBe(here?.body['memberId']);
  });
  it('is for the plan to send, and profiles are for the care team to open', async () => {
    const memberId = await scene.member();
    expect(await scene.ask('POST', '/engagement-lists?listRunDate=2019-07-10', { body: csvOf([aRow()]), role: 'care-coordinator' }))
      .toMatchObject({ status: 403 });
    expect(await scene.ask('GET', `/members/${memberId}/profile`)).toMatchObject({ status: 403 });
    expect(await scene.ask('GET', `/members/${memberId}/profile`, { role: 'care-coordinator' })).toMatchObject({ status: 200, body: { firstName: 'Albert' } });
    const seen = await scene.running.query("SELECT FROM audit_entry WHERE kind = 'read' AND route LIKE '%profile' AND $1 = ANY (member_ids)", [memberId]);
    expect(seen).toHaveLength(1);
  });
});
