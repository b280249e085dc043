import { eventually } from '@hhp/testing';
import { adt } from '../examples.js';
import { type HospitalLine, Scene, about, acknowledged, frame } from '../scene.js';

let scene: Scene;
let line: HospitalLine;
beforeAll(async () => {
  scene = await Scene.open({ LOG_LEVEL: 'silent' });
  await scene.declare('mercy', { sendingApplication: 'CERNER', sendingFacility: 'MERCY', answerMode: 'original' });
  line = await scene.line();
}, 120_000);
afterAll(() => scene.close());

const mercy = ['CERNER', 'MERCY'] as const;
let sentinels = 0;
/** The codes that come back for a message: those before the answer to the next one. */
async function codesFor(message: string): Promise<(string | undefined)[]> {
  const controlId = `sentinel-${++sentinels}`;
  line.write(Buffer.concat([frame(message), frame(adt({ controlId }))]));
  const codes: (string | undefined)[] = [];
  for (;;) {
    const answer = acknowledged((await line.next())[0]!);
    if (answer.controlId === controlId) return codes;
    codes.push(answer.code);
  }
}

describe('a message that a hospital sends', () => {
  it.each([
    ['an admission', adt({ controlId: 'k1' }), 'AA', undefined, 'used', null],
    ['a laboratory result', adt({ controlId: 'k2', kind: 'ORU', event: 'R01' }), 'AA', undefined, 'not-used', 'message-type-not-used'],
    ['an event of no use here', adt({ controlId: 'k3', event: 'A31' }), 'AA', undefined, 'not-used', 'event-not-used'],
    ['a message of a test', adt({ controlId: 'k4', processingId: 'T' }), 'AA', undefined, 'not-used', 'not-production'],
    ['one that names no visit', adt({ controlId: 'k5', visit: '' }), 'AA', undefined, 'unusable', 'visit-number-missing'],
    ['one that names nobody', adt({ controlId: 'k6', ids: '', name: '' }), 'AA', undefined, 'unusable', 'person-missing'],
    ['one with NUL in its names', adt({ controlId: 'k9\0', visit: 'V\0\\X00\\9' }), 'AA', undefined, 'used', null],
    ['one of a sender whom nobody declared', adt({ controlId: 'k7', sender: ['EPIC', 'ELSEWHERE'] }), 'AR', '103', 'refused', 'unknown-sender'],
    ['one without a type', adt({ controlId: 'k8' }).replace('ADT^A01^ADT_A01', ''), 'AR', '101', 'refused', 'message-type-missing'],
    ['one without a control id', adt({ controlId: '' }), 'AR', '101', 'refused', 'control-id-missing'],
    ['what is no message', 'hello world', 'AR', '100', 'refused', 'not-er7'],
    ['nothing', '', 'AR', '100', 'refused', 'not-er7'],
    ['XML', '<ADT_A01><MSH/></ADT_A01>', 'AR', '100', 'refused', 'not-er7'],
  ])('%s is answered and kept with the reason', async (_what, message, code, error, keeping, reason) => {
    expect(await line.send(message)).toMatchObject({ code, error });
    const kept = await scene.running.query<{ keeping: string; reason: string | null }>('SELECT * FROM hospital_message ORDER BY received_at DESC, id DESC LIMIT 1');
    expect(kept).toMatchObject([{ keeping, reason }]);
    expect(scene.bytesOf(kept[0] as never).toString()).toBe(message);
  });
  it('that is an answer is kept and never answered', async () => {
    expect(await codesFor(adt({ controlId: 'ack', kind: 'ACK', event: '', more: ['MSA|AA|1'] }))).toEqual([]);
    expect(await scene.kept('ack')).toMatchObject([{ keeping: 'not-used', reason: 'acknowledgement' }]);
  });
  it('is kept byte for byte, with its marks, line ends and segments of its own', async () => {
    const variants = {
      'b-bom': Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(adt({ controlId: 'b-bom' }))]),
      'b-crlf': Buffer.from(adt({ controlId: 'b-crlf', more: ['ZPD|1|own^words', '// no segment'] }).replaceAll('\r', '\r\n')),
      'b-latin': Buffer.from(adt({ controlId: 'b-latin', name: 'Núñez^José' }), 'latin1'),
      'b-nul': Buffer.from(adt({ controlId: 'b-nul', more: ['NTE|1||\u0000\u001c\u0007'] }), 'latin1'),
    };
    for (const [controlId, bytes] of Object.entries(variants)) {
      expect(await line.send(bytes)).toMatchObject({ code: 'AA', controlId });
      expect(scene.bytesOf((await scene.kept(controlId))[0]!).equals(bytes)).toBe(true);
    }
  });
});

