// One day of the school: who is not there, and how far attendance is taken (3.5, 3.6.7).
import { sql, type Sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import { groupBy } from '../journal/page.js'
import { classesOf, hasClass, seesWholeSchool } from '../policy.js'
import { withoutHiddenCourses } from '../reference/specialists.js'
import { schoolMeant } from '../schools.js'
import type { AbsenceCode } from './attendance.js'
import { byStrength, isMissed, ownLessons, reasonOf, type EnteredAbsence } from './days.js'
import { noteColumns, type NoteRow } from './notes.js'
import { enteredColumns, pupilName } from './span.js'

type SchoolClass = { id: string; name: string; pupils: number }
type BegunLesson = {
  id: string
  classId: string | null
  groupId: string | null
  classIds: string[]
  day: string
  taken: boolean
}
type AbsentMember = {
  pupilId: string
  name: string
  classId: string | null
  groupId: string | null
  from: string
  until: string | null
}
type Day = {
  schoolId: string
  classes: SchoolClass[]
  begun: BegunLesson[]
  absences: EnteredAbsence[]
  members: AbsentMember[]
  notes: NoteRow[]
}

export type AbsentPupil = {
  pupilId: string
  pupilName: string
  classId: string
  className: string
  missed: number
  begun: number
  code: AbsenceCode
  reason: AbsenceCode | null
  note: NoteRow | null
}
export type ClassTaken = {
  classId: string
  className: string
  begun: number
  taken: number
  absent: number
  pupils: number
}

/** Who has missed a lesson of the day so far, by class and name; null when the viewer follows no class of the school. */
export async function absentOn(
  ctx: Ctx,
  asked: { date: string; schoolId?: string | null; schoolClassId?: string | null },
): Promise<AbsentPupil[] | null> {
  const day = await dayOf(ctx, asked.date, asked.schoolId)
  const only = asked.schoolClassId?.toLowerCase()
  if (!day || (only && !day.classes.some((one) => one.id === only))) return null
  const shown = absentIn(day).filter((one) => !only || one.classId === only)
  const others = shown.filter((one) => !hasClass(ctx.viewer, { id: one.classId, schoolId: day.schoolId }))
  ctx.readings.note(
    day.schoolId,
    'кого нет в школе',
    others.map((one) => one.pupilId),
  )
  return shown
}

/** By class: lessons of the day that have begun, those with attendance, who is absent; null as of `absentOn`. */
export async function attendanceTaken(
  ctx: Ctx,
  asked: { date: string; schoolId?: string | null },
): Promise<ClassTaken[] | null> {
  const day = await dayOf(ctx, asked.date, asked.schoolId)
  if (!day) return null
  const absent = groupBy(absentIn(day), (one) => one.classId)
  return day.classes.map(({ id, name, pupils }) => {
    const lessons = day.begun.filter((lesson) => lesson.classIds.includes(id))
    return {
      classId: id,
      className: name,
      begun: lessons.length,
      taken: lessons.filter((lesson) => lesson.taken).length,
      absent: absent.get(id)?.length ?? 0,
      pupils,
    }
  })
}

/** The day as the viewer may see it: the whole school, or the classes of their own. */
async function dayOf(ctx: Ctx, date: string, askedSchool: string | null | undefined): Promise<Day | null> {
  const schoolId = schoolMeant(ctx, askedSchool)
  if (!schoolId) return null
  const own = seesWholeSchool(ctx.viewer, schoolId) ? null : classesOf(ctx.viewer, schoolId).filter(isId)
  if (own?.length === 0) return null
  const [classes = [], begun = [], absences = [], members = [], notes = []] = await ctx.db.readAll(
    ctx.scope,
    statements(ctx, schoolId, date, own),
  )
  const day = { schoolId, classes, begun, absences, members, notes } as unknown as Day
  return own && day.classes.length === 0 ? null : day
}

function absentIn({ classes, begun, absences, members, notes }: Day): AbsentPupil[] {
  const spans = groupBy(members, (one) => one.pupilId)
  const notesOf = groupBy(notes, (one) => one.pupilId)
  const place = new Map(classes.map((one, i) => [one.id, i]))
  const begunIds = new Set(begun.map((lesson) => lesson.id))
  const found = [...groupBy(absences, (one) => one.pupilId).entries()].flatMap(([pupilId, list]) => {
    const own = spans.get(pupilId) ?? []
    const schoolClass = classes.find((one) => own.some((span) => span.classId === one.id))
    const lines = list
      .map((one) => ({ ...one, ...reasonOf(one, notesOf.get(pupilId) ?? []) }))
      .filter((line) => isMissed(line.effective))
      .sort(byStrength)
    const strongest = lines[0]
    if (!schoolClass || !strongest) return []
    const others = lines.filter((line) => !begunIds.has(line.lessonId)).length
    const { code, reason, note } = strongest
    return [
      {
        pupilId,
        pupilName: own[0]?.name ?? '',
        classId: schoolClass.id,
        className: schoolClass.name,
        missed: lines.length,
        // A lesson that is not the pupil's any more and was missed all the same is counted on both sides.
        begun: Math.max(ownLessons(own, begun).length + others, lines.length),
        code,
        reason,
        note,
      },
    ]
  })
  // Members come by name, so that within a class the order is theirs.
  const order = new Map([...spans.keys()].map((id, i) => [id, i]))
  return found.sort(
    (a, b) =>
      (place.get(a.classId) ?? 0) - (place.get(b.classId) ?? 0) ||
      (order.get(a.pupilId) ?? 0) - (order.get(b.pupilId) ?? 0),
  )
}

/** Classes, lessons that have begun, absences, memberships and notes of who is absent: of the day. */
function statements(ctx: Ctx, schoolId: string, date: string, own: readonly string[] | null): Sql[] {
  const year = sql`(select y.id from ref_year y where y.school_id = ${schoolId} and ${date}::date between y.starts_on and y.ends_on)`
  const ofOwn = (classIds: Sql): Sql => (own ? sql`${classIds} && ${own}::uuid[]` : sql`true`)
  const course = sql`select c.id, c.class_id, c.group_id, c.class_ids, c.subject_name from ref_course c
    where c.year_id in ${year} and ${ofOwn(sql`c.class_ids`)} and ${withoutHiddenCourses(ctx.viewer, sql`c.school_id`, sql`c.id`)}`
  const on = (alias: Sql): Sql =>
    sql`not ${alias}.removed and ${alias}.from_day <= ${date} and (${alias}.until_day is null or ${alias}.until_day >= ${date})`
  const absent = sql`select a.pupil_id from (${course}) as c join absence a on a.course_id = c.id and a.day = ${date} and not a.removed`
  return [
    sql`select k.id, k.name, (select count(distinct m.pupil_id)::integer from ref_membership m where m.class_id = k.id and ${on(sql`m`)}) as pupils
      from ref_class k where k.year_id in ${year} and not k.removed and (${own}::uuid[] is null or k.id = any(${own}::uuid[]))
      order by k.grade, k.name collate "ru-RU-x-icu", k.id`,
    // A held lesson by its frozen copy, any other by the plan.
    sql`with course as (${course})
      select l.id, c.class_id as "classId", c.group_id as "groupId", c.class_ids as "classIds", l.day, false as taken
        from course c join ref_lesson l on l.course_id = c.id and l.day = ${date} left join lesson_record r on r.id = l.id
        where not l.removed and not l.cancelled and r.held_at is null and l.starts_at <= ${ctx.now}
      union all select r.id, c.class_id, c.group_id, c.class_ids, r.day, r.attendance_taken_at is not null
        from course c join lesson_record r on r.course_id = c.id and r.day = ${date}
        where r.held_at is not null and not r.outside and (r.starts_at <= ${ctx.now} or r.attendance_taken_at is not null)`,
    sql`select ${enteredColumns} from (${course}) as c join absence a on a.course_id = c.id and a.day = ${date} and not a.removed
      join lesson_record r on r.id = a.lesson_id`,
    sql`select m.pupil_id as "pupilId", ${pupilName} as name, m.class_id as "classId", m.group_id as "groupId", m.from_day as "from", m.until_day as until
      from ref_membership m join ref_person p on p.id = m.pupil_id where m.pupil_id in (${absent}) and ${on(sql`m`)}
      order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.patronymic collate "ru-RU-x-icu", p.id`,
    sql`select ${noteColumns} from absence_note n where n.pupil_id in (${absent}) and n.withdrawn_at is null
      and ${date}::date between n.from_day and n.until_day`,
  ]
}
