import type { Ctx } from '../context.js'
import {
  setFinalMarks,
  withdrawFinalMark,
  type SetFinalMarksInput,
  type WithdrawFinalMarkInput,
} from './final-marks.js'
import { courseGrid, periodGrid } from './grid.js'
import {
  closePeriod,
  setPeriodMark,
  setPeriodMarks,
  withdrawPeriodMark,
  type WithdrawPeriodMarkInput,
} from './period-marks.js'
import type { YearPeriod } from './figures.js'
import { yearMarks } from './year-marks.js'

type PeriodOfPage = { period: YearPeriod }

export const periodResolvers = {
  Query: {
    periodGrid: (_: unknown, args: { schoolClassId: string; periodId: string }, ctx: Ctx) =>
      periodGrid(ctx, args),
    courseGrid: (_: unknown, args: { courseId: string }, ctx: Ctx) => courseGrid(ctx, args),
  },
  Mutation: {
    setPeriodMark: (_: unknown, { input }: { input: Parameters<typeof setPeriodMark>[1] }, ctx: Ctx) =>
      setPeriodMark(ctx, input),
    setPeriodMarks: (_: unknown, { input }: { input: Parameters<typeof setPeriodMarks>[1] }, ctx: Ctx) =>
      setPeriodMarks(ctx, input),
    withdrawPeriodMark: (_: unknown, { input }: { input: WithdrawPeriodMarkInput }, ctx: Ctx) =>
      withdrawPeriodMark(ctx, input),
    setFinalMarks: (_: unknown, { input }: { input: SetFinalMarksInput }, ctx: Ctx) =>
      setFinalMarks(ctx, input),
    withdrawFinalMark: (_: unknown, { input }: { input: WithdrawFinalMarkInput }, ctx: Ctx) =>
      withdrawFinalMark(ctx, input),
    closePeriod: (_: unknown, { input }: { input: Parameters<typeof closePeriod>[1] }, ctx: Ctx) =>
      closePeriod(ctx, input),
  },
  PeriodGrid: {
    schoolClass: (grid: { schoolClassId: string }) => ({ id: grid.schoolClassId }),
    period: (grid: PeriodOfPage) => ({ id: grid.period.id }),
    periodName: (grid: PeriodOfPage) => grid.period.name,
    periodKind: (grid: PeriodOfPage) => grid.period.kind,
  },
  GridCourse: {
    teacherName: (course: { teacherName: string }) => course.teacherName || null,
    partNames: (course: { parts: readonly YearPeriod[] }) => course.parts.map((one) => one.name),
  },
  CourseGrid: {
    courseId: (grid: { course: { id: string } }) => grid.course.id,
    subjectName: (grid: { course: { subjectName: string } }) => grid.course.subjectName,
    learnersName: (grid: { course: { learnersName: string } }) => grid.course.learnersName,
    teacherName: (grid: { course: { teacherName: string } }) => grid.course.teacherName || null,
    withoutAttestation: (grid: { course: { withoutAttestation: boolean; grade: number } }) =>
      grid.course.withoutAttestation || grid.course.grade === 1,
  },
  CoursePeriod: {
    periodId: (one: PeriodOfPage) => one.period.id,
    name: (one: PeriodOfPage) => one.period.name,
    kind: (one: PeriodOfPage) => one.period.kind,
    startsOn: (one: PeriodOfPage) => one.period.startsOn,
    endsOn: (one: PeriodOfPage) => one.period.endsOn,
  },
  Pupil: { yearMarks: (ref: { id: string }, _: unknown, ctx: Ctx) => yearMarks(ctx, ref.id) },
}
