/** Reads jest's JSON result and closes with one line: how many tests passed and failed. A suite that did not run has failed. */
import { readFileSync } from 'node:fs';

const text = readFileSync(process.argv[2] ?? '', 'utf8');
if (text === '') {
  console.error('jest ended without a result');
  process.exit(1);
}
const result = JSON.parse(text);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = result;
const skipped = numPendingTests + numTodoTests;
if (skipped > 0) console.log(`${skipped} skipped`);
console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`);
process.exitCode = result.success ? 0 : 1;
