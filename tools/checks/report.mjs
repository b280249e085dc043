/** A problem that a check found: where, which rule, and one sentence. */
export const problem = (where, rule, sentence) => ({ where, rule, sentence });

/** Runs one check, prints its name, what it found and how long it took; answers whether all is well. */
export async function report(name, check) {
  const started = performance.now();
  const problems = await Promise.resolve().then(check).catch((failure) => [problem('this check', 'could-not-run', failure.message)]);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name} (${seconds} s)${problems.length === 0 ? '' : `: ${problems.length} to put right`}`);
  for (const { where, rule, sentence } of problems) console.log(`    ${where}  ${rule}  ${sentence}`);
  return problems.length === 0;
}
