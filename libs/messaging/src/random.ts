import { randomFillSync } from 'node:crypto';

/** Where chance comes from: a port, so that a simulation can hand out its own. */
export interface Random {
  bytes(count: number): Uint8Array;
}

const poolBytes = 8_192;

/** The system's chance, fetched for several hundred ids at once: asking for each of them takes longer than making it. */
class SystemRandom implements Random {
  private pool = new Uint8Array(0);
  private used = 0;

  bytes(count: number): Uint8Array {
    if (this.used + count > this.pool.length) {
      // What was handed out is never handed out again, nor overwritten: every pool is a new one.
      this.pool = randomFillSync(new Uint8Array(Math.max(poolBytes, count)));
      this.used = 0;
    }
    this.used += count;
    return this.pool.subarray(this.used - count, this.used);
  }
}

export const systemRandom: Random = new SystemRandom();
