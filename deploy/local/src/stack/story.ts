import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far the demonstration's story came with the data of this state folder; it is played once. */
export type Told = 'untold' | 'begun' | 'told';

const fileOf = (state: string): string => join(state, 'story.json');

export function storyOf(state: string): Told {
  return existsSync(fileOf(state)) ? (JSON.parse(readFileSync(fileOf(state), 'utf8')) as { story: Told }).story : 'untold';
}

export function noteStory(state: string, story: Told): void {
  writeFileSync(fileOf(state), JSON.stringify({ story }));
}
