import { Refused } from '@hhp/domain-kit';
import type { Given, Instrument, Question } from './instrument.js';
import { hungerVitalSign } from './hunger-vital-sign.js';
import { prapare } from './prapare.js';

type Json = Readonly<Record<string, unknown>>;

/** The instruments that are read, each by the address of its FHIR Questionnaire. */
export const instruments: readonly Instrument[] = [prapare, hungerVitalSign];

const loinc = 'http://loinc.org';
const deepest = 10;
/** What may be repeated to the caller: a code or link id. Anything that could be a sentence is not. */
const quotable = /^[A-Za-z0-9./_-]{1,40}$/;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const quote = (name: unknown): string => (typeof name === 'string' && quotable.test(name) ? name : 'item');
const unreadable = (field: string): Refused =>
  new Refused('response-unreadable', 'This is not a FHIR QuestionnaireResponse that can be read.', 'invalid', [field]);

/** The instrument that a completed FHIR QuestionnaireResponse answers, and its answers in their order. */
export function readResponse(response: unknown): { instrument: Instrument; given: readonly Given[] } {
  if (!isJson(response) || response['resourceType'] !== 'QuestionnaireResponse') throw unreadable('resourceType');
  if (response['status'] !== 'completed' && response['status'] !== 'amended') {
    throw new Refused('response-unfinished', 'Only a completed or amended response is recorded.', 'invalid', ['status']);
  }
  const questionnaire = typeof response['questionnaire'] === 'string' ? response['questionnaire'].split('|')[0] : undefined;
  const instrument = instruments.find((each) => each.questionnaire === questionnaire);
  if (!instrument) throw new Refused('instrument-unknown', 'This questionnaire is not one that is read here.', 'invalid', ['questionnaire']);
  const given = readItems(instrument, response['item'], 0);
  if (given.length === 0) throw new Refused('nothing-answered', 'The response answers no question.', 'invalid', ['item']);
  const repeated = findRepeated(instrument, given);
  if (repeated) throw new Refused('answer-repeated', `Question ${repeated} takes one answer.`, 'invalid', [repeated]);
  return { instrument, given };
}

function findRepeated(instrument: Instrument, given: readonly Given[]): string | undefined {
  const seen = new Set<string>();
  for (const { question, answer } of given) {
    const asked = instrument.questions[question]!;
    const key = 'answers' in asked && asked.many ? `${question} ${answer}` : question;
    if (seen.has(key)) return question;
    seen.add(key);
  }
  return undefined;
}

function readItems(instrument: Instrument, items: unknown, depth: number): Given[] {
  if (items === undefined) return [];
  if (!Array.isArray(items) || depth > deepest) throw unreadable('item');
  return items.flatMap((item: unknown) => readItem(instrument, item, depth));
}

function readItem(instrument: Instrument, item: unknown, depth: number): Given[] {
  if (!isJson(item) || typeof item['linkId'] !== 'string') throw unreadable('linkId');
  // Gravity's link ids are paths that end in the LOINC code: /93042-0/71802-3.
  const code = item['linkId'].split('/').at(-1)!;
  const nested = readItems(instrument, item['item'], depth + 1);
  const question = Object.hasOwn(instrument.questions, code) ? instrument.questions[code] : undefined;
  if (!question) {
    if (instrument.groups.includes(code) && item['answer'] === undefined) return nested;
    const name = quote(item['linkId']);
    throw new Refused('question-unknown', `${instrument.name} has no question ${name}.`, 'invalid', [name]);
  }
  const answers = item['answer'] ?? [];
  if (!Array.isArray(answers)) throw unreadable(code);
  return [...answers.map((answer: unknown) => ({ question: code, answer: readAnswer(code, question, answer) })), ...nested];
}

function readAnswer(code: string, question: Question, answer: unknown): string | number {
  if (!isJson(answer) || answer['item'] !== undefined) throw unreadable(code);
  if ('value' in question) return readFree(code, question.value, answer);
  const coding = answer['valueCoding'];
  const given = isJson(coding) ? coding['code'] : undefined;
  if (isJson(coding) && typeof given === 'string' && (coding['system'] ?? loinc) === loinc && Object.hasOwn(question.answers, given)) return given;
  const name = quote(given);
  throw new Refused('answer-unknown', `Question ${code} has no answer ${name}.`, 'invalid', [code]);
}

function readFree(code: string, kind: 'integer' | 'decimal' | 'string', answer: Json): string | number {
  const value = answer[kind === 'integer' ? 'valueInteger' : kind === 'decimal' ? 'valueDecimal' : 'valueString'];
  if (kind === 'string' && typeof value === 'string' && value.length <= 1000) return value;
  if (kind !== 'string' && typeof value === 'number' && Number.isFinite(value) && (kind === 'decimal' || Number.isInteger(value))) return value;
  throw new Refused('answer-unknown', `Question ${code} takes one ${kind}.`, 'invalid', [code]);
}
