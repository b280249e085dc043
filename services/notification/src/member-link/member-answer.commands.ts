import type { MemberAnswered } from '@hhp/contracts';
import { type OfficeCalendar, Refused, dayOf, notFound } from '@hhp/domain-kit';
import { Transactions, type Tx, appendToOutbox } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { type Route, byLink } from '../links/by-link.js';
import { Intents } from '../referral-messages/intents.js';
import { type OwnReferral, dayNamed, isShown } from './member-link.js';
import type { MemberView } from './member-page.js';
import type { MemberAnswerRequest } from './member-link.requests.js';

const byMember = { role: 'member', purpose: 'member-request' } as const;

/** Looking at the own referrals, and saying what came of them, by the member's link alone. */
@Injectable()
export class MemberAnswerCommands {
  constructor(
    private readonly transactions: Transactions, private readonly intents: Intents, @Inject(OFFICE_CALENDAR) private readonly calendar: OfficeCalendar,
  ) {}

  /** Looking changes nothing; each look is in the audit. */
  async look(token: string, route: Route): Promise<MemberView> {
    const view = await byLink(this.transactions, token, { ...route, ...byMember }, (by, hash) => this.transactions.read(by, async (tx) =>
      this.shown(tx, await memberOf(tx, hash))));
    return view ?? { shows: 'gone' };
  }

  /** The last word about a referral counts; the same one again says nothing new. */
  async answer(token: string, given: MemberAnswerRequest, route: Route): Promise<MemberView> {
    const view = await byLink(this.transactions, token, { ...route, ...byMember }, (by, hash) => this.transactions.system(by.tenants, async (tx) => {
      const memberId = await memberOf(tx, hash);
      const referral = (await ownReferrals(tx, memberId)).find(({ referralId }) => referralId === given.referralId.toLowerCase());
      if (!referral) throw notFound('referral');
      try {
        await this.say(tx, memberId, { ...given, referralId: referral.referralId }, dayNamed(given.on, dayOf(tx.now, this.calendar.timeZone)));
      } catch (refusal) {
        if (!(refusal instanceof Refused) || refusal.code !== 'date-not-past') throw refusal;
        return { ...await this.shown(tx, memberId), wrong: referral.referralId };
      }
      return { ...await this.shown(tx, memberId), thanks: true };
    }, by));
    return view ?? { shows: 'gone' };
  }

  private async shown(tx: Tx, memberId: string): Promise<MemberView & { shows: 'referrals' }> {
    tx.concerns(memberId);
    return { shows: 'referrals', referrals: await ownReferrals(tx, memberId) };
  }

  private async say(tx: Tx, memberId: string, { referralId, answer }: MemberAnswerRequest, on: string): Promise<void> {
    const [said] = await tx.query<{ answerId: string; version: number }>(
      `INSERT INTO member_answer AS known (tenant, referral_id, id, answer, answer_on, version) VALUES ($1, $2, $3, $4, $5, 1)
       ON CONFLICT (tenant, referral_id) DO UPDATE SET answer = excluded.answer, answer_on = excluded.answer_on, version = known.version + 1
         WHERE (known.answer, known.answer_on) IS DISTINCT FROM (excluded.answer, excluded.answer_on)
       RETURNING id AS "answerId", version`, [tx.tenant, referralId, tx.newId(), answer, on]);
    if (!said) return;
    const { answerId, version } = said;
    const event: MemberAnswered = { type: 'MemberAnswered', data: { memberId, referralId, answerId, answer, on, answeredAt: tx.now.toISOString() } };
    await appendToOutbox(tx, [{ event, version }]);
    if (answer !== 'received') {
      await this.intents.record(tx, { referralId, memberId },
        { template: 'coordinator-reminder', recipientKind: 'coordinator', step: `member-said-${answer}`, occasion: `${answerId}:${version}` });
    }
  }
}

/** Whose link this is, while it works. A person who is forgotten has none. */
async function memberOf(tx: Tx, hash: Buffer): Promise<string> {
  const [link] = await tx.query<{ memberId: string }>(
    `SELECT l.member_id AS "memberId" FROM link l JOIN known_key k ON k.tenant = l.tenant AND k.member_id = l.member_id
      WHERE l.tenant = $1 AND l.token_hash = $2 AND l.expires_at > $3 AND k.wrapped_key IS NOT NULL`, [tx.tenant, hash, tx.now]);
  if (!link) throw notFound('request');
  return link.memberId;
}

/** What was sent for the member, and may stand on a page. */
async function ownReferrals(tx: Tx, memberId: string): Promise<OwnReferral[]> {
  const rows = await tx.query<OwnReferral>(
    `SELECT r.referral_id AS "referralId", coalesce(o.name, '') AS organization, r.need_category AS "needCategory", r.data_classes AS "dataClasses",
            r.answer, r.ended, a.answer AS said
       FROM known_referral r LEFT JOIN known_organization o ON o.organization_id = r.organization_id
       LEFT JOIN member_answer a ON a.tenant = r.tenant AND a.referral_id = r.referral_id
      WHERE r.tenant = $1 AND r.member_id = $2 AND r.channel IS NOT NULL ORDER BY r.referral_id LIMIT 200`, [tx.tenant, memberId]);
  return rows.filter(isShown);
}
