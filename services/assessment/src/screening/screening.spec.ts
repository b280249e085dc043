import { existsSync, readFileSync } from 'node:fs';
import type { NeedCategory } from '@hhp/contracts';
import { Refused } from '@hhp/domain-kit';
import { hungerVitalSign } from './hunger-vital-sign.js';
import type { Instrument, Meaning } from './instrument.js';
import { prapare } from './prapare.js';
import { readResponse } from './questionnaire-response.js';
import { evolve, findingsOf, noScreening, record } from './screening.js';

const monday = new Date('2019-09-09T16:00:00Z');
const responseTo = (instrument: Instrument, answers: readonly (readonly [question: string, ...codes: string[]])[]): object => ({
  resourceType: 'QuestionnaireResponse', status: 'completed', questionnaire: instrument.questionnaire,
  item: answers.map(([linkId, ...codes]) => ({ linkId, answer: codes.map((code) => ({ valueCoding: { system: 'http://loinc.org', code } })) })),
});
const find = (response: object): ReturnType<typeof findingsOf> => {
  const { instrument, given } = readResponse(response);
  return findingsOf(instrument, given);
};
const refusalOf = (work: () => unknown): Refused => {
  try { work(); } catch (refused) { if (refused instanceof Refused) return refused; throw refused; }
  throw new Error('nothing was refused');
};

/** Domain 15.1, written out once more by hand: question, answer, what it means. */
const yesNo = (question: string, yes: Meaning, no: Meaning): [string, string, Meaning][] =>
  [[question, 'LA33-6', yes], [question, 'LA32-8', no], [question, 'LA30122-8', 'refusal']];
const all = (question: string, codes: string, meaning: Meaning): [string, string, Meaning][] =>
  codes.split(' ').map((code) => [question, code, meaning]);
const domain151: [string, string, Meaning][] = [
  ...yesNo('56051-6', 'informational', 'informational'),
  ...all('32624-9', 'LA6156-9 LA14045-1 LA30187-1 LA14042-8 LA4457-3 LA4-4 LA46-8', 'informational'), ['32624-9', 'LA30122-8', 'refusal'],
  ...yesNo('93035-4', 'informational', 'informational'),
  ...yesNo('93034-7', { risk: 'veteran-status' }, 'no-risk'),
  ...all('54899-0', 'LA43-5 LA30188-9', 'informational'), ['54899-0', 'LA30122-8', 'refusal'],
  ['71802-3', 'LA30189-7', 'no-risk'], ['71802-3', 'LA30190-5', { risk: 'homelessness' }], ['71802-3', 'LA30122-8', 'refusal'],
  ...yesNo('93033-9', { risk: 'housing-instability' }, 'no-risk'),
  ['82589-3', 'LA30191-3', { risk: 'educational-attainment' }], ...all('82589-3', 'LA30192-1 LA30193-9', 'no-risk'), ['82589-3', 'LA30122-8', 'refusal'],
  ['67875-5', 'LA17956-6', { risk: 'employment-status' }], ...all('67875-5', 'LA30138-4 LA30136-8 LA30137-6', 'no-risk'), ['67875-5', 'LA30122-8', 'refusal'],
  ['76437-3', 'LA30194-7', { risk: 'health-insurance-coverage-status' }],
  ...all('76437-3', 'LA17849-3 LA30195-4 LA15652-3 LA30196-2 LA30197-0 LA6350-8', 'no-risk'),
  ['93031-3', 'LA30125-1', { risk: 'food-insecurity' }], ['93031-3', 'LA30126-9', { risk: 'material-hardship' }],
  ['93031-3', 'LA30124-4', { risk: 'utility-insecurity' }], ['93031-3', 'LA30127-7', { risk: 'child-care' }],
  ['93031-3', 'LA30128-5', { risk: 'health-care' }], ['93031-3', 'LA30129-3', { risk: 'material-hardship' }],
  ['93031-3', 'LA46-8', { risk: 'material-hardship' }], ['93031-3', 'LA30122-8', 'refusal'],
  ...all('93030-5', 'LA30133-5 LA30134-3', { risk: 'transportation-insecurity' }), ['93030-5', 'LA32-8', 'no-risk'], ['93030-5', 'LA30257-2', 'refusal'],
  ['93029-7', 'LA27722-0', { risk: 'social-connection' }], ...all('93029-7', 'LA30130-1 LA30131-9 LA30132-7', 'no-risk'), ['93029-7', 'LA30122-8', 'refusal'],
  ...all('93038-8', 'LA6568-5 LA13863-8 LA13909-9', 'no-risk'),
  ...all('93038-8', 'LA13902-4 LA13914-9', { risk: 'stress' }), ['93038-8', 'LA30122-8', 'refusal'],
  ...yesNo('93028-9', { risk: 'incarceration-status' }, 'no-risk'),
  ...yesNo('93027-1', 'informational', 'informational'),
  ['93026-3', 'LA33-6', 'no-risk'], ['93026-3', 'LA32-8', { risk: 'intimate-partner-violence' }], ['93026-3', 'LA14072-5', 'informational'],
  ['93026-3', 'LA30122-8', 'refusal'],
  ...yesNo('76501-6', { risk: 'intimate-partner-violence' }, 'no-risk'),
];

