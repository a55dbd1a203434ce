import type { Ctx } from '../context.js'
import type { LessonRow } from '../loaders.js'
import {
  cancelLesson,
  restoreLesson,
  substituteTeacher,
  withdrawSubstitution,
  type SubstituteTeacherInput,
} from './changes.js'
import {
  lessonsOf,
  substituteCandidates,
  timetableChanges,
  type Candidate,
  type LessonsArgs,
} from './lessons.js'

type Ref = { id: string }
type Change = {
  requestId?: string | null
  lessonId: string
  expectedVersion?: number | null
  reason?: string | null
}

const isRow = (one: Ref | LessonRow): one is LessonRow => 'courseId' in one
const row = async (one: Ref | LessonRow, ctx: Ctx) => (isRow(one) ? one : ctx.loaders.lesson.load(one.id))
const ofLesson =
  <T>(take: (lesson: LessonRow) => T) =>
  async (one: Ref | LessonRow, _: unknown, ctx: Ctx): Promise<T | null> => {
    const lesson = await row(one, ctx)
    return lesson ? take(lesson) : null
  }
const ref = (id: string | null) => (id ? { id } : null)
const stateOf = (lesson: LessonRow) => (lesson.heldAt ? 'HELD' : lesson.cancelled ? 'CANCELLED' : 'PLANNED')

export const lessonResolvers = {
  Query: {
    lesson: async (_: unknown, args: Ref, ctx: Ctx) => ctx.loaders.lesson.load(args.id),
    lessons: (_: unknown, args: LessonsArgs, ctx: Ctx) => lessonsOf(ctx, args),
    timetableChanges: (_: unknown, args: { on: string; schoolId?: string | null }, ctx: Ctx) =>
      timetableChanges(ctx, args.on, args.schoolId),
    substituteCandidates: (_: unknown, args: { lessonId: string }, ctx: Ctx) =>
      substituteCandidates(ctx, args.lessonId),
  },
  Mutation: {
    substituteTeacher: (_: unknown, { input }: { input: SubstituteTeacherInput }, ctx: Ctx) =>
      substituteTeacher(ctx, input),
    withdrawSubstitution: (_: unknown, { input }: { input: Change }, ctx: Ctx) =>
      withdrawSubstitution(ctx, input),
    cancelLesson: (_: unknown, { input }: { input: Change }, ctx: Ctx) => cancelLesson(ctx, input),
    restoreLesson: (_: unknown, { input }: { input: Change }, ctx: Ctx) => restoreLesson(ctx, input),
  },
  Lesson: {
    __resolveReference: async (one: Ref, ctx: Ctx) => ctx.loaders.lesson.load(one.id),
    course: ofLesson((lesson) => ({ id: lesson.courseId })),
    date: ofLesson((lesson) => lesson.date),
    number: ofLesson((lesson) => lesson.number),
    startsAt: ofLesson((lesson) => lesson.startsAt),
    endsAt: ofLesson((lesson) => lesson.endsAt),
    room: ofLesson((lesson) => ref(lesson.roomId)),
    teacher: ofLesson((lesson) => ref(lesson.teacherId)),
    teacherName: ofLesson((lesson) => lesson.teacherName),
    state: ofLesson(stateOf),
    cancelReason: ofLesson((lesson) => lesson.cancelReason),
    version: ofLesson((lesson) => lesson.version),
    substitution: ofLesson((lesson) =>
      lesson.insteadOfId
        ? {
            id: lesson.id,
            insteadOf: { id: lesson.insteadOfId },
            insteadOfName: lesson.insteadOfName,
            teacher: ref(lesson.teacherId),
            teacherName: lesson.teacherName,
            reason: lesson.substitutionReason,
          }
        : null,
    ),
  },
  Substitution: {
    __resolveReference: async (one: Ref, ctx: Ctx) => {
      const lesson = await ctx.loaders.lesson.load(one.id)
      return lesson?.insteadOfId
        ? {
            id: lesson.id,
            insteadOf: { id: lesson.insteadOfId },
            insteadOfName: lesson.insteadOfName,
            teacher: ref(lesson.teacherId),
            teacherName: lesson.teacherName,
            reason: lesson.substitutionReason,
          }
        : null
    },
  },
  SubstituteCandidate: { teacher: (one: Candidate) => ({ id: one.teacherId }) },
}