describe('what the sender wishes', () => {
  it.each([
    ['AL', '', ['CA'], ['CR']], ['AL', 'AL', ['CA', 'AA'], ['CR', 'AR']], ['NE', 'NE', [], []], ['NE', 'AL', ['AA'], ['AR']],
    ['ER', 'ER', [], ['CR', 'AR']], ['SU', 'SU', ['CA', 'AA'], []], ['', 'AL', ['AA'], ['AR']], ['', '', ['AA'], ['AR']],
  ])('is followed: MSH-15 %s and MSH-16 %s', async (accept, application, taken, rejected) => {
    expect(await codesFor(adt({ wishes: [accept, application] }))).toEqual(taken);
    expect(await codesFor(adt({ wishes: [accept, application], sender: ['EPIC', 'ELSEWHERE'] }))).toEqual(rejected);
  });
  it('is not asked where the feed is set so', async () => {
    expect(await codesFor(adt({ sender: mercy, wishes: ['NE', 'NE'] }))).toEqual(['AA']);
  });
});

describe('a repeat', () => {
  it('gets the same answer, byte for byte, and has no second effect', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    const message = about(person, { controlId: 'again', visit: 'R1' });
    const answers: string[] = [];
    for (const bytes of [message, message, message.trimEnd(), message]) {
      line.write(frame(bytes));
      answers.push(...await line.next());
    }
    expect([new Set(answers).size, acknowledged(answers[0]!).code]).toEqual([1, 'AA']);
    expect(await scene.kept('again')).toMatchObject([{ repeats: 3, same_id_other_bytes: false }]);
    await line.send(about(person, { event: 'A03', visit: 'R1', recordedAt: '20190913' }));
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted', 'MemberDischarged']);
  });
  it('on ten lines at once has one effect and one answer', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    const message = about(person, { controlId: 'at-once', visit: 'R2' });
    const lines = await Promise.all(Array.from({ length: 10 }, () => scene.line()));
    for (const each of lines) each.write(frame(message));
    const answers = await Promise.all(lines.map((each) => each.next()));
    expect(new Set(answers.flat()).size).toBe(1);
    expect(await scene.kept('at-once')).toMatchObject([{ repeats: 9 }]);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
    for (const each of lines) each.close();
  });
  it('of the control id with other bytes is a new message, with its own effect, and flagged', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    expect(await line.send(about(person, { controlId: 'MSG00001', visit: 'R3' }))).toMatchObject({ code: 'AA' });
    expect(await line.send(about(person, { controlId: 'MSG00001', visit: 'R3', event: 'A03', recordedAt: '20190913' }))).toMatchObject({ code: 'AA' });
    expect(await scene.kept('MSG00001')).toMatchObject([{ same_id_other_bytes: false }, { same_id_other_bytes: true }]);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted', 'MemberDischarged']);
  });
  it('of a sender who was declared meanwhile is taken', async () => {
    const message = adt({ controlId: 'stranger', sender: ['MEDITECH', 'HILLS'] });
    expect(await line.send(message)).toMatchObject({ code: 'AR', error: '103' });
    await scene.declare('hills', { sendingApplication: 'MEDITECH', sendingFacility: 'HILLS' });
    expect(await line.send(message)).toMatchObject({ code: 'AA' });
    expect(await scene.kept('stranger')).toMatchObject([{ keeping: 'used', reason: null }]);
  });
});

