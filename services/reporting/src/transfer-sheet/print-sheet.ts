// A pupil's current marks as a signed sheet on leaving (A1.17): for the next school, which enters them as
// marks of another one.
import { createHash } from 'node:crypto'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import type { FileStore } from '../documents/documents.js'
import { checkpointOf, type Asker, type Graph, type LogPoint } from '../graph.js'
import { startJob } from '../jobs/jobs.js'
import { job } from '../jobs/jobs.resolvers.js'
import { JobFailure, type JobHands, type Makers } from '../jobs/run.js'
import { canonicalJson } from '../ledger/canonical.js'
import { mayPrintSheet, readersOfSheet, type PupilPlace } from '../policy.js'
import { placesOf } from '../portfolio/portfolio.js'
import { transferSheet, type AbsenceTold, type SubjectTold, type TransferSheet } from './sheet-data.js'
import { typesetSheet } from './typeset-sheet.js'

export type PrintTransferSheetInput = { requestId?: string | null; pupilId: string; periodId: string }

/** Starts the sheet. Code: NOT_FOUND. */
export async function printTransferSheet(ctx: Ctx, input: PrintTransferSheetInput) {
  return mutation(ctx.db, ctx.scope, 'printTransferSheet', input, async (tx) => {
    const [pupil] = await tx.sql<PupilPlace>(
      placesOf(ctx.now, sql`p.id::text = ${input.pupilId.toLowerCase()}`),
    )
    if (!pupil || !mayPrintSheet(ctx.viewer, pupil)) return notFound('pupilId')
    const [period] = await tx.sql<{ id: string }>(
      sql`select id from ref_period where id::text = ${input.periodId.toLowerCase()} and school_id = ${pupil.schoolId}`,
    )
    if (!period) return notFound('periodId')
    // No name: the title stands in the log, where nothing can be erased.
    const title = 'Лист текущих отметок'
    const args = { pupilId: pupil.id, periodId: period.id }
    return { job: await startJob(ctx, tx, pupil.schoolId, 'PRINT_TRANSFER_SHEET', title, args) }
  })
}

// Who sees the birth date has it on the sheet, and roster's log of reading keeps that they looked, by which right.
const pupilQuery = `query PupilForSheet($id: ID!, $school: ID!) {
  school(id: $school) { name shortName timeZone }
  viewer { person { fullName } }
  pupil(id: $id) {
    fullName birthDate
    memberships { from until schoolClass { name classTeacher { fullName }
      year { name startsOn endsOn periods { id name startsOn endsOn } } } }
  }
  workKinds(schoolId: $school) { kind title }
}`
type ClassTold = {
  name: string
  classTeacher: { fullName: string | null } | null
  year: { name: string; startsOn: string; endsOn: string; periods: PeriodTold[] }
}
type PeriodTold = { id: string; name: string; startsOn: string; endsOn: string }
type MembershipTold = { from: string; until: string | null; schoolClass: ClassTold | null }
type PupilTold = {
  school: { name: string; shortName: string; timeZone: string } | null
  viewer: { person: { fullName: string | null } | null } | null
  pupil: { fullName: string | null; birthDate: string | null; memberships: MembershipTold[] | null } | null
  workKinds: { kind: string; title: string }[] | null
}

const marksQuery = `query MarksForSheet($id: ID!, $period: ID!, $from: Date!, $to: Date!, $yearFrom: Date!, $yearTo: Date!) {
  pupil(id: $id) {
    subjects(periodId: $period) {
      subjectName teacherName withoutAttestation mean weightedMean missed late
      marks { value date comment source retaken retakeOf work { kind title weight } }
      periodMarks { periodId periodName kind value } exam { value } final { value }
    }
  }
  ofPeriod: absencesOf(pupilId: $id, from: $from, to: $to) { date effective }
  ofYear: absencesOf(pupilId: $id, from: $yearFrom, to: $yearTo) { date effective }
}`
type MarksTold = {
  pupil: { subjects: SubjectTold[] | null } | null
  ofPeriod: AbsenceTold[] | null
  ofYear: AbsenceTold[] | null
}

const gone = 'Такого ученика нет, или у вас больше нет к нему доступа.'

