// The job that issues logins: slips to print, or a letter to each one's own address.
import { createHash } from 'node:crypto'
import { everything } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { FileStore } from '../documents/documents.js'
import { JobFailure, type JobHands, type Makers } from '../jobs/run.js'
import { AddressRefused, type Mailer } from '../letters/mailer.js'
import { firstSteps } from './first-steps.js'
import { makeLogins, registerLetters, toldPassed, type LoginDetails, type Passed } from './login-details.js'
import { slipsOnSheet, typesetSlips } from './typeset-slips.js'

const peopleAtOnce = 100
/** Letters between two entries in the register: what a broken try may have sent without it. */
const lettersAtOnce = 10
/** Slips that nobody took are gone after a day (A1.3). */
const slipsLiveMs = 24 * 3_600_000

type Arguments = { personIds: string[]; delivery: 'PRINT' | 'EMAIL' }
export type IssueParts = {
  readonly files: FileStore
  readonly publicUrl: string
  readonly mailer: Mailer | null
}

/**
 * Another try makes new passwords: none is kept between two. Of letters it sends only those that the tries before did
 * not send.
 */
export function issueAccountsMaker(parts: IssueParts): Makers['ISSUE_ACCOUNTS'] {
  return async (hands, args) =>
    args.delivery === 'PRINT' ? printSlips(parts, hands, args) : sendLetters(parts, hands, args)
}

const chunks = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))

async function printSlips({ files, publicUrl }: IssueParts, hands: JobHands, args: Arguments): Promise<void> {
  const { job, graph } = hands
  const issued: LoginDetails[] = []
  const passed: Passed[] = []
  for (const [i, personIds] of chunks(args.personIds, peopleAtOnce).entries()) {
    const asked = {
      schoolId: job.schoolId,
      account: job.startedByAccount,
      personIds,
      delivery: 'PRINT' as const,
    }
    const made = await makeLogins(graph, asked)
    issued.push(...made.issued)
    passed.push(...made.passed)
    const done = Math.min(args.personIds.length, (i + 1) * peopleAtOnce)
    await hands.step((0.7 * done) / args.personIds.length, `Выдано: ${done} из ${args.personIds.length}`)
  }
  const told = toldPassed(passed)
  if (issued.length === 0) throw new JobFailure(told ?? 'Выдавать некому.')
  const slips = issued.toSorted(byClassAndName)
  await hands.step(0.8, 'Верстаются листки')
  const school = await schoolName(hands)
  const pdf = await typesetSlips({ school, address: publicUrl, steps: firstSteps, slips: slips.map(onSlip) })
  const sha256 = await files.keep(pdf)
  try {
    await hands.finish(async (tx) => {
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, pages, about, data_hash,
          data_sha256, readers, created_at, once_only, expires_at)
        values (${newId()}, ${job.schoolId}, ${job.id}, ${job.title}, ${`${job.title.replaceAll('/', '-')}.pdf`}, 'application/pdf',
          ${pdf.byteLength}, ${sha256}, ${Math.ceil(slips.length / slipsOnSheet)}, ${`SLIPS ${job.id}`}, ${noDataSet(job.id)}, ${noDataSet(job.id)},
          ${JSON.stringify({ roles: [], classes: [], persons: [job.startedById] })}::jsonb, ${hands.clock()}, true,
          ${new Date(hands.clock().getTime() + slipsLiveMs)})`)
      await tx.sql(sql`update job set step = ${told} where id = ${job.id}`)
    })
  } catch (error) {
    // Taken over or cancelled meanwhile: nobody will ever fetch these slips.
    await files.wipe(sha256)
    throw error
  }
}

/** Slips have no data set beside them: what stands for its hash says which job they are of. */
const noDataSet = (jobId: string): string => createHash('sha256').update(`slips ${jobId}`).digest('hex')

const onSlip = ({ fullName, className, username, password }: LoginDetails) => ({
  fullName,
  className,
  username,
  password,
})

const collator = new Intl.Collator('ru', { numeric: true })
const byClassAndName = (a: LoginDetails, b: LoginDetails): number =>
  collator.compare(a.className ?? '', b.className ?? '') || collator.compare(a.fullName, b.fullName)

async function schoolName({ db, job }: JobHands): Promise<string> {
  const [school] = await db.read<{ name: string }>(
    everything,
    sql`select name from ref_school where id = ${job.schoolId}`,
  )
  return school?.name ?? ''
}

async function sendLetters(
  { mailer, publicUrl }: IssueParts,
  hands: JobHands,
  args: Arguments,
): Promise<void> {
  const { job, graph } = hands
  if (!mailer) throw new JobFailure('Почта не настроена: распечатайте листки.')
  const sentBefore = await sentOf(hands)
  const left = args.personIds.filter((id) => !sentBefore.has(id))
  const passed: Passed[] = []
  const school = await schoolName(hands)
  let sent = sentBefore.size
  for (const personIds of chunks(left, lettersAtOnce)) {
    const asked = {
      schoolId: job.schoolId,
      account: job.startedByAccount,
      personIds,
      delivery: 'EMAIL' as const,
    }
    const made = await makeLogins(graph, asked)
    passed.push(...made.passed)
    const letters: LoginDetails[] = []
    for (const one of made.issued) {
      const gone = await sendOne(mailer, one, school, publicUrl)
      if (!gone)
        passed.push({ personId: one.personId, fullName: one.fullName, why: 'почта не приняла адрес' })
      if (!gone) continue
      letters.push(one)
      await keepSent(hands, one.personId)
    }
    sent += letters.length
    const register = letters.map((one) => ({ personId: one.personId, toName: one.fullName }))
    await registerLetters(graph, { schoolId: job.schoolId, account: job.startedByAccount, letters: register })
    await hands.step((0.95 * (sent + passed.length)) / args.personIds.length, `Отправлено писем: ${sent}`)
  }
  const told = toldPassed(passed)
  if (sent === 0) throw new JobFailure(told ?? 'Выдавать некому.')
  await hands.finish(async (tx) => {
    await tx.sql(sql`update job set step = ${told ?? `Отправлено писем: ${sent}`} where id = ${job.id}`)
  })
}

/** False where the address takes no letters; an error where the server does not answer. */
async function sendOne(mailer: Mailer, one: LoginDetails, school: string, address: string): Promise<boolean> {
  const text = [
    `${one.fullName}, для вас открыт вход в электронный журнал.`,
    school,
    '',
    `Адрес: ${address}`,
    `Логин: ${one.username}`,
    `Временный пароль: ${one.password}`,
    '',
    ...firstSteps.slice(0, 2),
    '3. Войдите в течение 7 рабочих дней, затем удалите это письмо.',
  ].join('\n')
  try {
    await mailer.send({ to: one.email ?? '', subject: 'Вход в электронный журнал', text })
    return true
  } catch (error) {
    if (error instanceof AddressRefused) return false
    throw error
  }
}

async function sentOf({ db, job }: JobHands): Promise<Set<string>> {
  const rows = await db.read<{ id: string }>(
    everything,
    sql`select person_id as id from issue_letter where job_id = ${job.id}`,
  )
  return new Set(rows.map((row) => row.id))
}

async function keepSent({ db, job, clock }: JobHands, personId: string): Promise<void> {
  await db.write(everything, (tx) =>
    tx.sql(sql`insert into issue_letter (job_id, person_id, school_id, sent_at)
      values (${job.id}, ${personId}, ${job.schoolId}, ${clock()}) on conflict do nothing`),
  )
}
