import { writeFileSync } from 'node:fs';

/** Reporter for Jest: leaves the counts in the file that the runner names. A suite that could not run at all counts as one that failed. */
export default class Counts {
  onRunComplete(_tests, all) {
    const counts = {
      passed: all.numPassedTests, failed: all.numFailedTests + all.numRuntimeErrorTestSuites, skipped: all.numPendingTests + all.numTodoTests,
    };
    writeFileSync(process.env.HHP_TEST_COUNTS, JSON.stringify(counts));
  }
}
