/** What may be told of an error: what kind it is and where it arose. Its message may hold anything, so it is not told. */
export interface SafeError {
  readonly name: string;
  readonly code?: string;
  readonly frames: readonly string[];
  readonly cause?: SafeError;
}

const place = String.raw`(?:file:/|node:|/)\S{1,250}:\d+:\d+`;
const frame = new RegExp(String.raw`^\s+at (?:async )?(?:${place}|[\w.<>$ \[\]]{1,120} \(${place}\))$`);
const word = /^[\w-]{1,60}$/;

export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}`, frames: [] };
  const { name, code, constraint, cause } = error as Error & { code?: unknown; constraint?: unknown };
  const stack = String(error.stack ?? '');
  const begin = Math.max(0, stack.indexOf(String(error.message))) + String(error.message).length;
  const frames = stack.slice(begin).split('\n').filter((line) => frame.test(line)).slice(0, 12);
  return {
    name: word.test(name) ? name : 'Error',
    ...(word.test(String(code ?? '')) ? { code: String(code) } : {}),
    ...(typeof constraint === 'string' && word.test(constraint) ? { constraint } : {}),
    frames: frames.map((line) => line.trim()),
    ...(cause instanceof Error && depth < 3 ? { cause: safeError(cause, depth + 1) } : {}),
  };
}
