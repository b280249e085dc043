import { AdmissionCancelled, DischargeCancelled, MemberDischarged, type PatientClass } from '@hhp/contracts';
import { type Deadline, NotYet, OnDeadline, OnEvents, Reader, type Received, type Tx } from '@hhp/messaging';
import { Injectable } from '@nestjs/common';
import { ProtocolInForce } from '../follow-up/protocol-in-force.js';
import { ignore } from '../ignored-inputs/ignore.js';
import { holdMember } from '../known-members/known-members.projection.js';
import { alarm, open, withdraw } from './transition.js';
import { takeTransitionStep } from './transition-step.js';

type StayEvent = MemberDischarged | DischargeCancelled | AdmissionCancelled;

/** A visit to an outpatient clinic ends without anybody coming home from a hospital. */
const followedUp: readonly PatientClass[] = ['inpatient', 'emergency', 'observation', 'other'];

/** Members who came home from a hospital, as the hospital feed says it, and members who after all did not. */
@Reader({ name: 'hospital-stays', topics: ['hhp.hospital-stay'] })
@Injectable()
export class TransitionConsumer {
  constructor(private readonly protocol: ProtocolInForce) {}

  @OnEvents(MemberDischarged, DischargeCancelled, AdmissionCancelled)
  async follow(tx: Tx, events: readonly Received<StayEvent>[]): Promise<void> {
    for (const said of events) {
      const own = tx.causedBy(said);
      if (said.type === 'MemberDischarged') await this.cameHome(own, said);
      else await this.didNot(own, said);
    }
  }

  @OnDeadline('transition', { locks: 'transition' })
  async due(tx: Tx, deadline: Deadline): Promise<void> {
    const aftercare = this.protocol.aftercare(tx.now);
    await takeTransitionStep(tx, deadline.subject, aftercare, (transition) => alarm(transition, aftercare));
  }

  private async cameHome(tx: Tx, said: Received<MemberDischarged>): Promise<void> {
    const { memberId, stayId, dischargedAt, patientClass, deceased } = said.data;
    const member = await holdMember(tx, memberId);
    if (!member) throw new NotYet('member-unknown');
    if (!member.enrolled) return ignore(tx, said, 'not-enrolled');
    if (deceased) return ignore(tx, said, 'deceased');
    if (!followedUp.includes(patientClass)) return ignore(tx, said, 'class-not-followed-up');
    const others = await tx.query<{ id: string; later: boolean }>(
      `SELECT id, discharged_at > $4 AS later FROM transition
        WHERE tenant = $1 AND member_id = $2 AND stay_id <> $3 AND status = 'open' ORDER BY id`,
      [tx.tenant, memberId, stayId, dischargedAt]);
    if (others.some((other) => other.later)) return ignore(tx, said, 'later-discharge-known');
    const aftercare = this.protocol.aftercare(tx.now);
    for (const { id } of others) await takeTransitionStep(tx, id, aftercare, (before) => withdraw(before, 'later-discharge', tx.now));
    // One stay has one follow-up, so the stay's id names it: told again, it is the same one.
    const ownerId = member.coordinatorId ?? undefined;
    const discharge = { transitionId: stayId, memberId, stayId, dischargedAt: new Date(dischargedAt).toISOString(), ownerId };
    await takeTransitionStep(tx, stayId, aftercare, (transition) => open(transition, discharge, aftercare));
  }

  private async didNot(tx: Tx, said: Received<DischargeCancelled | AdmissionCancelled>): Promise<void> {
    const reason = said.type === 'DischargeCancelled' ? 'discharge-cancelled' : 'admission-cancelled';
    const aftercare = this.protocol.aftercare(tx.now);
    await takeTransitionStep(tx, said.data.stayId, aftercare, (transition) => withdraw(transition, reason, tx.now));
  }
}
