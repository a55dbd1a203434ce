// Reads Jest's JSON and ends with one line, "N passed, N failed, N skipped". Fails on any failure, and when no test
// ran at all: a suite that finds nothing has proved nothing.
import { readFileSync } from 'node:fs'

const outcome = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
// A file that cannot even be loaded holds no failed test, and is a failure.
const failed = outcome.numFailedTests + outcome.numRuntimeErrorTestSuites
const skipped = outcome.numPendingTests + outcome.numTodoTests
console.log(`${outcome.numPassedTests} passed, ${failed} failed, ${skipped} skipped`)
if (failed > 0 || !outcome.success || outcome.numPassedTests === 0) process.exitCode = 1
