import type { Stack } from '../../stack/stack.js';
import type { Progress } from '../../terminal/progress.js';

/** Where the demonstration plays: the addresses and tokens of a running stack, and the terminal. */
export type Stage = Pick<Stack, 'addresses' | 'tokenFor'> & Pick<Progress, 'say'> & {
  /** The folder in which a stack lies that is thrown away: there canaries are played and looked for. */
  readonly state?: string;
};
