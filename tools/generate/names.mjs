/** `ReferralLapsed` → `referral-lapsed`. */
export const kebab = (pascal) => pascal.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/** `hospital-feed` → `HospitalFeed`. */
export const pascal = (name) => name.split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');

/** Ends with one sentence when what was asked for makes no sense. */
export function demand(holds, sentence) {
  if (holds) return;
  console.error(sentence);
  process.exit(1);
}
