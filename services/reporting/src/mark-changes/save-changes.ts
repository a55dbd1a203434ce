// The report of mark changes (3.8) as two files, read page by page: neither the answer nor a file is ever whole in memory.
import { open, rm } from 'node:fs/promises'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import type { FileStore, KeptFile } from '../documents/documents.js'
import type { Asker } from '../graph.js'
import { startJob } from '../jobs/jobs.js'
import { job } from '../jobs/jobs.resolvers.js'
import { JobFailure, type JobHands, type Makers } from '../jobs/run.js'
import { fullDate, grouped } from '../ledger/wording.js'
import { readersOfMarkChanges, seesJobs } from '../policy.js'
import { schoolMeant } from '../schools.js'
import { Clock, columns, csvLine, sheetRow, textsOf, type ChangeTold } from './report-rows.js'
import { rowsOfSheet, Workbook } from './workbook.js'

export type SaveMarkChangesInput = {
  requestId?: string | null
  schoolId?: string | null
  from: string
  to: string
  courseId?: string | null
  actorId?: string | null
  pupilId?: string | null
  schoolClassId?: string | null
  changedOnly?: boolean | null
}

/** Starts the report. Codes: NOT_FOUND, BAD_INPUT. */
export async function saveMarkChanges(ctx: Ctx, input: SaveMarkChangesInput) {
  return mutation(ctx.db, ctx.scope, 'saveMarkChanges', input, async (tx) => {
    const schoolId = schoolMeant(ctx, input.schoolId)
    if (!schoolId || !seesJobs(ctx.viewer, schoolId)) return notFound('schoolId')
    if (input.from > input.to) refuse('BAD_INPUT', 'Первый день позже последнего.', 'to')
    const { courseId, actorId, pupilId, schoolClassId } = input
    const known = await tx.sql<{ id: string }>(
      sql`select id::text from ref_person where school_id = ${schoolId} and id::text = any(${[actorId, pupilId].map((id) => id?.toLowerCase() ?? '')})
        union select id::text from ref_class where school_id = ${schoolId} and id::text = ${schoolClassId?.toLowerCase() ?? ''}`,
    )
    const idOf = (id: string | null | undefined, field: string): string | null => {
      if (!id) return null
      return known.some((one) => one.id === id.toLowerCase()) ? id.toLowerCase() : notFound(field)
    }
    if (courseId && !/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(courseId))
      return notFound('courseId')
    const asked = {
      from: input.from,
      to: input.to,
      courseId: courseId?.toLowerCase() ?? null,
      actorId: idOf(actorId, 'actorId'),
      pupilId: idOf(pupilId, 'pupilId'),
      schoolClassId: idOf(schoolClassId, 'schoolClassId'),
      changedOnly: input.changedOnly ?? true,
    }
    // No names: the title stands in the log, where nothing can be erased.
    const title = `Изменения отметок с ${fullDate(asked.from)} по ${fullDate(asked.to)}`
    return { job: await startJob(ctx, tx, schoolId, 'SAVE_MARK_CHANGES', title, asked) }
  })
}

const pageQuery = `query ChangesForReport($school: ID!, $from: Date!, $to: Date!, $course: ID, $actor: ID, $pupil: ID, $class: ID, $changedOnly: Boolean, $after: String) {
  markChanges(schoolId: $school, from: $from, to: $to, courseId: $course, actorId: $actor, pupilId: $pupil, schoolClassId: $class,
    changedOnly: $changedOnly, first: 100, after: $after) {
    edges { node { entryId at byName from to reason voided pupilName subjectName course { learnersName } } }
    pageInfo { hasNextPage endCursor }
  }
}`
type PageTold = {
  markChanges: {
    edges: { node: ChangeTold }[]
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
  } | null
}

const aboutQuery = `query AboutReport($school: ID!, $actor: ID!, $byActor: Boolean!, $pupil: ID!, $byPupil: Boolean!, $class: ID!, $byClass: Boolean!, $course: ID!, $byCourse: Boolean!) {
  school(id: $school) { name timeZone }
  actor: person(id: $actor) @include(if: $byActor) { fullName }
  pupil: person(id: $pupil) @include(if: $byPupil) { fullName }
  schoolClass(id: $class) @include(if: $byClass) { name }
  course(id: $course) @include(if: $byCourse) { learnersName subject { name } }
}`
type AboutTold = {
  school: { name: string; timeZone: string } | null
  actor?: { fullName: string | null } | null
  pupil?: { fullName: string | null } | null
  schoolClass?: { name: string } | null
  course?: { learnersName: string | null; subject: { name: string } | null } | null
}

type Asked = Parameters<Makers['SAVE_MARK_CHANGES']>[1]

