import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { alreadyThere, atMost } from '../batch.js'
import { actorIn, type Ctx } from '../context.js'
import { tellCourses } from '../facts.js'
import { mayAddCourses } from '../policy.js'

export type AddCoursesInput = {
  requestId?: string | null
  schoolId: string
  yearId: string
  courses: {
    id: string
    subjectId: string
    schoolClassId?: string | null
    groupId?: string | null
    teacherId?: string | null
    weeklyHours: number
  }[]
}

/** Adds courses: lines of the teaching load. */
export async function addCourses(ctx: Ctx, input: AddCoursesInput) {
  return mutation(ctx.db, ctx.scope, 'addCourses', input, async (tx) => {
    const { schoolId } = input
    if (!mayAddCourses(ctx.viewer, schoolId)) notFound('schoolId')
    atMost(input.courses, 2000, 'courses')
    input.courses.forEach((one, i) => {
      if (Boolean(one.schoolClassId) === Boolean(one.groupId))
        refuse('BAD_INPUT', 'У курса либо класс, либо группа.', ['courses', String(i)])
      if (!(one.weeklyHours > 0 && one.weeklyHours <= 40))
        refuse('BAD_INPUT', 'Часов в неделю: больше 0, не больше 40.', ['courses', String(i), 'weeklyHours'])
    })
    await tx
      .sql(
        sql`insert into course (id, school_id, year_id, subject_id, class_id, group_id, teacher_id, weekly_hours)
        select t.id, ${schoolId}, ${input.yearId}, t."subjectId", t."schoolClassId", t."groupId", t."teacherId", t."weeklyHours"
        from jsonb_to_recordset(${JSON.stringify(input.courses)}::jsonb)
          as t(id uuid, "subjectId" uuid, "schoolClassId" uuid, "groupId" uuid, "teacherId" uuid, "weeklyHours" numeric)`,
      )
      .catch((error: unknown) => {
        if (brokenConstraint(error) === 'course_subject')
          refuse('NOT_FOUND', missingWords.subjectId, ['courses', 'subjectId'])
        return alreadyThere('Такой курс уже есть.', 'courses')(error)
      })
    // After they are written: who takes the subject out at this moment has waited for it, or is seen here.
    await checkReferences(tx, input)
    await appendLog(
      tx,
      'schedule',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      input.courses.map((one) => ({
        act: 'addCourses',
        subject: `course:${one.id}`,
        scopeId: one.id,
        from: null,
        to: {
          subject: one.subjectId,
          class: one.schoolClassId ?? null,
          group: one.groupId ?? null,
          teacher: one.teacherId ?? null,
          hours: one.weeklyHours,
        },
      })),
    )
    await tellCourses(
      tx,
      schoolId,
      input.courses.map((one) => one.id),
      ctx,
    )
    return { courses: input.courses.map(({ id }) => ({ id })) }
  })
}

/** One answer for what another school has and for what nobody has. */
const missingWords = {
  yearId: 'Такого учебного года нет.',
  subjectId: 'В курсе назван предмет, которого нет.',
  schoolClassId: 'В курсе назван класс, которого нет.',
  groupId: 'В курсе названа группа, которой нет.',
  teacherId: 'В курсе назван учитель, которого нет.',
} as const

/** Every class, group, teacher, subject and the year are known here and of this school; else the first that is not. */
async function checkReferences(tx: Tx, input: AddCoursesInput): Promise<void> {
  const courses = JSON.stringify(input.courses)
  const [missing] = await tx.sql<{ what: keyof typeof missingWords }>(sql`
    with t as (select * from jsonb_to_recordset(${courses}::jsonb) as t(id uuid, "subjectId" uuid, "schoolClassId" uuid, "groupId" uuid, "teacherId" uuid))
    select 'yearId' as what where not exists (select 1 from ref_year y where y.id = ${input.yearId} and y.school_id = ${input.schoolId})
    union all select 'subjectId' from t where not exists (select 1 from subject s where s.id = t."subjectId" and s.school_id = ${input.schoolId} and not s.removed)
    union all select 'schoolClassId' from t where t."schoolClassId" is not null
      and not exists (select 1 from ref_class k where k.id = t."schoolClassId" and k.school_id = ${input.schoolId} and not k.removed)
    union all select 'groupId' from t where t."groupId" is not null
      and not exists (select 1 from ref_group g where g.id = t."groupId" and g.school_id = ${input.schoolId} and not g.removed)
    union all select 'teacherId' from t where t."teacherId" is not null
      and not exists (select 1 from ref_person p where p.id = t."teacherId" and p.is_staff and not p.removed and p.school_id = ${input.schoolId})
    limit 1`)
  if (missing) refuse('NOT_FOUND', missingWords[missing.what], ['courses', missing.what])
}