describe('an answer', () => {
  it('says AA only after the commit: what fails there is AE, kept nowhere, and taken later', async () => {
    await scene.running.query(`CREATE FUNCTION late_failure() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''disk''; END';
      CREATE CONSTRAINT TRIGGER late_failure AFTER INSERT ON hospital_message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late_failure()`);
    const message = adt({ controlId: 'commit', visit: 'C1' });
    const answer = await line.send(message).finally(() => scene.running.query('DROP FUNCTION late_failure CASCADE'));
    expect(answer).toEqual({ code: 'AE', controlId: 'commit', error: '207' });
    expect(await scene.kept('commit')).toEqual([]);
    expect(await line.send(message)).toMatchObject({ code: 'AA' });
  });
  it('says AE while the database is away, in the way of the feed, and AA when it is back', async () => {
    const { running } = scene;
    await line.send(adt({ controlId: 'before-outage', sender: mercy }));
    const roles = await running.query<{ rolname: string }>("SELECT rolname FROM pg_roles WHERE rolname LIKE current_database() || '%'");
    const each = (right: string) => Promise.all(roles.map(({ rolname }) => running.query(`ALTER ROLE ${rolname} ${right}`)));
    await each('NOLOGIN');
    await running.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename LIKE current_database() || '%'`);
    const wishes = ['AL', ''] as const;
    const messages = [adt({ controlId: 'away-1' }), adt({ controlId: 'away-2', wishes }), adt({ controlId: 'away-3', wishes, sender: mercy })];
    const answers = [];
    try {
      for (const message of messages) answers.push(await line.send(message));
    } finally {
      await each('LOGIN');
    }
    expect(answers.map(({ code, error }) => [code, error])).toEqual([['AE', '207'], ['CE', '207'], ['AE', '207']]);
    await eventually(async () => { expect(await line.send(messages[0]!)).toMatchObject({ code: 'AA' }); }, { within: 20_000 });
    expect(await scene.kept('away-1')).toHaveLength(1);
  });
});

describe('the audit', () => {
  it('says of each message on a line who sent it, what it was, whom it concerned and whether it was refused, and no word of it', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    const [last] = await scene.running.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM audit_entry');
    const admission = about(person, { controlId: 'audited', visit: 'A1' });
    for (const message of [admission, admission, adt({ controlId: 'nobody', sender: ['EPIC', 'RIVERA^LUZ'] }), 'RIVERA^LUZ']) await line.send(message);
    const rows = await scene.running.query('SELECT actor, role, organization, tenant, route, kind, code, member_ids FROM audit_entry WHERE id > $1 ORDER BY id', [last!.id]);
    const general = { actor: 'facility:general', role: 'hospital', organization: 'general', route: 'MLLP ADT^A01', kind: 'change', code: null };
    const unknown = { actor: 'facility:unknown', role: 'hospital', organization: null, tenant: 'nobody', kind: 'refusal', member_ids: [] };
    expect(rows).toEqual([
      { ...general, tenant: Scene.plan, member_ids: [person.memberId] },
      { ...general, tenant: 'organization:general', member_ids: [] },
      { ...unknown, route: 'MLLP ADT^A01', code: 'unknown-sender' },
      { ...unknown, route: 'MLLP message', code: 'not-er7' },
    ]);
  });
});

describe('a message that comes by HTTP', () => {
  const post = (as: string, body: string, key?: string) =>
    scene.running.request('POST', '/adt-messages', { as, body, type: 'text/plain', ...(key ? { key } : {}) });
  const codes = ({ body }: { body: unknown }) => (body as { acknowledgements: string[] }).acknowledgements.map((answer) => acknowledged(answer).code);

  it('is handled as on the line, and its repeat gets the same answer', async () => {
    const person = scene.aPerson();
    await scene.known(person);
    const as = await scene.running.token('service', { organization: 'general' });
    const body = `${about(person, { controlId: 'http', visit: 'H1' })}${adt({ controlId: 'http-2', kind: 'ORU', event: 'R01' })}`;
    const [first, again] = [await post(as, body, 'key-1'), await post(as, body, 'key-1')];
    expect([first.status, codes(first)]).toEqual([200, ['AA', 'AA']]);
    expect(again.body).toEqual(first.body);
    expect(await scene.typesSaid(person)).toEqual(['MemberAdmitted']);
  });
  it.each(['discharge-planner', 'service'])('is taken of a %s for their own hospital only, and of nobody else', async (role) => {
    const planner = await scene.running.token(role, { organization: 'mercy' });
    expect(codes(await post(planner, adt({ controlId: `own-${role}`, sender: mercy })))).toEqual(['AA']);
    expect(codes(await post(planner, adt({ controlId: `foreign-${role}` })))).toEqual(['AR']);
    expect(await scene.kept(`foreign-${role}`)).toMatchObject([{ reason: 'sender-of-another-facility' }]);
    // What they tried in its name does not stand in the hospital's way, and what the hospital said they do not learn.
    const general = await scene.running.token(role, { organization: 'general' });
    const [said, overheard] = [adt({ controlId: `foreign-${role}` }), adt({ controlId: `overheard-${role}` })];
    expect(codes(await post(planner, said))).toEqual(['AR']);
    expect([codes(await post(general, said)), codes(await post(general, overheard)), codes(await post(planner, overheard))]).toEqual([['AA'], ['AA'], ['AR']]);
    expect((await post(await scene.running.token('care-coordinator', { tenant: Scene.plan }), adt())).status).toBe(403);
  });
});

describe('messages without an effect that should have had one', () => {
  it('are listed by ids and reasons: to a hospital its own, to the operator all', async () => {
    await line.send(adt({ controlId: 'list-1', visit: '' }));
    await line.send(adt({ controlId: 'list-2', visit: '', sender: mercy }));
    const list = async (role: string, organization?: string) => {
      const { body } = await scene.running.request('GET', '/rejected-messages', { as: await scene.running.token(role, organization ? { organization } : {}) });
      return body as { messages: { controlId: string; reason: string; facilityId: string | null }[] };
    };
    const [own, all] = [await list('discharge-planner', 'mercy'), await list('operator')];
    expect(own.messages).toMatchObject([{ controlId: 'list-2', reason: 'visit-number-missing', facilityId: 'mercy' }]);
    expect(all.messages.slice(0, 2).map(({ controlId }) => controlId)).toEqual(['list-2', 'list-1']);
    expect(all.messages.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['unknown-sender', 'not-er7', 'person-missing']));
    expect(JSON.stringify(all)).not.toMatch(/Rivera|19610412/);
  });
});
