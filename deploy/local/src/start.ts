import { playDemo } from './demo/play-demo.js';
import { jarsFolder, stateFolder } from './places.js';
import { orSentence, sentenceOf } from './problem.js';
import { Interrupted } from './stack/programs.js';
import { Stack } from './stack/stack.js';
import { noteStory, storyOf } from './stack/story.js';
import { memoryText } from './terminal/memory.js';
import { seconds, terminal } from './terminal/progress.js';
import { readyText } from './terminal/ready.js';
import { dropHarmlessWarnings, onStopSignals } from './terminal/signals.js';

/** `npm start`: everything on this machine, until Ctrl-C. */
await orSentence(async () => {
  const began = Date.now();
  const [state, progress] = [stateFolder(), terminal()];
  dropHarmlessWarnings();
  const stack = new Stack({ state, jars: jarsFolder(), env: process.env, progress });
  let stopping = false;
  onStopSignals(async () => {
    stopping = true;
    progress.say('\nStopping …');
    await stack.stop();
    progress.say('Everything is stopped.');
  });
  try {
    progress.say('Health Homes on this machine');
    const addresses = await stack.start();
    progress.say(readyText(addresses, state, seconds(Date.now() - began)));
    if (!stopping) await tellStory(stack, state);
    progress.say(memoryText(stack.pids));
  } catch (error) {
    if (stopping || error instanceof Interrupted) return; // the signal's stop is under way and ends the program
    await stack.stop();
    throw error;
  }
});

/** The demonstration's story, once for the data of a state folder. */
async function tellStory(stack: Stack, state: string): Promise<void> {
  const { say } = terminal();
  const told = storyOf(state);
  if (told === 'begun') say("The demonstration's story was interrupted before: npm run reset and npm start tell it anew.");
  if (told !== 'untold' || process.env.HHP_STORY === 'off') return;
  noteStory(state, 'begun');
  const came = await playDemo(stack.stageFor(say)).catch((error: unknown) => { say(sentenceOf(error)); return false; });
  if (came) noteStory(state, 'told');
  else say('Not all of the story came true; everything stays up, so that you can look.');
}
