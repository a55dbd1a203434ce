// `npm run faults`: see docs/operations.md. Ends with 1 when anything was lost, doubled or is not as it should be.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isFault, table, type Fault } from './result.js'
import { runScenarios } from './scenarios.js'

const { values } = parseArgs({
  options: { short: { type: 'boolean' }, json: { type: 'string' }, only: { type: 'string' } },
})
const faults: Fault[] = []
const from = Date.now()
await runScenarios(
  { short: values.short ?? false, only: values.only },
  (line) => console.log(line),
  (fault) => faults.push(fault),
)
console.log(`\n${table(faults)}\n`)
const broken = faults.filter(isFault)
const skipped = faults.filter((fault) => fault.notRun)
console.log(
  `${faults.length - skipped.length} scenarios in ${((Date.now() - from) / 1000).toFixed(0)} s: ` +
    (broken.length > 0
      ? `FAULTS in ${broken.map((fault) => fault.scenario).join(', ')}`
      : 'nothing lost, doubled or changed') +
    (skipped.length > 0 ? `; ${skipped.length} not run` : ''),
)
if (values.json) {
  const report = { at: new Date().toISOString(), short: values.short ?? false, faults }
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
}
process.exit(broken.length > 0 || faults.length === 0 ? 1 : 0)
