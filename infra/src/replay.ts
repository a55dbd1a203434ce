// `npm run replay [-- --school ID] [--consumer NAME] [--service NAME]`: asks the services of the installation that
// runs on the data folder to send their facts anew, for a consumer that is new or has lost its tables.
import { parseArgs } from 'node:util'
import { Complaint } from './complaint.js'
import { serviceNames, type ServiceName } from './launch/plan.js'
import { readRunFile } from './launch/run-file.js'
import { readSettings } from './launch/settings.js'

const usage =
  'npm run replay [-- --school ID] [--consumer ИМЯ] [--service roster|schedule|gradebook|reporting]'

// A school's whole year is read and written down before the answer comes.
const deadlineMs = 600_000

async function main(): Promise<void> {
  const { school, consumer, service } = readArguments()
  const { data } = readSettings(process.env)
  const run = readRunFile(data)
  if (!run)
    throw new Complaint(
      `Журнал с данными ${data} не запущен: выполните npm start, повтор идёт на работающем.`,
    )
  const body = JSON.stringify({ ...(school ? { schoolId: school } : {}), ...(consumer ? { consumer } : {}) })
  for (const name of service ? [service] : serviceNames) {
    console.log(`${name}: ${await ask(name, run.urls[name], run.internalToken, body)}`)
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

async function ask(name: ServiceName, url: string, token: string, body: string): Promise<string> {
  const answer = await fetch(`${url}/internal/replay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(deadlineMs),
  }).catch((error: unknown) => {
    throw new Complaint(`Служба ${name} не отвечает (${String(error)}): посмотрите её журнал в папке logs.`)
  })
  const said = (await answer.text()).trim()
  if (!answer.ok) throw new Complaint(`Служба ${name} не повторила события: ${answer.status} ${said}`)
  return said || 'события отправлены'
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Complaint ? error.message : error)
  process.exitCode = 1
}
