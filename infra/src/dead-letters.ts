// `npm run dead-letters -- list | retry ID`: what was refused each time and holds up nobody, with its reason.
import type { DeadLetter } from '@zhurnal/kit/dead-letters'
import { askService, command, runningInstallation } from './ask-services.js'
import { Complaint } from './complaint.js'
import { serviceNames } from './launch/plan.js'
import type { RunFile } from './launch/run-file.js'

const usage = 'npm run dead-letters -- list | retry ID'
const deadlineMs = 60_000

type Tried = { readonly outcome: 'DONE' | 'SENT' | 'REFUSED' | 'NOT_HERE'; readonly reason?: string }

await command(async () => {
  const [what = 'list', id] = process.argv.slice(2)
  const run = runningInstallation()
  if (what === 'list' && id === undefined) return list(run)
  if (what === 'retry' && id !== undefined) return retry(run, id)
  throw new Complaint(`Так: ${usage}`)
})

async function list(run: RunFile): Promise<void> {
  let count = 0
  for (const service of serviceNames) {
    const { letters } = await askService<{ letters: DeadLetter[] }>(
      run,
      service,
      'dead-letters',
      undefined,
      deadlineMs,
    )
    for (const letter of letters) {
      count += 1
      const what = letter.kind === 'JOB' ? 'задание' : 'событие'
      console.log(
        `${service}  ${letter.id}  ${what} ${letter.name}, попыток ${letter.attempts}, ${String(letter.at)}`,
      )
      console.log(`  школа ${letter.schoolId}; причина: ${letter.reason}`)
    }
  }
  console.log(
    count === 0 ? 'Ничего не отложено.' : `Отложено: ${count}. Повторить: npm run dead-letters -- retry ID`,
  )
}

async function retry(run: RunFile, id: string): Promise<void> {
  for (const service of serviceNames) {
    const { letters } = await askService<{ letters: DeadLetter[] }>(
      run,
      service,
      'dead-letters',
      undefined,
      deadlineMs,
    )
    const letter = letters.find((one) => one.id === id)
    if (!letter) continue
    if (letter.kind === 'JOB')
      throw new Complaint('Задание повторяет тот, кто его запустил: «Повторить» в списке заданий на портале.')
    const { outcome, reason } = await askService<Tried>(run, service, 'dead-letters', { id }, deadlineMs)
    if (outcome === 'REFUSED') throw new Complaint(`Снова отказ: ${reason ?? ''}`)
    return void console.log(outcome === 'SENT' ? 'Отправлено ещё раз.' : 'Применено.')
  }
  throw new Complaint(`Среди отложенного нет ${id}.`)
}
