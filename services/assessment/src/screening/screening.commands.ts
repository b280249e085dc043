import { Injectable } from '@nestjs/common';
import { labelsOfNeeds, type NeedCategory, type ScreeningRecorded } from '@hhp/contracts';
import { mayRead } from '@hhp/domain-kit';
import { type Aggregate, type Caller, change, Transactions, type Tx } from '@hhp/messaging';
import { enrolledMember, knownMember } from '../known-members/known-members.projection.js';
import { isOpen, needsOfMember } from '../ledger/ledger.projection.js';
import { identifyAll } from '../need/need.commands.js';
import { readResponse } from './questionnaire-response.js';
import { evolve, type Findings, findingsOf, noScreening, record, type Screening } from './screening.js';

const screenings: Aggregate<Screening, ScreeningRecorded> = {
  table: 'screening', initial: noScreening, evolve,
  columns: (screening) => (screening.status === 'none' ? {} : { member_id: screening.memberId }),
};

export interface RecordedScreening extends Findings {
  readonly screeningId: string;
  readonly instrument: string;
  readonly needs: readonly { readonly needId: string; readonly category: NeedCategory; readonly alreadyOpen: boolean }[];
}

export interface KeptScreening extends Findings {
  readonly screeningId: string;
  readonly instrument: string;
  readonly recordedAt: string;
}

@Injectable()
export class ScreeningCommands {
  constructor(private readonly transactions: Transactions) {}

  /** Records the answers, what they show, and the needs the member wants help with. The answers themselves stay here. */
  record(caller: Caller, memberId: string, response: unknown, wantsHelpWith: readonly NeedCategory[]): Promise<RecordedScreening> {
    return this.transactions.command(caller, async (tx) => {
      await enrolledMember(tx, memberId);
      const { instrument, given } = readResponse(response);
      const findings = findingsOf(instrument, given);
      const screeningId = tx.newId();
      const command = { memberId, screeningId, instrument: instrument.name, findings, wantsHelpWith };
      await change(tx, screenings, screeningId, (screening) => record(screening, command, tx.now));
      await tx.query(
        'INSERT INTO screening_answers (tenant, screening_id, instrument, recorded_at, answers, findings) VALUES ($1, $2, $3, $4, $5, $6)',
        [tx.tenant, screeningId, instrument.name, tx.now, JSON.stringify(given), JSON.stringify(findings)]);
      const needs = await identifyWanted(tx, memberId, screeningId, wantsHelpWith);
      return { screeningId, instrument: instrument.name, ...findings, needs };
    });
  }

  /** What the screenings of the member showed, refusals included. */
  list(caller: Caller, memberId: string): Promise<{ memberId: string; screenings: KeptScreening[] }> {
    return this.transactions.read(caller, async (tx) => {
      await knownMember(tx, memberId);
      tx.concerns(memberId);
      const rows = await tx.query<{ id: string; instrument: string; recorded_at: Date; findings: Findings }>(
        `SELECT id, instrument, recorded_at, findings FROM screening JOIN screening_answers ON screening_answers.tenant = screening.tenant AND screening_id = id
         WHERE screening.tenant = $1 AND member_id = $2 ORDER BY id`, [tx.tenant, memberId]);
      const found = rows.map(({ id, instrument, recorded_at: at, findings }) =>
        ({ screeningId: id, instrument, recordedAt: at.toISOString(), ...readBy(caller, findings) }));
      return { memberId, screenings: found };
    });
  }
}

/** What a screening showed, without what is not for the caller's role. */
function readBy({ role }: Caller, findings: Findings): Findings {
  const forRole = (categories: readonly NeedCategory[]) => categories.filter((category) => mayRead(role, labelsOfNeeds(category)));
  return { ...findings, risks: forRole(findings.risks), unknown: forRole(findings.unknown) };
}

/** A need that is open already is not opened twice by asking again. */
async function identifyWanted(tx: Tx, memberId: string, screeningId: string, wanted: readonly NeedCategory[]): Promise<RecordedScreening['needs']> {
  const open = new Map((await needsOfMember(tx, memberId)).filter(isOpen).map((need) => [need.category, need.needId]));
  const needs = wanted.map((category) => ({ needId: open.get(category) ?? tx.newId(), category, alreadyOpen: open.has(category) }));
  const opened = needs.filter((need) => !need.alreadyOpen);
  await identifyAll(tx, opened.map(({ needId, category }) => ({ memberId, needId, category, origin: 'screening', screeningId })));
  return needs;
}
