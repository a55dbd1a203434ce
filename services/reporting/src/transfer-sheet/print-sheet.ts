// A pupil's current marks as a signed sheet on leaving (settled.md, Contingent): for the next school, which enters them as
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
import { mayPrintTransfer, readersOfTransfer, type PupilPlace } from '../policy.js'
import { placesOf } from '../portfolio/portfolio.js'
import { transferSheet, type AbsenceTold, type SubjectTold, type TransferSheet } from './sheet-data.js'
import { typesetSheet } from './typeset-sheet.js'

export type PrintTransferSheetInput = { requestId?: string | null; pupilId: string }

/** Starts the sheet. Code: NOT_FOUND. */
export async function printTransferSheet(ctx: Ctx, input: PrintTransferSheetInput) {
  return mutation(ctx.db, ctx.scope, 'printTransferSheet', input, async (tx) => {
    const [pupil] = await tx.sql<PupilPlace>(
      placesOf(ctx.now, sql`p.id::text = ${input.pupilId.toLowerCase()}`),
    )
    if (!pupil || !mayPrintTransfer(ctx.viewer, pupil)) return notFound('pupilId')
    // No name: the title stands in the log, where nothing can be erased.
    const title = 'Лист текущих отметок'
    const args = { pupilId: pupil.id, classIds: [...pupil.ownClassIds] }
    return { job: await startJob(ctx, tx, pupil.schoolId, 'PRINT_TRANSFER_SHEET', title, args) }
  })
}

// The birth date is one of the data whose reading roster's log keeps: it says who had the sheet made, and by which right.
const pupilQuery = `query PupilForSheet($id: ID!, $school: ID!) {
  school(id: $school) { name shortName timeZone }
  viewer { person { fullName } }
  pupil(id: $id) {
    fullName birthDate
    memberships { from until schoolClass { id name grade classTeacher { fullName }
      year { id name startsOn endsOn periods { id name kind startsOn endsOn fromGrade toGrade } } } }
  }
  workKinds(schoolId: $school) { kind title }
}`
type ClassTold = {
  id: string
  name: string
  grade: number
  classTeacher: { fullName: string | null } | null
  year: {
    id: string
    name: string
    startsOn: string
    endsOn: string
    periods: PeriodTold[]
  }
}
type PeriodTold = {
  id: string
  name: string
  kind: string
  startsOn: string
  endsOn: string
  fromGrade: number
  toGrade: number
}
type MembershipTold = { from: string; until: string | null; schoolClass: ClassTold | null }
type PupilTold = {
  school: { name: string; shortName: string; timeZone: string } | null
  viewer: { person: { fullName: string | null } | null } | null
  pupil: { fullName: string | null; birthDate: string | null; memberships: MembershipTold[] | null } | null
  workKinds: { kind: string; title: string }[] | null
}

const marksQuery = `query MarksForSheet($id: ID!, $period: ID!, $from: Date!, $yearFrom: Date!, $to: Date!) {
  pupil(id: $id) {
    subjects(periodId: $period) {
      subjectName teacherName withoutAttestation mean weightedMean missed late
      marks { value date comment source retaken retakeOf work { kind title weight } }
      periodMarks { periodId periodName kind value } exam { value } final { value }
    }
  }
  ofPeriod: absencesOf(pupilId: $id, from: $from, to: $to) { date effective }
  ofYear: absencesOf(pupilId: $id, from: $yearFrom, to: $to) { date effective }
}`
type MarksTold = {
  pupil: { subjects: SubjectTold[] | null } | null
  ofPeriod: AbsenceTold[] | null
  ofYear: AbsenceTold[] | null
}

const gone = 'Такого ученика нет, или у вас больше нет к нему доступа.'

/** The sheet as PDF/A-3b with its data attached, for those who may have it made and the class teacher. */
export function transferSheetMaker(files: FileStore, publicUrl: string): Makers['PRINT_TRANSFER_SHEET'] {
  return async (hands, { pupilId, classIds }) => {
    const { job: taken, graph, step } = hands
    const ask = await graph.as(taken.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    const sheet = await sheetOf(hands, ask, pupilId)
    await step(0.5, 'Верстается')
    const data = canonicalJson(sheet)
    const hash = createHash('sha256').update(data).digest('hex')
    const verifyUrl = `${publicUrl.replace(/\/$/, '')}/verify/${hash}`
    const at = Math.floor(taken.createdAt.getTime() / 1000)
    const pdf = await typesetSheet({ data, hash, verifyUrl, at })
    await step(0.9, 'Сохраняется')
    const [sha256, dataSha256] = await Promise.all([files.keep(pdf), files.keep(Buffer.from(data))])
    const title = `Лист текущих отметок: ${sheet.pupil.fullName}`
    const readers = JSON.stringify(readersOfTransfer(classIds, taken.startedById))
    await hands.finish(async (tx) => {
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash,
          data_sha256, readers, created_at)
        values (${newId()}, ${taken.schoolId}, ${taken.id}, ${title}, ${`${title.replaceAll(/[/:]/g, '-')}.pdf`}, 'application/pdf',
          ${pdf.byteLength}, ${sha256}, ${`TRANSFER_SHEET ${pupilId}`}, ${hash}, ${dataSha256}, ${readers}::jsonb, ${hands.clock()})`)
    })
  }
}

async function sheetOf(hands: JobHands, ask: Asker, pupilId: string): Promise<TransferSheet> {
  const { job: taken, graph, step } = hands
  const { school, viewer, pupil, workKinds } = await ask<PupilTold>(pupilQuery, {
    id: pupilId,
    school: taken.schoolId,
  })
  if (!school || !pupil?.memberships || !pupil.fullName) throw new JobFailure(gone)
  const today = dayIn(school.timeZone, taken.createdAt)
  const place = placeOn(pupil.memberships, today)
  if (!place) throw new JobFailure('Ученик ещё не был ни в одном классе: отметок нет.')
  const { schoolClass, period, span } = place
  await step(0.1, 'Собираются отметки')
  const { told, point } = await quietly(graph, taken.schoolId, () =>
    ask<MarksTold>(marksQuery, {
      id: pupilId,
      period: period.id,
      from: period.startsOn,
      yearFrom: schoolClass.year.startsOn,
      to: place.until,
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

/** The last class that the pupil was in by that day, and the period that their last day there is of, or came after. */
export function placeOn(memberships: readonly MembershipTold[], today: string) {
  const begun = memberships
    .filter((one) => one.schoolClass && one.from <= today)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))
  const last = begun[0]
  if (!last?.schoolClass) return null
  const schoolClass = last.schoolClass
  const until = [today, last.until ?? today, schoolClass.year.endsOn].toSorted()[0] ?? today
  const period = schoolClass.year.periods
    .filter(
      (one) => one.kind !== 'YEAR' && one.fromGrade <= schoolClass.grade && schoolClass.grade <= one.toGrade,
    )
    .toSorted((a, b) => (a.startsOn < b.startsOn ? 1 : -1))
    .find((one) => one.startsOn <= until)
  return period ? { schoolClass, period, until, span: { from: last.from, until: last.until } } : null
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
