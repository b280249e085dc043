import type { NeedCategory, ScreeningRecorded } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import type { Given, Instrument, Meaning } from './instrument.js';

/** What a screening shows. `unknown` are the risks of which no question was really answered: not asked or refused. */
export interface Findings {
  readonly risks: readonly NeedCategory[];
  readonly unknown: readonly NeedCategory[];
  readonly refusedQuestions: readonly string[];
}

export type Screening = { readonly status: 'none' } | { readonly status: 'recorded'; readonly memberId: string };
export const noScreening: Screening = { status: 'none' };

export interface RecordScreening {
  readonly memberId: string;
  readonly screeningId: string;
  readonly instrument: string;
  readonly findings: Findings;
  /** The risks that the member wants help with; only these become needs. */
  readonly wantsHelpWith: readonly NeedCategory[];
}

const isRisk = (meaning: Meaning): meaning is { readonly risk: NeedCategory } => typeof meaning === 'object';

/** Finds risks and refusals in the answers, by the table of the instrument alone. */
export function findingsOf(instrument: Instrument, given: readonly Given[]): Findings {
  const risks = new Set<NeedCategory>();
  const asked = new Set<NeedCategory>();
  const refused = new Set<string>();
  for (const { question, answer } of given) {
    const table = instrument.questions[question];
    if (!table || !('answers' in table)) continue;
    const meaning = table.answers[answer];
    if (meaning === 'refusal') refused.add(question);
    else for (const category of risksOf(Object.values(table.answers))) asked.add(category);
    if (meaning && isRisk(meaning)) risks.add(meaning.risk);
  }
  const could = risksOf(Object.values(instrument.questions).flatMap((each) => ('answers' in each ? Object.values(each.answers) : [])));
  return { risks: [...risks], unknown: [...could].filter((category) => !asked.has(category)), refusedQuestions: [...refused] };
}

function risksOf(meanings: readonly Meaning[]): Set<NeedCategory> {
  return new Set(meanings.filter(isRisk).map((meaning) => meaning.risk));
}

/** Records a screening once. Help can be wanted only with a risk that it found: any other need is named by a person. */
export function record(screening: Screening, command: RecordScreening, now: Date): ScreeningRecorded[] {
  if (screening.status === 'recorded') throw new Refused('already-recorded', 'This screening was already recorded.');
  if (command.wantsHelpWith.some((category) => !command.findings.risks.includes(category))) {
    throw new Refused('no-such-risk', 'Help is wanted with a risk that the screening did not find.', 'invalid', ['wantsHelpWith']);
  }
  const { memberId, screeningId, instrument, findings } = command;
  const { risks, refusedQuestions } = findings;
  return [{ type: 'ScreeningRecorded', data: { memberId, screeningId, instrument, recordedAt: now.toISOString(), risks, refusedQuestions } }];
}

export function evolve(_screening: Screening, event: ScreeningRecorded): Screening {
  return { status: 'recorded', memberId: event.data.memberId };
}