describe('PRAPARE (domain 15.1, 002-41)', () => {
  it.each(domain151)('reads question %s, answer %s, as %j', (question, answer, meaning) => {
    const { risks, refusedQuestions } = find(responseTo(prapare, [[`/group/${question}`, answer]]));
    expect(risks).toEqual(typeof meaning === 'object' ? [meaning.risk] : []);
    expect(refusedQuestions).toEqual(meaning === 'refusal' ? [question] : []);
  });
  it('has no answer that this list does not have', () => {
    const rows = Object.entries(prapare.questions).flatMap(([question, each]) =>
      'answers' in each ? Object.entries(each.answers).map(([answer, meaning]) => [question, answer, meaning]) : []);
    expect(rows.map(String).sort()).toEqual(domain151.map(String).sort());
  });
  it('says of a risk nobody answered about that it is unknown, and of an answered one that it is absent', () => {
    const { risks, unknown } = find(responseTo(prapare, [['71802-3', 'LA30122-8'], ['93031-3', 'LA30125-1']]));
    expect(risks).toEqual(['food-insecurity']);
    expect(unknown).toContain('homelessness');
    expect(unknown).not.toContain('child-care');
  });
});

describe('a response that cannot be read', () => {
  it('is refused by the name of an unknown question', () => {
    const refused = refusalOf(() => find(responseTo(prapare, [['/93042-0/00000-0', 'LA33-6']])));
    expect(refused).toMatchObject({ code: 'question-unknown', fields: ['/93042-0/00000-0'] });
  });
  it('is refused by the question when the answer belongs to another instrument (domain 15.3)', () => {
    const refused = refusalOf(() => find(responseTo(prapare, [['/93042-0/71802-3', 'LA31993-1']])));
    expect(refused).toMatchObject({ code: 'answer-unknown', fields: ['71802-3'] });
    expect(refused.message).toContain('LA31993-1');
  });
  it('never repeats what the member said', () => {
    const text = 'Susan Doe, 12 Broadway';
    const bad = [
      { linkId: text, answer: [{ valueString: text }] }, { linkId: '71802-3', answer: [{ valueString: text }] },
      { linkId: '71802-3', answer: [{ valueCoding: { code: text } }] }, { linkId: '63512-8', answer: [{ valueString: text }] },
    ];
    for (const item of bad) {
      const refused = refusalOf(() => readResponse({ ...responseTo(prapare, []), item: [item] }));
      expect(`${refused.message} ${refused.fields.join(' ')}`).not.toMatch(/Susan|Broadway/);
    }
  });
  it.each([
    ['an unfinished one', { status: 'in-progress' }, 'response-unfinished'],
    ['another questionnaire', { questionnaire: 'http://example.org/q' }, 'instrument-unknown'],
    ['another resource', { resourceType: 'Patient' }, 'response-unreadable'], ['an empty one', { item: [] }, 'nothing-answered'],
    ['items that are no list', { item: 'x' }, 'response-unreadable'], ['an item of no question', { item: [{ linkId: 'constructor' }] }, 'question-unknown'],
  ])('is %s', (_name, change, code) => {
    expect(refusalOf(() => readResponse({ ...responseTo(prapare, [['71802-3', 'LA30190-5']]), ...change })).code).toBe(code);
  });
  it('answers a question of one answer twice', () => {
    expect(refusalOf(() => find(responseTo(prapare, [['71802-3', 'LA30190-5', 'LA30189-7']]))).code).toBe('answer-repeated');
    expect(refusalOf(() => find(responseTo(prapare, [['71802-3', 'LA30190-5'], ['/93042-0/71802-3', 'LA30189-7']]))).code).toBe('answer-repeated');
  });
});

