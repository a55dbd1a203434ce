import { sql, type Sql } from '@zhurnal/kit/sql'
import { daysBetween } from '@zhurnal/kit/time'
import { GraphQLError } from 'graphql'
import type { Ctx } from '../context.js'
import { lessonColumns, lessonTables, seenLessons, type LessonRow } from '../loaders.js'
import { at, mayPlan, seesPlan } from '../policy.js'

export type LessonsArgs = {
  from: string
  to: string
  schoolId?: string | null
  schoolClassId?: string | null
  teacherId?: string | null
  roomId?: string | null
  pupilId?: string | null
}

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

/** The school meant by a root field: the one named, else the viewer's only one. */
export function schoolMeant(ctx: Ctx, id: string | null | undefined): string | null {
  if (id) return at(ctx.viewer, id) ? id : null
  if (ctx.viewer.schools.length > 1) {
    throw new GraphQLError('У вас несколько школ: назовите schoolId.', {
      extensions: { code: 'SCHOOL_REQUIRED' },
    })
  }
  return ctx.viewer.schools[0]?.id ?? null
}

/** Lessons of a span, by start; removed ones are gone. */
export async function lessonsOf(ctx: Ctx, args: LessonsArgs): Promise<LessonRow[] | null> {
  const narrowed = args.schoolClassId ?? args.teacherId ?? args.roomId ?? args.pupilId
  const days = daysBetween(args.from, args.to)
  if (days < 0 || days > 41) throw badInput('Срок: не больше 42 дней, конец не раньше начала.')
  if (!narrowed && days > 0) throw badInput('Назовите класс, учителя, кабинет или ученика, или один день.')
  const schoolId = schoolMeant(ctx, args.schoolId)
  if (!schoolId) return null
  const where: Sql[] = [
    sql`l.school_id = ${schoolId} and l.day between ${args.from} and ${args.to} and not l.removed`,
    seenLessons(ctx.viewer),
  ]
  if (args.schoolClassId) {
    where.push(sql`l.course_id in (select c.id from course c left join ref_group g on g.id = c.group_id
      where c.class_id = ${args.schoolClassId} or ${args.schoolClassId} = any(g.class_ids))`)
  }
  if (args.teacherId)
    where.push(sql`(l.teacher_id = ${args.teacherId} or l.instead_of_id = ${args.teacherId})`)
  if (args.roomId) where.push(sql`l.room_id = ${args.roomId}`)
  if (args.pupilId) {
    where.push(sql`exists (select 1 from course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id)
      where c.id = l.course_id and m.pupil_id = ${args.pupilId} and not m.removed and m.from_day <= l.day and (m.until_day is null or m.until_day >= l.day))`)
  }
  const all = where.reduce((so, one) => sql`${so} and ${one}`)
  return ctx.db.read<LessonRow>(
    ctx.scope,
    sql`select ${lessonColumns} from ${lessonTables} where ${all} order by l.starts_at, l.id`,
  )
}

/** Substitutions and cancellations of a day, by start. */
export async function timetableChanges(
  ctx: Ctx,
  on: string,
  schoolIdGiven?: string | null,
): Promise<LessonRow[] | null> {
  const schoolId = schoolMeant(ctx, schoolIdGiven)
  if (!schoolId || !seesPlan(ctx.viewer, schoolId)) return null
  return ctx.db.read<LessonRow>(
    ctx.scope,
    sql`select ${lessonColumns} from ${lessonTables} where l.school_id = ${schoolId} and l.day = ${on} and not l.removed
      and (l.instead_of_id is not null or l.cancelled) and ${seenLessons(ctx.viewer)} order by l.starts_at, l.id`,
  )
}

export type Candidate = {
  teacherId: string
  teacherName: string
  free: boolean
  sameSubject: boolean
  lessonsThatDay: number
  busyWith: string | null
}

/** Who could give a lesson: free by the clock first, those of the same subject before others, then who has least that day. */
export async function substituteCandidates(ctx: Ctx, lessonId: string): Promise<Candidate[] | null> {
  const lesson = await ctx.loaders.lesson.load(lessonId)
  if (!lesson || !mayPlan(ctx.viewer, lesson.schoolId)) return null
  return ctx.db.read<Candidate>(
    ctx.scope,
    sql`
      with teacher as (
        select t.id, t.last_name, t.first_name, t.patronymic,
          exists (select 1 from course c where c.teacher_id = t.id and c.subject_id = (select subject_id from course where id = ${lesson.courseId})) as same
        from ref_person t where t.school_id = ${lesson.schoolId} and t.is_staff and not t.removed and t.id is distinct from ${lesson.teacherId}
          and exists (select 1 from course c where c.teacher_id = t.id and not c.removed)),
      day as (
        select l.teacher_id, count(*)::int as lessons,
          string_agg(concat_ws(', ', coalesce(k.name, g.name), s.name, 'каб. ' || r.name), '; ' order by l.starts_at)
            filter (where l.starts_at < ${lesson.endsAt} and l.ends_at > ${lesson.startsAt}) as busy
        from lesson l join course c on c.id = l.course_id join subject s on s.id = c.subject_id
          left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id left join room r on r.id = l.room_id
        where l.school_id = ${lesson.schoolId} and l.day = ${lesson.date} and not l.removed and not l.cancelled and l.id <> ${lesson.id}
        group by l.teacher_id)
      select teacher.id as "teacherId", concat_ws(' ', teacher.last_name, teacher.first_name, teacher.patronymic) as "teacherName",
        day.busy is null as free, teacher.same as "sameSubject", coalesce(day.lessons, 0) as "lessonsThatDay", day.busy as "busyWith"
      from teacher left join day on day.teacher_id = teacher.id
      order by free desc, teacher.same desc, coalesce(day.lessons, 0), teacher.last_name collate "ru-RU-x-icu", teacher.first_name, teacher.id limit 100`,
  )
}
