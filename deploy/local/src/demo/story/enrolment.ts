import type { ListedPerson } from '../engagement-list/listed-person.js';
import { type ListFile, listFiles } from '../engagement-list/list-files.js';
import { planOf } from '../engagement-list/plans.js';
import { enrollmentFile, leavingFile, outreachFile } from '../engagement-list/work-files.js';
import { cast } from '../stage/cast.js';
import { tableText } from '../text/table.js';
import { caughtUp } from './catching-up.js';
import type { Narrator } from './narrator.js';

/** What became of one engagement list. */
interface ListOutcome {
  readonly file: ListFile;
  readonly rows: number;
  readonly listed: number;
  readonly rejected: number;
  readonly verdicts: Readonly<Record<'eligible' | 'not-eligible' | 'excluded' | 'unknown', number>>;
  readonly attempts: number;
  readonly enrolled: number;
  readonly left: number;
  readonly millis: Readonly<Record<Work, number>>;
}

/** The requests by which a list is worked. */
type Work = 'import' | 'judge' | 'reach out' | 'enrol' | 'leave';

/** How fast lists were worked: rows in, and the time of all requests of a kind. */
export interface ListSpeed {
  readonly rows: number;
  readonly millis: Readonly<Record<Work, number>>;
}

/** Lists, verdicts, outreach, enrolment and departures: files of five plans, through the public API alone. */
export async function enrolEverybody(tell: Narrator, people: readonly ListedPerson[], oneByOne: ReadonlySet<string>): Promise<ListSpeed> {
  const files = listFiles(people);
  tell.say(`\n  Five plans send ${files.length} engagement lists. Each is taken over, everybody on it is judged by the rules of the plan's source,\n  the care teams reach out, and their CB-CMEs send whom they enrolled and who left.\n`);
  const byPlan = [...new Set(files.map(({ tenant }) => tenant))].map((tenant) => files.filter((file) => file.tenant === tenant));
  const outcomes = (await inPairs(byPlan, async (own) => {
    const done: ListOutcome[] = [];
    for (const file of own) done.push(await takeOver(tell, file, oneByOne));
    return done;
  })).flat();
  tell.say(outcomesText(outcomes));
  await tell.step({ what: 'Every service that follows the members reads what was said of them', does: () => caughtUp(tell) });
  return speedOf(outcomes);
}

const speedOf = (outcomes: readonly ListOutcome[]): ListSpeed => ({
  rows: outcomes.reduce((sum, { rows }) => sum + rows, 0),
  millis: outcomes.reduce((sums, { millis }) => Object.fromEntries(Object.entries(millis).map(([work, each]) => [work,
    sums[work as Work] + each])) as Record<Work, number>,
    { import: 0, judge: 0, 'reach out': 0, enrol: 0, leave: 0 }),
});

interface Taken { readonly listId: string; readonly rows: number; readonly listed: number; readonly rejected: number }
interface Counted { readonly accepted: number; readonly rejected: number }

async function takeOver({ api }: Narrator, file: ListFile, oneByOne: ReadonlySet<string>): Promise<ListOutcome> {
  const { tenant, runDate, people, csv } = file;
  const plan = planOf(tenant);
  const [administrator, supervisor] = [cast.administratorOf(tenant), cast.supervisorOf(plan)];
  const millis = { import: 0, judge: 0, 'reach out': 0, enrol: 0, leave: 0 };
  const timed = async <T>(work: Work, request: Promise<T>): Promise<T> => {
    const began = performance.now();
    return request.finally(() => { millis[work] = performance.now() - began; });
  };
  const { listId, rows, listed, rejected } = await timed('import', api.post<Taken>('enrollment', `/engagement-lists?listRunDate=${runDate}`, { as: administrator, body: csv }));
  const verdicts = await timed('judge', api.post<ListOutcome['verdicts']>('enrollment', `/engagement-lists/${listId}/eligibility-determinations`, {
    as: administrator, body: { rulePack: plan.rulePack, asOf: runDate },
  }));
  const right = people.filter(({ fate }) => fate !== 'rejected');
  const send = (work: Work, path: string, body: string): Promise<Counted> => timed(work, api.post<Counted>('enrollment', path, { as: supervisor, body }));
  const tried = await send('reach out', '/outreach-files', outreachFile(right));
  const joined = await send('enrol', '/enrollment-files', enrollmentFile(right.filter((person) => !oneByOne.has(person.cells['cin']!))));
  const gone = await send('leave', '/disenrollment-files', leavingFile(right));
  return { file, rows, listed, rejected, verdicts, attempts: tried.accepted, enrolled: joined.accepted, left: gone.accepted, millis };
}

function outcomesText(outcomes: readonly ListOutcome[]): string {
  const numbers = ['rows', 'listed', 'rejected', 'eligible', 'not', 'excluded', 'unknown', 'attempts', 'enrolled', 'left'];
  const lines = outcomes.map(({ file, rows, listed, rejected, verdicts, attempts, enrolled, left }) => ({
    names: [planOf(file.tenant).name, file.runDate],
    counts: [rows, listed, rejected, verdicts.eligible, verdicts['not-eligible'], verdicts.excluded, verdicts.unknown, attempts, enrolled, left],
  }));
  const sums = numbers.map((_, at) => lines.reduce((sum, { counts }) => sum + counts[at]!, 0));
  return tableText([{ head: 'Plan' }, { head: 'List of' }, ...numbers.map((head) => ({ head, numbers: true }))],
    lines.map(({ names, counts }) => [...names, ...counts]), ['All lists', '', ...sums]);
}

/** Two at a time: one waits for the database while the other computes. */
async function inPairs<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const left = [...items.entries()];
  const next = async (): Promise<void> => {
    for (let taken = left.shift(); taken; taken = left.shift()) results[taken[0]] = await work(taken[1]);
  };
  await Promise.all([next(), next()]);
  return results;
}