describe('the Hunger Vital Sign (domain 15.2)', () => {
  const [often, sometimes, never, refused] = ['LA28397-0', 'LA6729-3', 'LA28398-8', 'LA15775-2'] as const;
  const both = [often, sometimes, never, refused].flatMap((first) => [often, sometimes, never, refused].map((second) => [first, second] as const));
  it.each(both)('%s and %s', (first, second) => {
    const { risks, unknown } = find(responseTo(hungerVitalSign, [['/88122-7', first], ['/88123-5', second]]));
    const atRisk = [first, second].some((each) => each === often || each === sometimes);
    expect(risks).toEqual(atRisk ? ['food-insecurity'] : []);
    expect(unknown).toEqual(first === refused && second === refused ? ['food-insecurity'] : []);
  });
});

describe('recording a screening', () => {
  const findings = { risks: ['food-insecurity', 'stress'] as NeedCategory[], unknown: [], refusedQuestions: ['93033-9'] };
  const command = { memberId: 'm-1', screeningId: 's-1', instrument: 'PRAPARE', findings, wantsHelpWith: ['stress'] as NeedCategory[] };
  it('keeps risks and refusals, also where no help is wanted', () => {
    expect(record(noScreening, command, monday)).toEqual([{
      type: 'ScreeningRecorded',
      data: {
        memberId: 'm-1', screeningId: 's-1', instrument: 'PRAPARE', recordedAt: '2019-09-09T16:00:00.000Z',
        risks: ['food-insecurity', 'stress'], refusedQuestions: ['93033-9'],
      },
    }]);
  });
  it('refuses help with a risk that was not found', () => {
    expect(refusalOf(() => record(noScreening, { ...command, wantsHelpWith: ['goods'] }, monday)).code).toBe('no-such-risk');
  });
  it('happens once', () => {
    const recorded = record(noScreening, command, monday).reduce(evolve, noScreening);
    expect(refusalOf(() => record(recorded, command, monday)).code).toBe('already-recorded');
  });
});

const examples = new URL('../../../../../shared/data/fhir/sdohcc-examples/', import.meta.url);
const published = (name: string): unknown => JSON.parse(readFileSync(new URL(name, examples), 'utf8'));
if (!existsSync(examples)) console.warn('Skipped: the published FHIR examples (../shared/data/fhir) are not here.');

(existsSync(examples) ? describe : describe.skip)('the published FHIR examples', () => {
  it('gives exactly the needs of the published response', () => {
    const { instrument, given } = readResponse(published('QuestionnaireResponse-SDOHCC-QuestionnaireResponsePRAPAREExample.json'));
    expect(instrument.name).toBe('PRAPARE');
    expect(given).toHaveLength(24);
    expect(findingsOf(instrument, given)).toEqual({
      risks: [
        'homelessness', 'educational-attainment', 'employment-status', 'material-hardship', 'child-care', 'transportation-insecurity',
        'intimate-partner-violence',
      ],
      unknown: ['housing-instability'],
      refusedQuestions: ['93033-9'],
    });
  });
  it('knows every question and answer of the published questionnaire', () => {
    type Item = { linkId: string; type: string; item?: Item[]; answerOption?: { valueCoding: { code: string } }[] };
    const leaves = (items: Item[]): Item[] =>
      items.flatMap((item) => [...(item.type === 'group' || item.type === 'display' ? [] : [item]), ...leaves(item.item ?? [])]);
    const { item } = published('Questionnaire-SDOHCC-QuestionnairePRAPARE.json') as { item: Item[] };
    const theirs = leaves(item).map(({ linkId, answerOption }) => [linkId.split('/').at(-1), (answerOption ?? []).map((each) => each.valueCoding.code)]);
    for (const [question, answers] of theirs) {
      const ours = prapare.questions[question as string]!;
      expect('answers' in ours ? Object.keys(ours.answers) : []).toEqual(expect.arrayContaining(answers as string[]));
    }
    expect(theirs.map(([question]) => question).sort()).toEqual(Object.keys(prapare.questions).sort());
  });
});
