const sqlState = /^(08...|53...|57P0[1-5]|57014|55P03|25P03|25006|40001|40P01)$/;
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** What the pool and the driver say without a code. */
const words = new RegExp([
  'Connection terminated', 'connection timeout', 'Client has encountered a connection error', 'timeout exceeded', 'Query read timeout',
  'Cannot use a pool after calling end',
].join('|'), 'i');

/** The database or the way to it is lost, or took too long: the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  for (let at: unknown = error, deep = 0; at instanceof Error && deep < 5; at = at.cause, deep++) {
    const code = String((at as { code?: unknown }).code ?? '');
    if (sqlState.test(code) || network.has(code) || words.test(at.message)) return true;
    if (at instanceof AggregateError && at.errors.some(isUnavailable)) return true;
  }
  return false;
}
