/** What a caller may learn of a refusal: a kebab-case code, one sentence, and the names of fields (never their values). */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly kind: 'conflict' | 'not-found' | 'invalid' | 'forbidden' | 'unavailable' = 'conflict',
    readonly fields: readonly string[] = [],
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** The thing does not exist, or is not the caller's: both read the same, so that nothing can be inferred. */
export const notFound = (what: string): Refused => new Refused('not-found', `There is no such ${what}`, 'not-found');
