import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of the trust report: what is claimed, what was counted to show it, and whether it held. */
export interface Claim {
  readonly claim: string;
  readonly counted: Readonly<Record<string, number>>;
  readonly holds: boolean;
}

const folder = process.env.HHP_EVIDENCE;

/** How many of something a suite tries: few in `npm test`, the number that the claim needs in `npm run trust`. */
export const tries = (inTests: number, inTrust: number): number => folder === undefined ? inTests : inTrust;

/** Hands the evidence of a suite to `npm run trust`; anywhere else the suite's own assertions are all there is. */
export function evidence(part: string, claims: readonly Claim[]): void {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${part}.json`), JSON.stringify(claims));
}
