import { isDeepStrictEqual } from 'node:util';
import { AdmissionCancelled, DischargeCancelled, MemberAdmitted, MemberDischarged } from '@hhp/contracts';
import { dayOf, type OfficeCalendar } from '@hhp/domain-kit';
import { change, OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { OFFICE_CALENDAR } from '@hhp/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { factsOfStay, keepFacts, supersedeStayFacts } from '../eligibility/recorded-facts.js';
import { recordFacts } from '../member/listing.js';
import { members } from '../member/members.js';
import { factsAfter, type StayEvent } from './hospital-stays.js';

const source = 'hospital-feed';

/** What hospitals say of a member's stays becomes facts of eligibility. Nobody is judged by it until somebody asks. */
@Reader({ name: 'hospital-stays', topics: ['hhp.hospital-stay'] })
@Injectable()
export class HospitalStaysConsumer {
  constructor(@Inject(OFFICE_CALENDAR) private readonly office: OfficeCalendar) {}

  @OnEvents(MemberAdmitted, MemberDischarged, DischargeCancelled, AdmissionCancelled)
  async record(tx: Tx, events: readonly Received<StayEvent>[]): Promise<void> {
    // Held in the order in which those who judge a whole list hold them too.
    await tx.query('SELECT FROM member WHERE (tenant, id) IN (SELECT * FROM unnest($1::text[], $2::uuid[])) ORDER BY id FOR UPDATE',
      [events.map(({ tenant }) => tenant), events.map(({ data }) => data.memberId)]);
    for (const said of events) await this.apply(tx.causedBy(said), said);
  }

  /** One set of facts stands for a stay: said again it changes nothing, corrected it takes the place of what was said before. */
  private async apply(tx: Tx, said: Received<StayEvent>): Promise<void> {
    const { memberId, stayId } = said.data;
    const before = await factsOfStay(tx, stayId);
    const facts = factsAfter(before, said, (instant) => dayOf(new Date(instant), this.office.timeZone));
    if (isDeepStrictEqual(facts, before)) return;
    const kinds = [...before, ...facts].map(({ kind }) => kind);
    await change(tx, members, memberId, (member) => recordFacts(member, memberId, { kinds, source }, tx.now));
    supersedeStayFacts(tx, stayId);
    if (facts.length > 0) keepFacts(tx, [{ recordId: tx.newId(), memberId, stayId, source, facts }]);
  }
}
