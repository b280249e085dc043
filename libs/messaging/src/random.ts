import { randomBytes } from 'node:crypto';

/** Where chance comes from: a port, so that a simulation can hand out its own. */
export interface Random {
  bytes(count: number): Uint8Array;
}

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
