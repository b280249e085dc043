import type { Database } from '@hhp/messaging';

/** The pool is given to the host's own parts only; services work through `Transactions`. */
export const DATABASE = Symbol('database');
export type PoolOfService = Database;
