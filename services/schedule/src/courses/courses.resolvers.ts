import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { courseTables, seenCourses, type CourseRow } from '../loaders.js'
import { validate as isId } from 'uuid'
import {
  changeCourses,
  removeCourses,
  type ChangeCoursesInput,
  type RemoveCoursesInput,
} from './change-courses.js'
import { addCourses, type AddCoursesInput } from './courses.js'

type Ref = { id: string }
const self = (ref: Ref) => ({ id: ref.id })
const ofCourse =
  <T>(take: (row: CourseRow) => T) =>
  async (ref: Ref, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await ctx.loaders.course.load(ref.id)
    return row ? take(row) : null
  }
const ref = (id: string | null) => (id ? { id } : null)

/** The year asked for, or the one that holds today. */
const ofYear = (yearId: string | null | undefined, ctx: Ctx) =>
  yearId
    ? sql`c.year_id = ${yearId}`
    : sql`c.year_id in (select y.id from ref_year y join ref_school s on s.id = y.school_id
        where (${ctx.now}::timestamptz at time zone s.time_zone)::date between y.starts_on and y.ends_on)`

export const courseResolvers = {
  Query: {
    course: async (_: unknown, args: Ref, ctx: Ctx) =>
      (await ctx.loaders.course.load(args.id)) ? self(args) : null,
  },
  Mutation: {
    addCourses: (_: unknown, { input }: { input: AddCoursesInput }, ctx: Ctx) => addCourses(ctx, input),
    changeCourses: (_: unknown, { input }: { input: ChangeCoursesInput }, ctx: Ctx) =>
      changeCourses(ctx, input),
    removeCourses: (_: unknown, { input }: { input: RemoveCoursesInput }, ctx: Ctx) =>
      removeCourses(ctx, input),
  },
  Course: {
    __resolveReference: async (one: Ref, ctx: Ctx) =>
      (await ctx.loaders.course.load(one.id)) ? self(one) : null,
    subject: ofCourse((row) => ref(row.subjectId)),
    schoolClass: ofCourse((row) => ref(row.classId)),
    group: ofCourse((row) => ref(row.groupId)),
    teacher: ofCourse((row) => ref(row.teacherId)),
    teacherName: ofCourse((row) => row.teacherName),
    learnersName: ofCourse((row) => row.learnersName),
    weeklyHours: ofCourse((row) => row.weeklyHours),
    heldLessons: async (one: Ref, _: unknown, ctx: Ctx) =>
      (await ctx.loaders.course.load(one.id)) ? ctx.loaders.heldLessons.load(one.id) : null,
    version: ofCourse((row) => row.version),
  },
  SchoolClass: {
    __resolveReference: async (one: Ref) => self(one),
    courses: async (one: Ref, _: unknown, ctx: Ctx) =>
      isId(one.id) ? (await ctx.loaders.coursesOfClass.load(one.id)).map((id) => ({ id })) : [],
  },
  StaffMember: {
    __resolveReference: async (one: Ref) => self(one),
    courses: async (one: Ref, args: { yearId?: string | null }, ctx: Ctx) =>
      ctx.db.read<Ref>(
        ctx.scope,
        sql`select c.id from ${courseTables} join subject s on s.id = c.subject_id
          where c.teacher_id = ${one.id} and not c.removed and ${ofYear(args.yearId, ctx)} and ${seenCourses(ctx.viewer)}
          order by k.grade nulls last, k.name collate "ru-RU-x-icu", s.name collate "ru-RU-x-icu", g.name, c.id`,
      ),
  },
}
