/** Three-valued: an unknown fact gives unknown, never no (000-28). */
export type Truth = 'yes' | 'no' | 'unknown';

/** One yes is enough; without one, an unknown leaves it open. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('yes')) return 'yes';
  return truths.includes('unknown') ? 'unknown' : 'no';
}

/** One no is enough; without one, an unknown leaves it open. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no';
  return truths.includes('unknown') ? 'unknown' : 'yes';
}

export const truthOf = (value: boolean | undefined): Truth => (value === undefined ? 'unknown' : value ? 'yes' : 'no');
