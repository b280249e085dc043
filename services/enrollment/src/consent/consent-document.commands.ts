import { notFound, Refused } from '@hhp/domain-kit';
import { type Caller, Transactions, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { mustBeMember } from '../member/members.js';
import { Vault } from '../vault.js';
import { type MediaType, mustBeDocument } from './consent-document.js';

export interface DocumentKept {
  readonly memberId: string;
  readonly documentId: string;
  readonly mediaType: MediaType;
  readonly recordedAt: string;
}
interface Row { readonly digest: string; readonly mediaType: MediaType; readonly recordedAt: Date; readonly memberId: string; readonly sealed: string }

/** Signed forms, sealed with the key of their member: whoever forgets the member has shredded them too. */
@Injectable()
export class ConsentDocumentCommands {
  constructor(private readonly transactions: Transactions, private readonly vault: Vault) {}

  /** Keeps a document under the id that the client chose; the same again is nothing new, and another one is not put in its place. */
  keep(caller: Caller, memberId: string, documentId: string, { mediaType, content }: { mediaType: MediaType; content: string }): Promise<DocumentKept> {
    const document = mustBeDocument(mediaType, content);
    return this.transactions.command(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const wrappedKey = await keyOf(tx, memberId);
      const digest = this.vault.contentDigest({ memberId, mediaType, document });
      await tx.query(
        `INSERT INTO consent_document (tenant, document_id, member_id, media_type, content_digest, sealed, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, document_id) DO NOTHING`,
        [tx.tenant, documentId, memberId, mediaType, digest, this.vault.sealDocument({ memberId, documentId }, wrappedKey, document), tx.caller.actor, tx.now]);
      const kept = await found(tx, documentId);
      if (kept?.digest !== digest) throw new Refused('document-kept', 'Another document is kept under this id', 'conflict', ['documentId']);
      return { memberId, documentId, mediaType, recordedAt: kept.recordedAt.toISOString() };
    });
  }

  /** Opens a document; that it was opened, by whom and what for is recorded before it is shown. */
  open(caller: Caller, memberId: string, documentId: string): Promise<DocumentKept & { content: string }> {
    return this.transactions.read(caller, async (tx) => {
      await mustBeMember(tx, memberId);
      const document = await found(tx, documentId);
      if (document?.memberId !== memberId) throw notFound('document');
      const content = this.vault.openDocument({ memberId, documentId }, await keyOf(tx, memberId), document.sealed);
      return { memberId, documentId, mediaType: document.mediaType, recordedAt: document.recordedAt.toISOString(), content };
    });
  }
}

async function keyOf(tx: Tx, memberId: string): Promise<string> {
  const [profile] = await tx.query<{ wrappedKey: string }>(
    'SELECT wrapped_key AS "wrappedKey" FROM member_profile WHERE tenant = $1 AND member_id = $2', [tx.tenant, memberId]);
  if (!profile) throw notFound('member');
  return profile.wrappedKey;
}

async function found(tx: Tx, documentId: string): Promise<Row | undefined> {
  const [row] = await tx.query<Row>(
    `SELECT content_digest AS digest, media_type AS "mediaType", recorded_at AS "recordedAt", member_id AS "memberId", sealed
       FROM consent_document WHERE tenant = $1 AND document_id = $2`, [tx.tenant, documentId]);
  return row;
}
