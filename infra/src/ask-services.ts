// Commands that ask a running installation by its inner doors: replay, comparison, dead letters.
import { Complaint } from './complaint.js'
import type { ServiceName } from './launch/plan.js'
import { readRunFile, type RunFile } from './launch/run-file.js'
import { readSettings } from './launch/settings.js'

/** What runs on the data folder. Throws Complaint when nothing does. */
export function runningInstallation(): RunFile {
  const { data } = readSettings(process.env)
  const run = readRunFile(data)
  if (!run)
    throw new Complaint(
      `Журнал с данными ${data} не запущен: выполните npm start, команда идёт на работающем.`,
    )
  return run
}

/** What a service answers. Throws Complaint when it does not. */
export async function askService<T>(
  run: RunFile,
  name: ServiceName,
  path: string,
  body: object | undefined,
  deadlineMs: number,
): Promise<T> {
  const answer = await fetch(`${run.urls[name]}/internal/${path}`, {
    headers: { authorization: `Bearer ${run.internalToken}`, 'content-type': 'application/json' },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(deadlineMs),
  }).catch((error: unknown) => {
    throw new Complaint(`Служба ${name} не отвечает (${String(error)}): посмотрите её журнал в папке logs.`)
  })
  if (!answer.ok)
    throw new Complaint(
      `Служба ${name} не выполнила просьбу: ${answer.status} ${(await answer.text()).trim()}`,
    )
  return (await answer.json()) as T
}

/** Runs a command: a complaint is its one line, and what it was not able to do its exit code. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof Complaint ? error.message : error)
    process.exitCode = 1
  }
}
