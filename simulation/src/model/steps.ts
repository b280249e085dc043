/** Goes on when this is true; at once when there is nothing to wait for. */
export type Until = (() => boolean) | undefined;

/** What somebody does, in pieces: between two of them anything may happen, and the process may die. */
export type Steps<Answer = void> = Generator<Until, Answer, void>;
