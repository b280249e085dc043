import { randomUUID } from 'node:crypto';
import { aRow, aScene, type Scene } from '../scene.js';
import { mostDocumentBytes } from './consent-document.js';

let scene: Scene;
beforeAll(async () => { scene = await aScene(); });
afterAll(() => scene.running.stop());

const role = 'care-coordinator';
const pdf = (text: string, bytes = 0): string => Buffer.concat([Buffer.from(`%PDF-1.7 ${text}`), Buffer.alloc(bytes)]).toString('base64');
const pathOf = (memberId: string, documentId: string): string => `/members/${memberId}/consent-documents/${documentId}`;
const keep = (memberId: string, documentId: string, content: string, change: object = {}) =>
  scene.ask('PUT', pathOf(memberId, documentId), { role, body: { mediaType: 'application/pdf', content }, ...change });
const open = (memberId: string, documentId: string, asked: object = {}) => scene.ask('GET', pathOf(memberId, documentId), { role, ...asked });

describe('a signed document', () => {
  it('is kept sealed, stands behind its consent, and is opened by an audited route', async () => {
    const [memberId, documentId] = [await scene.member(), randomUUID()];
    const content = pdf('signed by Susan-Canary');
    expect(await keep(memberId, documentId, content)).toMatchObject({ status: 200, body: { memberId, documentId, mediaType: 'application/pdf' } });
    expect((await keep(memberId, documentId, content)).status).toBe(200);
    expect(await keep(memberId, documentId, pdf('another'))).toMatchObject({ status: 409, body: { code: 'document-kept' } });
    const [row] = await scene.running.query<{ all: string; sealed: string }>(
      'SELECT d::text AS all, sealed FROM consent_document d WHERE document_id = $1', [documentId]);
    expect(row!.all).not.toContain('Susan-Canary');
    expect(row!.all).not.toContain(content.slice(0, 16));
    expect(Buffer.from(row!.sealed, 'base64').toString('latin1')).not.toContain('Susan-Canary');
    expect(await open(memberId, documentId)).toMatchObject({ status: 200, body: { content, mediaType: 'application/pdf' } });
    const consent = await scene.ask('POST', `/members/${memberId}/consents`, {
      role, body: { decision: 'granted', recipientClass: 'food-bank', dataClasses: ['general'], purpose: 'care-coordination', form: 'written', documentId },
    });
    expect(consent.status).toBe(201);
    expect((await scene.ask('GET', `/members/${memberId}/consents`, { role })).body['consents']).toMatchObject([{ signed: { documentId } }]);
    const audited = await scene.running.query(
      "SELECT kind, purpose FROM audit_entry WHERE route LIKE 'GET %consent-documents%' AND member_ids = ARRAY[$1::uuid]", [memberId]);
    expect(audited).toEqual([{ kind: 'read', purpose: 'care-coordination' }]);
  });
  it('is read by the care team of its plan alone, and stands under no other member', async () => {
    const [memberId, other, documentId] = [await scene.member(), await scene.member(), randomUUID()];
    await keep(memberId, documentId, pdf('x'));
    expect((await open(other, documentId)).status).toBe(404);
    expect((await open(memberId, documentId, { tenant: 'bay-view' })).status).toBe(404);
    expect((await open(memberId, documentId, { role: 'plan-administrator' })).status).toBe(403);
    expect((await open(memberId, documentId, { role: 'housing-navigator' })).status).toBe(403);
    expect((await keep(other, documentId, pdf('x'))).status).toBe(409);
    const said = await scene.ask('POST', `/members/${other}/consents`, {
      role, body: { decision: 'granted', recipientClass: 'food-bank', dataClasses: ['general'], purpose: 'care-coordination', form: 'written', documentId },
    });
    expect(said).toMatchObject({ status: 409, body: { code: 'document-unknown' } });
  });
  it('is of at most two mebibytes, of a kind that its bytes show, and never repeated in a refusal', async () => {
    const [memberId, documentId] = [await scene.member(), randomUUID()];
    expect((await keep(memberId, documentId, pdf('', mostDocumentBytes - 9))).status).toBe(200);
    const wrong: readonly (readonly [string, string, string])[] = [
      ['content-too-large', pdf('', mostDocumentBytes - 8), 'content'], ['media-type-other', Buffer.from('<script>').toString('base64'), 'mediaType'],
      ['content-malformed', 'Albert Reyes', 'content'],
    ];
    for (const [code, content, field] of wrong) {
      const { status, body } = await keep(memberId, randomUUID(), content);
      expect([status, body['fields']]).toEqual([400, [field]]);
      expect([code, 'request-invalid']).toContain(body['code']);
      expect(JSON.stringify(body)).not.toContain('Reyes');
    }
    expect((await keep(memberId, randomUUID(), pdf('', mostDocumentBytes + 3))).body).toMatchObject({ code: 'request-invalid', fields: ['content'] });
  });
  it('is shredded with its member', async () => {
    const row = aRow();
    await scene.importList([row]);
    const memberId: string = (await scene.ask('POST', '/member-searches', { body: { cin: row['cin'] } })).body['memberId']!;
    const documentId = randomUUID();
    await keep(memberId, documentId, pdf('x'));
    expect((await scene.ask('POST', `/members/${memberId}/erasure`, { body: { reason: 'asked-by-member' } })).status).toBe(202);
    expect((await open(memberId, documentId)).status).toBe(404);
    const keys = await scene.running.query(
      `SELECT wrapped_key FROM member_profile WHERE member_id = $1 UNION ALL
       SELECT wrapped_key FROM member_profile p JOIN consent_document d USING (tenant, member_id) WHERE d.document_id = $2`, [memberId, documentId]);
    expect(keys).toEqual([]);
  });
});
