import { mutation } from '@zhurnal/kit/mutation'
import { refuse } from '@zhurnal/kit/refusal'
import { enterAttendance, type AbsenceInput } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import { checkMark } from '../marks/scale.js'
import { enterMarks } from '../marks/enter-marks.js'
import { enterDescriptions } from './describe.js'
import { markFromPaper } from './from-paper.js'
import { lessonsToKeep, type RecordRow } from './lesson-facts.js'
import { enterWorks, type NewWork } from './works.js'

export type KeepLessonInput = {
  lessonId: string
  topic?: string | null
  homework?: string | null
  work?: NewWork | null
  absences?: AbsenceInput[] | null
  marks?: { pupilId: string; value: string; comment?: string | null }[] | null
  fromPaper?: boolean | null
}

/** Keeps several lessons at once, all or nothing, by the same rules and into the same log as the single acts. */
export async function keepLessons(
  ctx: Ctx,
  input: { requestId?: string | null; lessons: KeepLessonInput[] },
) {
  return mutation(ctx.db, ctx.scope, 'keepLessons', input, async (tx) => {
    if (input.lessons.length > 50) refuse('BAD_INPUT', 'Не больше 50 уроков за один раз.', 'lessons')
    const known = await lessonsToKeep(
      ctx,
      tx,
      input.lessons.map((one) => one.lessonId),
      'lessons',
    )
    if (known.size < input.lessons.length) refuse('BAD_INPUT', 'Один урок назван дважды.', 'lessons')
    const entries = input.lessons.map((given) => ({
      given,
      lesson: known.get(given.lessonId.toLowerCase()) as RecordRow,
    }))
    if (new Set(entries.map((entry) => entry.lesson.schoolId)).size > 1)
      refuse('BAD_INPUT', 'За один раз: уроки одной школы.', 'lessons')
    await enterDescriptions(
      ctx,
      tx,
      entries.map(({ given, lesson }) => ({
        lesson,
        topic: given.topic ?? null,
        homework: given.homework ?? null,
        fromPaper: given.fromPaper ?? false,
      })),
    )
    await enterAttendance(
      ctx,
      tx,
      entries.flatMap(({ given, lesson }) =>
        given.absences
          ? [
              {
                lesson,
                absences: given.absences,
                fromPaper: given.fromPaper ?? false,
                version: lesson.version + (given.topic != null || given.homework != null ? 1 : 0),
              },
            ]
          : [],
      ),
    )
    await enterWorks(
      ctx,
      tx,
      entries.flatMap(({ given, lesson }) => (given.work ? [{ lesson, work: given.work }] : [])),
    )
    await enterMarks(
      ctx,
      tx,
      entries.flatMap(({ given, lesson }, i) =>
        (given.marks ?? []).map((mark, k) => {
          const field = ['lessons', String(i), 'marks', String(k)]
          checkMark(mark.value, field)
          return {
            lesson,
            pupilId: mark.pupilId,
            workId: given.work?.id ?? null,
            value: mark.value,
            comment: mark.comment ?? null,
            expectedMarks: null,
            field,
          }
        }),
      ),
    )
    const paper = entries.filter(({ given }) => given.fromPaper).map(({ lesson }) => lesson)
    await markFromPaper(ctx, tx, paper)
    return { kept: input.lessons.length }
  })
}
