import { CoordinatorAssigned, EnrollmentVoided, MemberDisenrolled, MemberEnrolled, MemberListed } from '@hhp/contracts';
import { OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { Departures } from './departures.js';
import { type KnownMember, type MemberEvent, knownAfter } from './known-members.js';

const selectKnown = `
  SELECT tenant, member_id AS "memberId", enrollment_id AS "enrollmentId", coordinator_id AS "coordinatorId", enrolled
    FROM known_member WHERE (tenant, member_id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY tenant, member_id FOR UPDATE`;
const rememberKnown = `
  INSERT INTO known_member (tenant, member_id, enrollment_id, coordinator_id, enrolled)
  SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[])
  ON CONFLICT (tenant, member_id) DO UPDATE
    SET enrollment_id = excluded.enrollment_id, coordinator_id = excluded.coordinator_id, enrolled = excluded.enrolled`;

/** Who is in the programme. A departure is seen in the same transaction that ends what the member had open. */
@Reader({ name: 'known-members', topics: ['hhp.member'] })
@Injectable()
export class KnownMembersConsumer {
  constructor(private readonly departures: Departures) {}

  @OnEvents(MemberListed, MemberEnrolled, CoordinatorAssigned, MemberDisenrolled, EnrollmentVoided)
  async remember(tx: Tx, events: readonly Received<MemberEvent>[]): Promise<void> {
    const keys = [events.map((said) => said.tenant), events.map((said) => said.data.memberId)];
    const known = new Map((await tx.query<KnownMember>(selectKnown, keys)).map((each) => [`${each.tenant} ${each.memberId}`, each]));
    const departed: Received<MemberEvent>[] = [];
    for (const said of events) {
      const key = `${said.tenant} ${said.data.memberId}`;
      const before = known.get(key);
      const after = knownAfter(before, said.tenant, said);
      known.set(key, after);
      if (before?.enrolled && !after.enrolled) departed.push(said);
    }
    const members = [...known.values()];
    await tx.query(rememberKnown, [
      members.map((each) => each.tenant), members.map((each) => each.memberId), members.map((each) => each.enrollmentId),
      members.map((each) => each.coordinatorId), members.map((each) => each.enrolled),
    ]);
    for (const said of departed) await this.departures.of(tx.causedBy(said), said.data.memberId);
  }
}
