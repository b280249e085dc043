import { type Day, Refused } from '@hhp/domain-kit';
import { changeMany, type Tx } from '@hhp/messaging';
import { openSpan } from '../member/member.js';
import { holdMembers, members } from '../member/members.js';
import { type Disenroll, disenroll } from './enrollment.js';

export type Leaving = Omit<Disenroll, 'enrollmentId'> & { readonly enrollmentId?: string | undefined };
export type LeaveResult = { readonly result: 'accepted' | 'unchanged' } | { readonly result: 'refused'; readonly refused: Refused };

/** Members leave, each by a command of its own; without the id of an enrolment the present or, said again, the last one is meant. */
export async function leaveAll(tx: Tx, commands: readonly Leaving[], today: Day): Promise<ReadonlyMap<string, LeaveResult>> {
  const byMember = new Map(commands.map((command) => [command.memberId, command]));
  await holdMembers(tx, [...byMember.keys()]);
  const results = new Map<string, LeaveResult>();
  const left: Disenroll[] = [];
  await changeMany(tx, members, [...byMember.keys()], (member, memberId) => {
    const command = byMember.get(memberId)!;
    try {
      const spans = member.stage === 'unknown' ? [] : member.spans.filter((span) => !span.voided);
      const meant = command.enrollmentId ?? (member.stage === 'unknown' ? undefined : openSpan(member) ?? spans.at(-1))?.enrollmentId;
      if (meant === undefined) throw new Refused('not-enrolled', 'The member is not in the programme');
      const events = disenroll(member, { ...command, enrollmentId: meant }, today);
      if (events.length > 0) left.push({ ...command, enrollmentId: meant });
      results.set(memberId, { result: events.length > 0 ? 'accepted' : 'unchanged' });
      return events;
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused;
      results.set(memberId, { result: 'refused', refused });
      return [];
    }
  });
  if (left.length > 0) {
    tx.write(
      `UPDATE enrollment SET disenrolled_on = said.day, reason = said.reason
         FROM unnest($2::uuid[], $3::date[], $4::text[]) AS said (id, day, reason) WHERE tenant = $1 AND enrollment_id = said.id`,
      [tx.tenant, left.map((each) => each.enrollmentId), left.map((each) => each.disenrolledOn), left.map((each) => each.reason)]);
  }
  return results;
}
