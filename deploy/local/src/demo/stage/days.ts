import { type Day, dayOf } from '@hhp/domain-kit';

const zone = 'America/Los_Angeles';

/** The day it is where the programme is. */
export const today = (now = new Date()): Day => dayOf(now, zone);

/** The day of an instant, where the programme is. */
export const dayAt = (instant: string): Day => dayOf(new Date(instant), zone);
