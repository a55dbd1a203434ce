// The blank page of the day: printed ahead, filled by pen when there is no power or network, entered later «с бумаги».
import { createHash } from 'node:crypto'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import type { FileStore } from '../documents/documents.js'
import type { Asker } from '../graph.js'
import { startJob } from '../jobs/jobs.js'
import { job } from '../jobs/jobs.resolvers.js'
import { JobFailure, type Makers } from '../jobs/run.js'
import { mayPrintClass, readersOfBlankPages } from '../policy.js'
import { blankPage, type BlankPage, type ClassTold, type LessonTold } from './page-data.js'
import { typesetPages } from './typeset-pages.js'

export type PrintBlankPagesInput = { requestId?: string | null; schoolClassIds: string[]; date: string }

const classesAtMost = 100

/** «24 ноября 2026» of a calendar day. */
const dayInWords = (day: string): string =>
  new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
    .format(new Date(`${day}T00:00:00Z`))
    .replace(/\s*г\.$/, '')

/** Starts blank pages of a day for classes of one school. Codes: NOT_FOUND, BAD_INPUT. */
export async function printBlankPages(ctx: Ctx, input: PrintBlankPagesInput) {
  return mutation(ctx.db, ctx.scope, 'printBlankPages', input, async (tx) => {
    const classIds = [...new Set(input.schoolClassIds.map((id) => id.toLowerCase()))]
    if (classIds.length === 0) refuse('BAD_INPUT', 'Выберите классы.', 'schoolClassIds')
    if (classIds.length > classesAtMost)
      refuse('BAD_INPUT', `Не больше ${classesAtMost} классов за один раз.`, 'schoolClassIds')
    const rows = await tx.sql<{ id: string; schoolId: string }>(
      sql`select k.id, k.school_id as "schoolId" from ref_class k where k.id::text = any(${classIds}) and not k.removed`,
    )
    const schoolId = rows[0]?.schoolId
    if (rows.length < classIds.length || !schoolId) return notFound('schoolClassIds')
    if (rows.some((one) => one.schoolId !== schoolId || !mayPrintClass(ctx.viewer, schoolId, one.id)))
      return notFound('schoolClassIds')
    const title = `Чистые страницы на ${dayInWords(input.date)}, классов: ${classIds.length}`
    return {
      job: await startJob(ctx, tx, schoolId, 'PRINT_BLANK_PAGES', title, { classIds, date: input.date }),
    }
  })
}

const question = `query BlankPage($school: ID!, $class: ID!, $date: Date!) {
  school(id: $school) { name }
  schoolClass(id: $class) { name pupils(on: $date) { id fullName } }
  lessons(from: $date, to: $date, schoolId: $school, schoolClassId: $class) {
    number startsAt state teacherName course { learnersName subject { name } group { name } }
  }
}`
type Told = { school: { name: string } | null; schoolClass: ClassTold | null; lessons: LessonTold[] | null }

/** One sheet a class, two sides: who is absent, and what was taught. */
export function blankPagesMaker(files: FileStore): Makers['PRINT_BLANK_PAGES'] {
  return async (hands, { classIds, date }) => {
    const { job: taken, graph, step } = hands
    const ask = await graph.as(taken.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    const classes: BlankPage[] = []
    let school = ''
    for (const [i, id] of classIds.entries()) {
      const told = await toldOf(ask, taken.schoolId, id, date)
      school = told.school
      classes.push(told.page)
      await step(0.05 + (0.6 * (i + 1)) / classIds.length, `Собраны классы: ${i + 1} из ${classIds.length}`)
    }
    if (classes.every((one) => one.lessons.length === 0))
      throw new JobFailure(`${dayInWords(date)} уроков по расписанию нет: печатать нечего.`)
    await step(0.7, 'Верстается')
    const task = { school, day: dayInWords(date), classes: classes.filter((one) => one.lessons.length > 0) }
    const pdf = await typesetPages(task)
    await step(0.95, 'Сохраняется')
    const data = Buffer.from(JSON.stringify(task))
    const [sha256, dataSha256] = await Promise.all([files.keep(pdf), files.keep(data)])
    const dataHash = createHash('sha256').update(data).digest('hex')
    const title = `Чистые страницы на ${dayInWords(date)}`
    const about = ['BLANK_PAGES', date, ...classIds.toSorted()].join(' ')
    const readers = JSON.stringify(readersOfBlankPages(classIds, taken.startedById))
    await hands.finish(async (tx) => {
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, pages, about, data_hash,
          data_sha256, readers, created_at)
        values (${newId()}, ${taken.schoolId}, ${taken.id}, ${title}, ${`${title}.pdf`}, 'application/pdf', ${pdf.byteLength}, ${sha256},
          ${2 * task.classes.length}, ${about}, ${dataHash}, ${dataSha256}, ${readers}::jsonb, ${hands.clock()})`)
    })
  }
}

async function toldOf(
  ask: Asker,
  schoolId: string,
  classId: string,
  date: string,
): Promise<{ school: string; page: BlankPage }> {
  const told = await ask<Told>(question, { school: schoolId, class: classId, date })
  if (!told.school || !told.schoolClass)
    throw new JobFailure('Такого класса нет, или у вас больше нет к нему доступа.')
  // A page without its lessons would send a class to school with an empty sheet.
  if (!told.lessons) throw new Error('the schedule did not answer for its lessons')
  return { school: told.school.name, page: blankPage(told.schoolClass, told.lessons) }
}

export const blankPagesResolvers = {
  Mutation: {
    printBlankPages: (_: unknown, { input }: { input: PrintBlankPagesInput }, ctx: Ctx) =>
      printBlankPages(ctx, input),
  },
  PrintBlankPagesPayload: {
    job: (answer: { job?: { id: string } | null }, _: unknown, ctx: Ctx) =>
      answer.job ? job(ctx, answer.job.id) : null,
  },
}
