// A pupil's days: lessons of the own class and groups with what was taught, set, marked. Never a class-mate's.
import { sql } from '@zhurnal/kit/sql'
import { daysBetween } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import { absenceColumns, type AbsenceRow } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import { homeworkFileColumns, type HomeworkFileRow } from '../homework/homework-files.js'
import { groupBy } from '../journal/page.js'
import { workColumns, type WorkRow } from '../loaders.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import { overseesPupil, seesPupilResults } from '../policy.js'
import { recordStatement, type RecordRow } from '../records/lesson-facts.js'
import { kindOf } from '../records/work-kinds.js'
import { withoutHiddenCourses } from '../reference/specialists.js'

export type DiaryEntry = {
  number: number
  startsAt: Date
  endsAt: Date
  courseId: string
  subjectName: string
  teacherName: string | null
  roomName: string | null
  state: 'PLANNED' | 'HELD' | 'CANCELLED'
  changed: string | null
  topic: string | null
  homework: string | null
  individualHomework: string | null
  advice: string | null
  homeworkFiles: HomeworkFileRow[]
  marks: MarkRow[]
  absence: AbsenceRow | null
  lesson: { id: string } | null
  works: DiaryWork[]
}
export type DiaryWork = {
  id: string
  title: string
  sign: string | null
  weight: number
  internalMonitoring: boolean
}

export async function diary(
  ctx: Ctx,
  pupilId: string,
  from: string,
  to: string,
): Promise<{ date: string; entries: DiaryEntry[] }[] | null> {
  const days = daysBetween(from, to)
  if (days < 0 || days > 41)
    throw new GraphQLError('Срок: не больше 42 дней, конец не раньше начала.', {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  const pupil = await ctx.loaders.pupil.load(pupilId)
  if (!pupil || !seesPupilResults(ctx.viewer, pupil)) return null
  if (overseesPupil(ctx.viewer, pupil)) ctx.readings.note(pupil.schoolId, 'дневник', [pupil.id])
  const [records = [], marks = [], absences = [], individual = [], works = [], files = []] =
    await ctx.db.readAll(ctx.scope, [
      sql`${recordStatement(sql`l.day between ${from} and ${to} and l.course_id in (
        select c.id from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id) where m.pupil_id = ${pupil.id} and not m.removed)
      and exists (select 1 from ref_membership m where m.pupil_id = ${pupil.id} and not m.removed and (m.class_id = c.class_id or m.group_id = c.group_id)
        and m.from_day <= l.day and (m.until_day is null or m.until_day >= l.day))
      and ${withoutHiddenCourses(ctx.viewer, sql`l.school_id`, sql`l.course_id`)}`)} order by "startsAt", id`,
      sql`select ${markColumns} from mark m where m.pupil_id = ${pupil.id} and m.day between ${from} and ${to} and m.withdrawn_at is null order by m.set_at, m.id`,
      sql`select ${absenceColumns} from absence a where a.pupil_id = ${pupil.id} and a.day between ${from} and ${to} and not a.removed`,
      sql`select h.lesson_id as "lessonId", h.text, h.advice from individual_homework h join lesson_record r on r.id = h.lesson_id
      where h.pupil_id = ${pupil.id} and r.day between ${from} and ${to}`,
      // What is announced to everybody of the class or group: works with a name, not the answers of a lesson (1.11).
      sql`select ${workColumns} from work w where w.day between ${from} and ${to} and w.cancelled_at is null and w.kind <> 'ANSWER'
      and exists (select 1 from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id)
        where c.id = w.course_id and m.pupil_id = ${pupil.id} and not m.removed) order by w.place`,
      sql`select ${homeworkFileColumns} from homework_file f join lesson_record r on r.id = f.lesson_id
      where r.day between ${from} and ${to} and not f.removed
      and exists (select 1 from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id)
        where c.id = r.course_id and m.pupil_id = ${pupil.id} and not m.removed) order by f.id`,
    ])
  const marksOf = groupBy(marks as unknown as MarkRow[], (mark) => mark.lessonId)
  const absenceOf = new Map((absences as unknown as AbsenceRow[]).map((one) => [one.lessonId, one]))
  const own = individual as unknown as { lessonId: string; text: string; advice: string | null }[]
  const ownOf = new Map(own.map((one) => [one.lessonId, one]))
  const filesOf = groupBy(files as unknown as HomeworkFileRow[], (file) => file.lessonId)
  const worksOf = groupBy(works as unknown as WorkRow[], (work) => work.lessonId)
  const byDay = groupBy(records as unknown as RecordRow[], (record) => record.day)
  return [...byDay.entries()].map(([date, list]) => ({
    date,
    entries: list.map((record) => ({
      number: record.number,
      startsAt: record.startsAt,
      endsAt: record.endsAt,
      courseId: record.courseId,
      subjectName: record.subjectName,
      teacherName: record.givenByName,
      roomName: record.roomName,
      state: record.heldAt ? 'HELD' : record.cancelled ? 'CANCELLED' : 'PLANNED',
      changed: changeOf(record),
      topic: record.topic,
      homework: record.homework,
      homeworkFiles: filesOf.get(record.id) ?? [],
      individualHomework: ownOf.get(record.id)?.text || null,
      advice: ownOf.get(record.id)?.advice ?? null,
      marks: marksOf.get(record.id) ?? [],
      absence: absenceOf.get(record.id) ?? null,
      lesson: record.outside ? null : { id: record.id },
      works: (worksOf.get(record.id) ?? []).map((work) => ({
        id: work.id,
        title: work.title ?? '',
        sign: work.sign ?? kindOf(work.kind)?.sign ?? null,
        weight: Number(work.weight),
        internalMonitoring: work.internalMonitoring,
      })),
    })),
  }))
}

/** What differs from the timetable. Why the usual teacher is away is not the family's to know: it may be of health. */
function changeOf(record: RecordRow): string | null {
  if (record.cancelled) return 'Урок отменён'
  if (!record.substituted) return null
  const instead = record.insteadOfName ? ` вместо ${record.insteadOfName}` : ''
  return `Замена: урок ведёт ${record.givenByName ?? 'другой учитель'}${instead}`
}
