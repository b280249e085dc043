import { numberText } from '../text/table.js';
import type { CanaryFindings } from '../story/canaries.js';
import type { Narrator } from '../story/narrator.js';
import { chainClaims } from './chain-claims.js';
import { some } from './claim.js';
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
  for (const { says, wrong } of claims) untrue.push(...judged(tell, says, await wrong(evidence)));
  return untrue;
}

/** Judges what became of the canaries, by all files, tables and metrics of the stack. */
export const judgeCanaries = (tell: Narrator, { tokens, seen, outputs, wrong }: CanaryFindings): readonly string[] =>
  judged(tell, `of ${tokens} tokens of canaries ${seen} are seen where they belong, and none in ${numberText(outputs)} logs, metrics, files of Kafka, kept rows and refusals`, some(wrong));

function judged(tell: Narrator, says: string, complaints: readonly string[]): readonly string[] {
  tell.say(`  ${complaints.length === 0 ? '✓' : '✗'} ${says}`);
  for (const complaint of complaints) tell.say(`      ${complaint}`);
  return complaints.map((complaint) => `${says}: ${complaint}`);
}
