/** Something that the person at the terminal can put right: one sentence that says what is wrong and what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
}

const full = new Set(['ENOSPC', 'EDQUOT']);

/** What is said of an error on the terminal: a problem as it stands, a full disk by name, anything else with its message. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (full.has((error as NodeJS.ErrnoException).code ?? '')) return 'The disk is full: free some space and start again.';
  return error instanceof Error ? error.message : String(error);
}

/** Runs a command of the terminal: a failure is one sentence on stderr and exit code 1. */
export async function orSentence(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exit(1);
  }
}