/** The sheet as PDF/A-3b with its data attached, for those who may have it made and the class teacher. */
export function transferSheetMaker(files: FileStore, publicUrl: string): Makers['PRINT_TRANSFER_SHEET'] {
  return async (hands, { pupilId, periodId }) => {
    const { job: taken, graph, step } = hands
    const ask = await graph.as(taken.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    const sheet = await sheetOf(hands, ask, pupilId, periodId)
    await step(0.5, 'Верстается')
    const data = canonicalJson(sheet)
    const hash = createHash('sha256').update(data).digest('hex')
    const verifyUrl = `${publicUrl.replace(/\/$/, '')}/verify/${hash}`
    const at = Math.floor(taken.createdAt.getTime() / 1000)
    const pdf = await typesetSheet({ data, hash, verifyUrl, at })
    await step(0.9, 'Сохраняется')
    const [sha256, dataSha256] = await Promise.all([files.keep(pdf), files.keep(Buffer.from(data))])
    const title = `Текущие отметки: ${sheet.pupil.fullName}, ${sheet.pupil.className}, ${sheet.period.name}`
    await hands.finish(async (tx) => {
      const [pupil] = await tx.sql<PupilPlace>(placesOf(hands.clock(), sql`p.id = ${pupilId}`))
      const readers = JSON.stringify(readersOfSheet(pupil?.ownClassIds ?? [], taken.startedById))
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash,
          data_sha256, readers, created_at)
        values (${newId()}, ${taken.schoolId}, ${taken.id}, ${title}, ${`${title.replaceAll(/[/:]/g, '-')}.pdf`}, 'application/pdf',
          ${pdf.byteLength}, ${sha256}, ${`TRANSFER_SHEET ${pupilId} ${periodId}`}, ${hash}, ${dataSha256}, ${readers}::jsonb, ${hands.clock()})`)
    })
  }
}

async function sheetOf(
  hands: JobHands,
  ask: Asker,
  pupilId: string,
  periodId: string,
): Promise<TransferSheet> {
  const { job: taken, graph, step } = hands
  const { school, viewer, pupil, workKinds } = await ask<PupilTold>(pupilQuery, {
    id: pupilId,
    school: taken.schoolId,
  })
  if (!school || !pupil?.memberships || !pupil.fullName) throw new JobFailure(gone)
  const today = dayIn(school.timeZone, taken.createdAt)
  const place = placeIn(pupil.memberships, periodId, today)
  if (!place) throw new JobFailure('В этом периоде ученик ещё не учился в этой школе: отметок нет.')
  const { schoolClass, period, span } = place
  await step(0.1, 'Собираются отметки')
  const { told, point } = await quietly(graph, taken.schoolId, () =>
    ask<MarksTold>(marksQuery, {
      id: pupilId,
      period: period.id,
      from: period.startsOn,
      yearFrom: schoolClass.year.startsOn,
      to: place.until < period.endsOn ? place.until : period.endsOn,
      yearTo: place.until,
    }),
  )
  if (!told.pupil?.subjects || !told.ofPeriod || !told.ofYear) throw new JobFailure(gone)
  const { origin, size, root: rootHash, note: noteText } = point
  return transferSheet({
    school: { name: school.name, shortName: school.shortName },
    pupil: { fullName: pupil.fullName, birthDate: pupil.birthDate, className: schoolClass.name },
    span,
    classTeacher: schoolClass.classTeacher?.fullName ?? '',
    yearName: schoolClass.year.name,
    period,
    until: place.until,
    subjects: told.pupil.subjects,
    absences: { period: told.ofPeriod, year: told.ofYear },
    kinds: new Map((workKinds ?? []).map(({ kind, title }) => [kind, title])),
    printedAt: taken.createdAt.toISOString(),
    printedBy: viewer?.person?.fullName ?? '',
    log: { origin, size, rootHash, noteText },
  })
}

/** The last class of the period's year that the pupil was in by that day, and until when the sheet speaks of them. */
export function placeIn(memberships: readonly MembershipTold[], periodId: string, today: string) {
  for (const { from, until, schoolClass } of memberships.toSorted((a, b) => (a.from < b.from ? 1 : -1))) {
    const period = schoolClass?.year.periods.find(({ id }) => id === periodId)
    if (!schoolClass || !period || from > today) continue
    const last = [today, until ?? today, schoolClass.year.endsOn].toSorted()[0] ?? today
    return { schoolClass, period, until: last, span: { from, until } }
  }
  return null
}

const triesAtMost = 8

/** An answer between two checkpoints of the same size: what it says is what the log says at that place. */
async function quietly<T>(
  graph: Graph,
  schoolId: string,
  read: () => Promise<T>,
): Promise<{ told: T; point: LogPoint }> {
  let before = await checkpointOf(graph, 'gradebook', schoolId)
  for (let i = 0; i < triesAtMost; i += 1) {
    const told = await read()
    const after = await checkpointOf(graph, 'gradebook', schoolId)
    if (after.size === before.size) return { told, point: before }
    before = after
  }
  throw new Error('the log moved while the sheet was read, each time')
}

export const transferSheetResolvers = {
  Mutation: {
    printTransferSheet: (_: unknown, { input }: { input: PrintTransferSheetInput }, ctx: Ctx) =>
      printTransferSheet(ctx, input),
  },
  PrintTransferSheetPayload: {
    job: (answer: { job?: { id: string } | null }, _: unknown, ctx: Ctx) =>
      answer.job ? job(ctx, answer.job.id) : null,
  },
}
