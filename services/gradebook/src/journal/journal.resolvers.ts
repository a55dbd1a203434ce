import { Kind, visit, type GraphQLResolveInfo, type OperationDefinitionNode } from 'graphql'
import type { Ctx } from '../context.js'
import { mayFillPeriodMarks, maySetPeriodMarks } from '../policy.js'
import type { ShownRecord } from '../records/records.resolvers.js'
import { takeAttendance } from '../attendance/attendance.js'
import {
  editWindowOf,
  markRulesOf,
  setEditWindow,
  setMarkRules,
  type SetMarkRulesInput,
} from '../settings/settings.js'
import { unlocksOf } from '../locks/locks.resolvers.js'
import { withoutRetaken } from '../marks/means.js'
import { toReach } from '../marks/proposal.js'
import { correctionsOf } from './corrections.js'
import { journalPage, type JournalPage } from './page.js'
import type { Row } from './rows.js'

type Ref = { id: string }

/** A payload of closePeriod names the page; the page itself is read when it is asked for. */
type Shown = JournalPage | { courseId: string; periodId: string }

const asking = new WeakMap<OperationDefinitionNode, boolean>()

/** Whether a document asks for a field `marks` anywhere: then the page is read with all of each mark. */
function asksForMarks(info: GraphQLResolveInfo): boolean {
  let asked = asking.get(info.operation)
  if (asked === undefined) {
    asked = false
    for (const part of [info.operation, ...Object.values(info.fragments)])
      visit(part, { [Kind.FIELD]: (field) => void (asked ||= field.name.value === 'marks') })
    asking.set(info.operation, asked)
  }
  return asked
}

export const pageNamed = (
  payload: { journal?: Shown | null },
  _: unknown,
  ctx: Ctx,
  info: GraphQLResolveInfo,
) =>
  payload.journal && 'courseId' in payload.journal
    ? journalPage(ctx, payload.journal.courseId, payload.journal.periodId, { wholeMarks: asksForMarks(info) })
    : null

export const journalResolvers = {
  Query: {
    journal: (
      _: unknown,
      args: { courseId: string; periodId: string; asOf?: Date | null },
      ctx: Ctx,
      info: GraphQLResolveInfo,
    ) => journalPage(ctx, args.courseId, args.periodId, { asOf: args.asOf, wholeMarks: asksForMarks(info) }),
  },
  Mutation: {
    takeAttendance: (_: unknown, { input }: { input: Parameters<typeof takeAttendance>[1] }, ctx: Ctx) =>
      takeAttendance(ctx, input),
    setMarkRules: (_: unknown, { input }: { input: SetMarkRulesInput }, ctx: Ctx) => setMarkRules(ctx, input),
    setEditWindow: (_: unknown, { input }: { input: Parameters<typeof setEditWindow>[1] }, ctx: Ctx) =>
      setEditWindow(ctx, input),
  },
  ClosePeriodPayload: { journal: pageNamed },
  TakeAttendancePayload: {
    absences: (payload: { record?: Ref | null }, _: unknown, ctx: Ctx) =>
      payload.record ? ctx.loaders.absencesOfLesson.load(payload.record.id) : null,
  },
  Course: {
    __resolveReference: async (ref: Ref) => ({ id: ref.id }),
    journal: (ref: Ref, args: { periodId: string; asOf?: Date | null }, ctx: Ctx, info: GraphQLResolveInfo) =>
      journalPage(ctx, ref.id, args.periodId, { asOf: args.asOf, wholeMarks: asksForMarks(info) }),
  },
  School: {
    __resolveReference: async (ref: Ref) => ({ id: ref.id }),
    editWindow: (ref: Ref, _: unknown, ctx: Ctx) => editWindowOf(ctx, ref.id),
    markRules: (ref: Ref, _: unknown, ctx: Ctx) => markRulesOf(ctx, ref.id),
  },
  Journal: {
    course: (page: JournalPage) => ({ id: page.head.courseId }),
    period: (page: JournalPage) => ({ id: page.head.periodId }),
    learnersName: (page: JournalPage) => page.head.learnersName,
    subjectName: (page: JournalPage) => page.head.subjectName,
    teacherName: (page: JournalPage) => page.head.teacherName || null,
    periodName: (page: JournalPage) => page.head.periodName,
    lessons: (page: JournalPage): ShownRecord[] => {
      const counts = new Map<string, number>()
      for (const mark of page.marks) counts.set(mark.lessonId, (counts.get(mark.lessonId) ?? 0) + 1)
      return page.lessons.map((lesson) => ({
        ...lesson,
        shownWorks: page.works.get(lesson.id) ?? [],
        shownCancelled: page.cancelledWorks.get(lesson.id) ?? [],
        shownMarks: counts.get(lesson.id) ?? 0,
      }))
    },
    viewerCanSetPeriodMarks: (page: JournalPage, _: unknown, ctx: Ctx) =>
      (!page.head.closed || page.unlock !== null) &&
      page.head.grade > 1 &&
      !page.head.withoutAttestation &&
      (maySetPeriodMarks(ctx.viewer, page.head) || mayFillPeriodMarks(ctx.viewer, page.head)),
    logPosition: (page: JournalPage) => page.head.logPosition,
    withoutMarks: (page: JournalPage) => page.head.grade === 1,
    withoutAttestation: (page: JournalPage) => page.head.withoutAttestation,
    unlocks: unlocksOf,
    corrections: correctionsOf,
  },
  JournalRow: {
    pupil: (row: Row) => ({ id: row.pupilId }),
    meanParts: (row: Row) => row.parts(),
    toReach: (row: Row, args: { target: number; weight?: number | null }) =>
      row.weighed && args.target >= 2 && args.target <= 5 && (args.weight ?? 1) > 0
        ? toReach(withoutRetaken(row.weighed), args.target, args.weight ?? 1, row.rounding)
        : null,
  },
}
