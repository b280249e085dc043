import type { DataClass, NeedCategory } from '@hhp/contracts';
import type { Tx } from '@hhp/messaging';
import { consentFor } from '@hhp/service-host';
import type { UnderConsent } from '../disclosed/told.js';
import type { Hindrance, RecipientKind, Template } from './message.js';

/** A message with all that decides whether, to whom and with what it leaves. */
export interface Outgoing {
  readonly id: string;
  readonly claim: string | null;
  readonly state: string;
  readonly template: Template;
  readonly occasion: string;
  readonly recipientKind: RecipientKind;
  readonly step: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly wrappedToken: string | null;
  readonly leavingAt: Date | null;
  readonly leavingConsentId: string | null;
  readonly leavingConsentVersion: number | null;
  readonly disclosureId: string | null;
  /** Nothing for a message that is about no referral. */
  readonly referralId: string | null;
  readonly memberId: string;
  readonly organizationId: string | null;
  readonly organization: string | null;
  readonly needCategory: NeedCategory | null;
  readonly dataClasses: readonly DataClass[] | null;
  readonly respondBy: Date | null;
  readonly ended: boolean | null;
  readonly consentSeen: boolean;
  readonly answered: boolean | null;
  readonly linkUntil: Date | null;
  readonly sealed: string | null;
  readonly wrappedKey: string | null;
  readonly keyKnown: boolean;
  readonly to: string | null;
  readonly coordinatorEmail: string | null;
}

/** The consent under which a message leaves, and what the organization may be told. */
export type Under = UnderConsent & { readonly recipientClasses: readonly string[]; readonly holdsUntil: number };
/** A message that leaves now: under a consent, unless it says nothing about the member. */
export type Leaving = Outgoing & { readonly under: Under | undefined };

/** The message, locked: while one sender decides about it, nobody else does. */
export async function outgoing(tx: Tx, id: string): Promise<Outgoing | undefined> {
  const [row] = await tx.query<Outgoing>(
    `SELECT m.id, m.claim, m.state, m.template, m.occasion, m.recipient_kind AS "recipientKind", m.step, m.attempts, m.created_at AS "createdAt",
            m.wrapped_token AS "wrappedToken", m.leaving_at AS "leavingAt", m.leaving_consent_id AS "leavingConsentId", m.leaving_consent_version AS "leavingConsentVersion",
            m.disclosure_id AS "disclosureId", m.referral_id AS "referralId", m.member_id AS "memberId",
            r.organization_id AS "organizationId", o.name AS organization, r.need_category AS "needCategory", r.data_classes AS "dataClasses",
            r.respond_by AS "respondBy", r.ended, c.consent_id IS NOT NULL AS "consentSeen", i.answer IS NOT NULL OR i.settled AS answered,
            l.expires_at AS "linkUntil", p.sealed, k.wrapped_key AS "wrappedKey", k.member_id IS NOT NULL AS "keyKnown",
            CASE WHEN m.notify_organization IS NOT NULL THEN w.url ELSE CASE m.recipient_kind
              WHEN 'partner' THEN coalesce(s.email, o.email) WHEN 'coordinator' THEN owner.email WHEN 'supervisor' THEN boss.email
              WHEN 'privacy-officer' THEN officer.email END END AS to,
            owner.email AS "coordinatorEmail"
       FROM message m
       LEFT JOIN known_referral r ON r.tenant = m.tenant AND r.referral_id = m.referral_id
       LEFT JOIN known_organization o ON o.organization_id = r.organization_id
       LEFT JOIN webhook_endpoint w ON w.organization_id = m.notify_organization
       LEFT JOIN known_service s ON s.service_id = r.service_id
       LEFT JOIN known_consent c ON c.tenant = r.tenant AND c.consent_id = r.consent_id
       LEFT JOIN link l ON l.tenant = m.tenant AND l.message_id = m.id
       LEFT JOIN invitation i ON i.tenant = l.tenant AND i.id = l.invitation_id
       LEFT JOIN known_profile p ON p.tenant = m.tenant AND p.member_id = m.member_id
       LEFT JOIN known_key k ON k.tenant = m.tenant AND k.member_id = m.member_id
       LEFT JOIN staff_contact owner ON owner.tenant = m.tenant AND owner.actor = r.owner_id
       LEFT JOIN staff_contact boss ON boss.tenant = m.tenant AND boss.actor = owner.supervisor
       LEFT JOIN staff_contact officer ON officer.tenant = m.tenant AND officer.privacy_officer
      WHERE m.tenant = $1 AND m.id = $2 FOR UPDATE OF m`, [tx.tenant, id]);
  return row;
}

/** May it leave now, and under which consent? What is written to the plan's own people, or to the member, says nothing about the member and needs none. */
export async function gate(tx: Tx, message: Outgoing): Promise<{ hindrance?: Hindrance; under?: Under }> {
  if (message.template === 'partner-withdrawal') return withdrawalGate(tx, message);
  if (message.keyKnown && message.wrappedKey === null && message.recipientKind === 'member') return { hindrance: 'person-forgotten' };
  if (message.recipientKind !== 'partner') return message.to ? {} : { hindrance: 'no-address' };
  const { memberId, organizationId, dataClasses } = message;
  if (message.ended || message.answered || !organizationId || !dataClasses) return { hindrance: 'referral-ended' };
  const disclosure = await consentFor(tx, { memberId, organizationId, dataClasses, purpose: 'care-coordination' });
  if (!disclosure.allowed) return { hindrance: message.consentSeen ? disclosure.reason : 'consent-not-seen' };
  const { consentId, consentVersion: version, recipientClasses, holdsUntil } = disclosure;
  if (await isWithdrawn(tx, consentId)) return { hindrance: 'consent-not-seen' };
  if (message.keyKnown && message.wrappedKey === null) return { hindrance: 'person-forgotten' };
  if (!message.wrappedKey || !message.sealed) return { hindrance: 'profile-unknown' };
  return message.to ? { under: { consentId, version, recipientClasses, holdsUntil } } : { hindrance: 'no-address' };
}

/** The reader that tells the holders was ahead of the one by which consents are judged: what leaves now nobody would be told of. */
async function isWithdrawn(tx: Tx, consentId: string): Promise<boolean> {
  return (await tx.query('SELECT FROM withdrawn_consent WHERE tenant = $1 AND consent_id = $2', [tx.tenant, consentId])).length > 0;
}

/** Only who was told something hears that the permission is gone; the notice says nothing about the member, so it needs no consent. */
async function withdrawalGate(tx: Tx, { referralId, to }: Outgoing): Promise<{ hindrance?: Hindrance }> {
  const [invitation] = await tx.query<{ told: boolean; leaving: boolean }>(
    `SELECT disclosure_id IS NOT NULL AS told, leaving_at IS NOT NULL AND state IN ('queued', 'held') AS leaving
       FROM message WHERE tenant = $1 AND referral_id = $2 AND template = 'partner-invitation'`, [tx.tenant, referralId]);
  if (invitation?.told) return to ? {} : { hindrance: 'no-address' };
  return { hindrance: invitation?.leaving ? 'invitation-on-its-way' : 'nothing-disclosed' };
}
