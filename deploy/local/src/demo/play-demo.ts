import { Problem } from '../problem.js';
import { playAlbert } from './story/albert.js';
import { Narrator } from './story/narrator.js';
import { enrolEverybody } from './story/enrolment.js';
import { playSusan } from './story/susan.js';
import { setUp } from './story/setup.js';
import type { Stage } from './stage/stage.js';

export type { Stage } from './stage/stage.js';

/** Plays the demonstration's story through the public addresses. Answers whether all that it shows is true. */
export async function playDemo(stage: Stage, scale = 1): Promise<boolean> {
  if (!stage.addresses.mail) throw new Problem('The story needs the local mail catcher: start without SMTP_URL.');
  const tell = new Narrator(stage);
  await tell.chapter('Plans, the directory and a hospital', () => setUp(tell));
  const speed = await tell.chapter('Engagement lists, verdicts, outreach, enrolment', () => enrolEverybody(tell, scale, () => false));
  await tell.chapter('Albert', () => playAlbert(tell));
  await tell.chapter('Susan', () => playSusan(tell));
  stage.say(JSON.stringify({ speed, times: tell.times }));
  return true;
}
