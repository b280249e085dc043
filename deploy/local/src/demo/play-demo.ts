import { Problem, sentenceOf } from '../problem.js';
import { engagementList } from './engagement-list/engagement-list.js';
import { expectedTable } from './engagement-list/expected-table.js';
import type { Stage } from './stage/stage.js';
import { playAlbert } from './story/albert.js';
import { Canaries } from './story/canaries.js';
import { enrolEverybody } from './story/enrolment.js';
import { tellFigures } from './story/figures.js';
import { Narrator } from './story/narrator.js';
import { chosenForOneByOne, enrolOneByOne } from './story/one-by-one.js';
import { setUp } from './story/setup.js';
import { speedText } from './story/speed.js';
import { playSusan } from './story/susan.js';
import { judgeCanaries, judgeStory } from './verdict/verdict.js';

export type { Stage } from './stage/stage.js';

/** Plays the demonstration's story through the public addresses. Answers whether all that it shows is true. */
export async function playDemo(stage: Stage, scale = 1): Promise<boolean> {
  if (!stage.addresses.mail) throw new Problem('The story needs the local mail catcher: start without SMTP_URL.');
  const tell = new Narrator(stage);
  const untrue = await play(tell, scale).catch((error: unknown) => [sentenceOf(error)]);
  if (untrue.length === 0) {
    tell.say('\nAll of it is true.');
    return true;
  }
  tell.say(`\nNot all of it is true:\n${untrue.map((complaint) => `  ✗ ${complaint}`).join('\n')}`);
  return false;
}

async function play(tell: Narrator, scale: number): Promise<readonly string[]> {
  // The list is the same whenever it is made, so it need not be kept meanwhile.
  const oneByOne = chosenForOneByOne(engagementList(scale));
  await tell.chapter('Plans, the directory and a hospital', () => setUp(tell));
  const lists = await tell.chapter('Engagement lists, verdicts, outreach, enrolment', () => enrolEverybody(tell, engagementList(scale), new Set(oneByOne.map(({ cells }) => cells['cin']!))));
  const delays = await tell.chapter('Enrolment one by one', () => enrolOneByOne(tell, oneByOne));
  await tell.chapter('Albert', () => playAlbert(tell));
  await tell.chapter('Susan', () => playSusan(tell));
  await tell.chapter('Measures, and the county table', () => tellFigures(tell, scale === 1));
  const { state } = tell.stage;
  const canaries = state === undefined ? undefined : new Canaries(tell);
  if (canaries) await tell.chapter('Canaries', () => canaries.play());
  const untrue = await tell.chapter('Is it true?', async () => [
    ...await judgeStory(tell, expectedTable(engagementList(scale))), ...(canaries ? judgeCanaries(tell, await canaries.judge(state!)) : []),
  ]);
  tell.say(speedText({ lists, delays, chapters: tell.times }));
  return untrue;
}
