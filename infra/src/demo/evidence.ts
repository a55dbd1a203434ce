// What the coordinator makes of a kept journal: the ledger as PDF, the signed snapshot in two stores, and its checks.
import { copyFileSync, cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { bagsIn, sizeOf, spoiledCopy, verify } from './check-bag.js'
import type { GatewayUser, Job } from './gateway-user.js'
import { grouped, type Phase } from './progress.js'

export type Evidence = {
  readonly ledger: { readonly file: string; readonly pages: number; readonly bytes: number }
  readonly snapshot: {
    readonly folder: string
    readonly bytes: number
    readonly files: number
    readonly copies: number
  }
  /** The file of the spoiled copy that verification named. */
  readonly named: string
}

type Wanted = {
  readonly schoolClassId: string
  readonly periodId: string
  readonly yearId: string
  /** Folder that holds the stores. */
  readonly stores: string
  readonly out: string
}

/** Prints, takes, downloads and verifies. Throws when anything is not as it has to be. */
export async function makeEvidence(
  coordinator: GatewayUser,
  wanted: Wanted,
  phase: Phase,
  say: (line: string) => void,
): Promise<Evidence> {
  const tell = (progress: number, step: string) =>
    say(`    ${String(Math.floor(progress * 100)).padStart(3)} % ${step}`)
  const file = join(wanted.out, 'journal.pdf')
  const ledger = await phase(
    (made: Evidence['ledger']) => `Журнал класса: листов ${made.pages}, ${kilobytes(made.bytes)}`,
    async () => {
      const { schoolClassId, periodId } = wanted
      const job = await coordinator.run('printClassJournal', { schoolClassId, periodId }, tell)
      const document = job.documents.find(({ mediaType }) => mediaType === 'application/pdf')
      if (!document) throw new Error('the job made no PDF')
      await coordinator.download(document.url, file)
      for (const other of job.documents.filter((one) => one !== document)) {
        const name = other.title.endsWith('.json') ? 'journal.proof.json' : `journal-${other.id.slice(0, 8)}`
        await coordinator.download(other.url, join(wanted.out, name))
      }
      return { file, pages: document.pages ?? 0, bytes: document.bytes }
    },
  )
  const taken = await phase(
    (job: Job) =>
      `Снимок: файлов ${job.snapshot?.files ?? 0}, ${kilobytes(job.snapshot?.bytes ?? 0)}, копии: ` +
      (job.snapshot?.copies.map((copy) => `${copy.store} — ${copy.state}`).join('; ') ?? ''),
    () => coordinator.run('takeSnapshot', { yearId: wanted.yearId }, tell),
  )
  const bag = join(wanted.out, 'snapshot')
  const copies = readdirSync(wanted.stores).flatMap((store) => bagsIn(join(wanted.stores, store)))
  const [first] = copies
  if (!first || taken.snapshot?.copies.some((copy) => copy.state !== 'WHOLE'))
    throw new Error('the snapshot is not whole')
  await phase(
    (said: string) => `Проверка снимка: ${said}`,
    async () => {
      cpSync(first, bag, { recursive: true })
      const whole = await verify(bag)
      if (whole.code !== 0) throw new Error(`the snapshot does not verify: ${whole.said}`)
      return whole.said.split('\n')[1]?.replace('✓', '').trim() ?? ''
    },
  )
  const named = await phase(
    (name: string) => `Испорчен один бит в копии: проверка назвала файл ${name}`,
    async () => {
      const copy = join(wanted.out, 'snapshot-spoiled')
      const spoiled = spoiledCopy(bag, copy)
      const broken = await verify(copy)
      if (broken.code !== 1 || !broken.said.includes(spoiled)) {
        throw new Error(`one bit of ${spoiled} was flipped, and verify said: ${broken.said}`)
      }
      return spoiled
    },
  )
  const snapshot = {
    folder: bag,
    bytes: sizeOf(bag),
    files: taken.snapshot?.files ?? 0,
    copies: copies.length,
  }
  return { ledger, snapshot, named }
}

export const kilobytes = (bytes: number): string =>
  bytes > 1_000_000
    ? `${grouped(Math.round(bytes / 100_000) / 10)} МБ`
    : `${grouped(Math.ceil(bytes / 1000))} КБ`

/** The output folder, made if it is not there, and the launcher's logs in it when something failed. */
export function keepLogs(data: string, out: string): void {
  mkdirSync(join(out, 'logs'), { recursive: true })
  for (const name of readdirSync(join(data, 'logs')))
    copyFileSync(join(data, 'logs', name), join(out, 'logs', name))
}