/** XLSX and CSV of one reading, newest first, for those who see the report. */
export function markChangesMaker(files: FileStore): Makers['SAVE_MARK_CHANGES'] {
  return async (hands, asked) => {
    const ask = await hands.graph.as(hands.job.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    const about = await aboutOf(ask, hands.job.schoolId, asked)
    if (!about.school) throw new JobFailure('Этой школы нет, или у вас больше нет к ней доступа.')
    const [sheet, table] = [await files.spool(), await files.spool()]
    try {
      const count = await writeBoth(hands, ask, asked, about, { sheet, table })
      await hands.step(0.95, 'Сохраняется')
      const kept = { sheet: await files.keepFile(sheet), table: await files.keepFile(table) }
      await finish(hands, asked, kept, count)
    } finally {
      await Promise.all([sheet, table].map((path) => rm(path, { force: true })))
    }
  }
}

const aboutOf = (ask: Asker, schoolId: string, asked: Asked): Promise<AboutTold> =>
  ask<AboutTold>(aboutQuery, {
    school: schoolId,
    ...{ actor: asked.actorId ?? '', byActor: asked.actorId !== null },
    ...{ pupil: asked.pupilId ?? '', byPupil: asked.pupilId !== null },
    ...{ class: asked.schoolClassId ?? '', byClass: asked.schoolClassId !== null },
    ...{ course: asked.courseId ?? '', byCourse: asked.courseId !== null },
  })

/** How many changes were written. */
async function writeBoth(
  hands: JobHands,
  ask: Asker,
  asked: Asked,
  about: AboutTold,
  paths: { sheet: string; table: string },
): Promise<number> {
  const clock = new Clock(about.school?.timeZone ?? 'UTC')
  const titles = columns.map(([title]) => title)
  const book = await Workbook.create(
    paths.sheet,
    titles,
    columns.map(([, width]) => width),
  )
  const table = await open(paths.table, 'w')
  try {
    await table.writeFile(`\uFEFF${csvLine(titles)}`)
    let count = 0
    for await (const changes of pagesOf(ask, hands.job.schoolId, asked)) {
      count += changes.length
      if (count >= rowsOfSheet)
        throw new JobFailure('Изменений больше, чем строк в таблице Excel. Выберите меньше дней.')
      await book.add(changes.map((one) => sheetRow(one, clock)))
      await table.writeFile(changes.map((one) => csvLine([clock.text(one.at), ...textsOf(one)])).join(''))
      await hands.step(doneOf(asked, changes.at(-1)), `Собрано изменений: ${grouped(count)}`)
    }
    await book.finish(linesAbout(hands, asked, about, clock, count))
    await table.sync()
    return count
  } finally {
    await Promise.all([book.abandon(), table.close()])
  }
}

async function* pagesOf(ask: Asker, schoolId: string, asked: Asked): AsyncGenerator<ChangeTold[]> {
  const { from, to, changedOnly } = asked
  let after: string | null = null
  do {
    const { markChanges }: PageTold = await ask<PageTold>(pageQuery, {
      ...{ school: schoolId, from, to, changedOnly, after },
      ...{ course: asked.courseId, actor: asked.actorId, pupil: asked.pupilId, class: asked.schoolClassId },
    })
    if (!markChanges) throw new JobFailure('Изменений отметок вы больше не видите.')
    if (markChanges.edges.length > 0) yield markChanges.edges.map(({ node }) => node)
    after = markChanges.pageInfo.hasNextPage ? markChanges.pageInfo.endCursor : null
  } while (after !== null)
}

/** Nobody knows how many there are before they are read: how far back the span is read says how far it is. */
function doneOf(asked: Asked, last: ChangeTold | undefined): number {
  const [start, end] = [Date.parse(asked.from), Date.parse(asked.to) + 86_400_000]
  const read = last ? (end - Date.parse(last.at)) / (end - start) : 0
  return 0.05 + 0.85 * Math.min(1, Math.max(0, read))
}

function linesAbout(
  hands: JobHands,
  asked: Asked,
  about: AboutTold,
  clock: Clock,
  count: number,
): string[][] {
  const course = [about.course?.subject?.name, about.course?.learnersName].filter(Boolean).join(', ')
  return [
    ['Изменения отметок (п. 3.8)', ''],
    ['Школа', about.school?.name ?? ''],
    ['Дни', `с ${fullDate(asked.from)} по ${fullDate(asked.to)}`],
    ...(asked.actorId ? [['Кто менял', about.actor?.fullName ?? 'нет в школе']] : []),
    ...(asked.pupilId ? [['Ученик', about.pupil?.fullName ?? 'нет в школе']] : []),
    ...(asked.schoolClassId ? [['Класс', about.schoolClass?.name ?? 'нет в школе']] : []),
    ...(asked.courseId ? [['Предмет', course || 'нет в школе']] : []),
    [
      'Что вошло',
      asked.changedOnly ? 'изменённые и убранные отметки' : 'все отметки, и поставленные впервые',
    ],
    ['Строк', String(count)],
    ['Составлено', clock.text(hands.job.createdAt.toISOString())],
  ]
}

const mediaTypes = {
  sheet: ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  table: ['csv', 'text/csv; charset=utf-8'],
} as const

async function finish(
  hands: JobHands,
  asked: Asked,
  kept: Readonly<Record<keyof typeof mediaTypes, KeptFile>>,
  count: number,
): Promise<void> {
  const { job: taken } = hands
  const readers = JSON.stringify(readersOfMarkChanges(taken.startedById))
  const { from, to, ...filters } = asked
  const about = ['MARK_CHANGES', from, to, ...Object.values(filters)].join(' ')
  await hands.finish(async (tx) => {
    for (const form of ['sheet', 'table'] as const) {
      const [ending, mediaType] = mediaTypes[form]
      const { sha256, bytes } = kept[form]
      const title = `${taken.title}, ${ending.toUpperCase()}, строк: ${grouped(count)}`
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash,
          data_sha256, readers, created_at)
        values (${newId()}, ${taken.schoolId}, ${taken.id}, ${title}, ${`${taken.title}.${ending}`}, ${mediaType}, ${bytes}, ${sha256},
          ${`${about} ${ending}`}, ${sha256}, ${sha256}, ${readers}::jsonb, ${hands.clock()})`)
    }
  })
}

export const markChangesResolvers = {
  Mutation: {
    saveMarkChanges: (_: unknown, { input }: { input: SaveMarkChangesInput }, ctx: Ctx) =>
      saveMarkChanges(ctx, input),
  },
  SaveMarkChangesPayload: {
    job: (answer: { job?: { id: string } | null }, _: unknown, ctx: Ctx) =>
      answer.job ? job(ctx, answer.job.id) : null,
  },
}
