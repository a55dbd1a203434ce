// `npm run replay [-- --school ID] [--consumer NAME] [--service NAME]`: asks the services of the installation that
// runs on the data folder to send their facts anew, for a consumer that is new or has lost its tables.
import { parseArgs } from 'node:util'
import { Complaint } from './complaint.js'
import { askService, command, runningInstallation } from './ask-services.js'
import { serviceNames } from './launch/plan.js'

const usage =
  'npm run replay [-- --school ID] [--consumer ИМЯ] [--service roster|schedule|gradebook|reporting]'

// A school's whole year is read and written down before the answer comes.
const deadlineMs = 600_000

async function main(): Promise<void> {
  const { school, consumer, service } = readArguments()
  const run = runningInstallation()
  const body = { ...(school ? { schoolId: school } : {}), ...(consumer ? { consumer } : {}) }
  for (const name of service ? [service] : serviceNames) {
    const { schools } = await askService<{ schools: number }>(run, name, 'replay', body, deadlineMs)
    console.log(`${name}: события отправлены, школ: ${schools}`)
  }
}

function readArguments() {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({ options: { school: text, consumer: text, service: text } })
    const service = serviceNames.find((name) => name === values.service)
    if (values.service !== undefined && !service) throw new Error(`нет службы ${values.service}`)
    return { school: values.school, consumer: values.consumer, service }
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : String(error)}. Так: ${usage}`)
  }
}

await command(main)
