import { type Day, minimumFor, noticeFor } from '@hhp/domain-kit';
import type { Statement } from '../referral/evidence.js';
import { type Drafted, labelsOfReferral } from '../referral/referral.js';
import type { wholeReferral } from './whole-referral.js';

/** Under what an organization looks at a referral. */
export interface Under {
  readonly consentId: string;
  readonly consentVersion: number;
  readonly recipientClasses: readonly string[];
}

/** What the organization itself said of a fact; what the member or the team said is not for it. */
const ownWord = (statements: readonly Statement[]) => statements.filter(({ source }) => source === 'partner').map(({ value, on }) => ({ value, on }));

/** A referral as the organization to which it is addressed may see it: the same allow-list as of its mail and its page. */
export function partnerView(referral: Drafted, whole: ReturnType<typeof wholeReferral>, { consentId, consentVersion, recipientClasses }: Under, today: Day) {
  const { facts, needCategory, dataClasses } = referral.course;
  return minimumFor({ classes: recipientClasses, labels: labelsOfReferral(referral) }, {
    ...whole, need: needCategory, concernsSud: dataClasses.includes('sud'), notice: noticeFor(dataClasses, today),
    said: { applied: ownWord(facts.applied), used: ownWord(facts.used), received: ownWord(facts.received) },
    consent: { consentId, version: consentVersion },
  });
}
