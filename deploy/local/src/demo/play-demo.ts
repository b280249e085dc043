import type { Stack } from '../stack/stack.js';
import type { Progress } from '../terminal/progress.js';

/** Where the demonstration plays: the addresses and tokens of a running stack, and the terminal. */
export type Stage = Pick<Stack, 'addresses' | 'token' | 'tokenFor' | 'stopService'> & Pick<Progress, 'say'>;

/** Plays the demonstration's story through the public addresses. Answers whether all that it shows is true. */
export function playDemo(stage: Stage): Promise<boolean> {
  stage.say('  The demonstration has no story yet.');
  return Promise.resolve(true);
}
