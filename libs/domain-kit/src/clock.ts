/** Where the time comes from. Decisions never ask it; they are handed a `now`. */
export abstract class Clock {
  abstract now(): Date;
}
