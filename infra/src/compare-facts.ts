// `npm run compare-facts [-- --school ID]`: what the services do each night, now. Each compares what it keeps of the
// others' facts with what they hold, and mends what differs. Ends with 1 when something differs still.
import { parseArgs } from 'node:util'
import type { Compared } from '@zhurnal/kit/night'
import { askService, command, runningInstallation } from './ask-services.js'

// Some seconds a school with a year of lessons; events under way are waited for.
const deadlineMs = 3_600_000

const outcomes = {
  EQUAL: 'сходится',
  MENDED: 'исправлено',
  DIFFERS: 'НЕ ИСПРАВЛЕНО',
  UNDER_WAY: 'события ещё в пути, повторите позже',
  UNREACHABLE: 'владелец не отвечает',
} as const

await command(async () => {
  const { school } = parseArgs({ options: { school: { type: 'string' } } }).values
  const run = runningInstallation()
  let left = 0
  // Upstream first: what is mended there is told on from there.
  for (const service of ['schedule', 'gradebook', 'reporting'] as const) {
    const body = school ? { schoolId: school } : {}
    const { looked, findings } = await askService<Compared>(run, service, 'compare', body, deadlineMs)
    console.log(`${service}: сверено ${looked}, расхождений ${findings.length}`)
    for (const { kind, schoolId, missing, changed, extra, outcome } of findings) {
      if (outcome !== 'MENDED') left += 1
      const counts = `не хватало ${missing}, отличалось ${changed}, лишних ${extra}`
      console.log(`  ${kind}, школа ${schoolId || '—'}: ${counts}; ${outcomes[outcome]}`)
    }
  }
  if (left > 0) process.exitCode = 1
})
