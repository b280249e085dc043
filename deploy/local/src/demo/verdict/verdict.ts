import { numberText } from '../text/table.js';
import type { Narrator } from '../story/narrator.js';
import { chainClaims } from './chain-claims.js';
import { type ExpectedTable, gather } from './evidence.js';
import { flowClaims } from './flow-claims.js';
import { privacyClaims } from './privacy-claims.js';
import { tableClaims } from './table-claims.js';

const claims = [...tableClaims, ...chainClaims, ...privacyClaims, ...flowClaims];

/** Judges all that was shown, by Kafka and the public APIs alone, and answers what is not true. */
export async function judgeStory(tell: Narrator, expected: ExpectedTable): Promise<readonly string[]> {
  const evidence = await gather(tell, expected);
  tell.say(`\n  Judged by ${numberText(evidence.read)} events of Kafka, ${evidence.mails.length} mails and the public APIs:\n`);
  const untrue: string[] = [];
  for (const { says, wrong } of claims) {
    const complaints = await wrong(evidence);
    tell.say(`  ${complaints.length === 0 ? '✓' : '✗'} ${says}`);
    for (const complaint of complaints) tell.say(`      ${complaint}`);
    untrue.push(...complaints.map((complaint) => `${says}: ${complaint}`));
  }
  return untrue;
}
