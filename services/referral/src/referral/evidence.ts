import type {
  ApplicationRecorded, ContinuationRecorded, ContinuationStatus, EvidenceGrade, FactSource, ReferralFactCorrected, ServiceReceived,
  UseRecorded,
} from '@hhp/contracts';
import type { Day } from '@hhp/domain-kit';

/** What one source last said about one fact. A later word of the same source takes its place; other sources keep theirs. */
export interface Statement {
  readonly value: boolean;
  readonly on: Day;
  readonly source: FactSource;
  readonly recordedAt: string;
}
export type Fact = 'applied' | 'used' | 'received';

/** What became of the referral, apart from where the ball is (002-73, 002-74): a referral may be closed and the member still apply. */
export interface Facts {
  readonly applied: readonly Statement[];
  readonly used: readonly Statement[];
  readonly received: readonly Statement[];
  /** The answer at each continuation checkpoint, by its days after the first service (002-128). */
  readonly continuation: Readonly<Record<string, { readonly status: ContinuationStatus; readonly evidenceGrade: EvidenceGrade }>>;
}

export const nothingKnown: Facts = { applied: [], used: [], received: [], continuation: {} };

const gradeOfSource: Record<FactSource, EvidenceGrade> = { document: 'A', claim: 'A', partner: 'C', member: 'D', family: 'D', staff: 'E' };
const isMemberSide = (source: FactSource): boolean => source === 'member' || source === 'family';

/** How well this value of the fact is proven: a document, else both sides agreeing, else the better single source. */
export function gradeOf(statements: readonly Statement[], value = true): EvidenceGrade | undefined {
  const sources = statements.filter((said) => said.value === value).map((said) => said.source);
  const best = sources.map((source) => gradeOfSource[source]).sort()[0];
  const bothSides = sources.includes('partner') && sources.some(isMemberSide);
  return bothSides && best !== 'A' ? 'B' : best;
}

/** A yes and, of another source, a no for the same day or later: a person has to find out, and the measures show it apart. */
export function disagree(statements: readonly Statement[]): boolean {
  return statements.some((yes) => yes.value
    && statements.some((no) => !no.value && no.source !== yes.source && no.on >= yes.on));
}

/** Whether two sides contradict each other about applying, using or receiving; a "not used" also denies a "received". */
export function isDisputed(facts: Facts): boolean {
  const denials = facts.used.filter((said) => !said.value);
  return disagree(facts.applied) || disagree(facts.used) || disagree([...facts.received, ...denials]);
}

/** When the youngest statement was recorded. */
export function lastWordAt(facts: Facts): string | undefined {
  return [...facts.applied, ...facts.used, ...facts.received].map((said) => said.recordedAt).sort().at(-1);
}

/** The day of the first service, as far as anybody says that there was one. */
export function firstServiceOn(facts: Facts): Day | undefined {
  return facts.received.filter((said) => said.value).map((said) => said.on).sort()[0];
}

/** The statements after one more; what the same source said before gives way. */
export function after(statements: readonly Statement[], said: Statement): readonly Statement[] {
  return [...statements.filter((each) => each.source !== said.source), said];
}

export type FactEvent = ApplicationRecorded | UseRecorded | ServiceReceived | ReferralFactCorrected | ContinuationRecorded;

/** The facts after one more event about them. */
export function factsAfter(facts: Facts, said: FactEvent): Facts {
  switch (said.type) {
    case 'ApplicationRecorded': return { ...facts, applied: after(facts.applied, statement(said.data.applied, said.data)) };
    case 'UseRecorded': return { ...facts, used: after(facts.used, statement(said.data.used, said.data)) };
    case 'ServiceReceived': return { ...facts, received: after(facts.received, statement(true, said.data)) };
    case 'ReferralFactCorrected': return corrected(facts, said.data);
    case 'ContinuationRecorded': {
      const { checkpointDays, status, evidenceGrade } = said.data;
      return { ...facts, continuation: { ...facts.continuation, [checkpointDays]: { status, evidenceGrade } } };
    }
  }
}

function statement(value: boolean, said: Omit<Statement, 'value'>): Statement {
  return { value, on: said.on, source: said.source, recordedAt: said.recordedAt };
}

/** The statement of the named source is replaced; a correction that names none speaks for the staff and replaces all. */
function corrected(facts: Facts, said: ReferralFactCorrected['data']): Facts {
  const before = facts[said.fact];
  const mistaken = before.find((each) => each.source === said.source);
  const on = said.on ?? mistaken?.on ?? said.correctedAt.slice(0, 10);
  const right: Statement = { value: said.value, on, source: said.source ?? 'staff', recordedAt: said.correctedAt };
  return { ...facts, [said.fact]: said.source ? after(before, right) : [right] };
}
