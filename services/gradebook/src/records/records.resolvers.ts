import type { Ctx } from '../context.js'
import { shownIndividual } from '../homework/individual.js'
import type { WorkRow } from '../loaders.js'
import { unlockOf } from '../locks/open-unlocks.js'
import { mayKeep, seesLesson } from '../policy.js'
import { owedOf, type Owed } from './deadlines.js'
import { describeLesson, type DescribeLessonInput } from './describe.js'
import { keepLessons, type KeepLessonInput } from './keep-lessons.js'
import type { RecordRow } from './lesson-facts.js'
import { editableUntil, hasBegun } from './rules.js'
import { schoolMeant } from '../schools.js'
import { addWork, type NewWork } from './works.js'
import { owedItems, type OwedByArgs } from './owed-by.js'
import { addOutsideWork, type AddOutsideWorkInput } from './outside-work.js'
import {
  cancelWork,
  changeWork,
  restoreWork,
  type CancelWorkInput,
  type ChangeWorkInput,
} from './change-work.js'
import { kindOf, offeredKinds, setWorkKinds, type SetWorkKindsInput } from './work-kinds.js'

type Ref = { id: string }
/** What a page has read already travels with its records: no field of theirs asks the database again. */
export type ShownRecord = (RecordRow | Ref) & {
  shownWorks?: WorkRow[]
  shownCancelled?: WorkRow[]
  shownMarks?: number
}

const isRow = (one: ShownRecord): one is RecordRow => 'subjectName' in one

/** The record, if the viewer may see the lesson in the journal. */
export async function visibleRecord(ctx: Ctx, id: string): Promise<RecordRow | null> {
  const [row, unlocks] = await Promise.all([
    ctx.loaders.record.load(id),
    ctx.loaders.openUnlocks.load('viewer'),
  ])
  return row && seesLesson(ctx.viewer, row) ? { ...row, unlock: unlockOf(row, unlocks) } : null
}

const ofRecord =
  <T>(take: (row: RecordRow, ctx: Ctx) => T) =>
  // A row that is there needs no promise: a page has a thousand of these fields.
  (one: ShownRecord, _: unknown, ctx: Ctx): T | null | Promise<T | null> =>
    isRow(one) ? take(one, ctx) : visibleRecord(ctx, one.id).then((row) => row && take(row, ctx))

const stateOf = (row: RecordRow) => (row.heldAt ? 'HELD' : row.cancelled ? 'CANCELLED' : 'PLANNED')

export const recordResolvers = {
  Query: {
    owedBy: (_: unknown, args: OwedByArgs, ctx: Ctx) => owedItems(ctx, args),
    workKinds: (_: unknown, args: { schoolId?: string | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      return schoolId ? offeredKinds(ctx, schoolId) : null
    },
  },
  Mutation: {
    describeLesson: (_: unknown, { input }: { input: DescribeLessonInput }, ctx: Ctx) =>
      describeLesson(ctx, input),
    keepLessons: (
      _: unknown,
      { input }: { input: { requestId?: string | null; lessons: KeepLessonInput[] } },
      ctx: Ctx,
    ) => keepLessons(ctx, input),
    addWork: (
      _: unknown,
      { input }: { input: { requestId?: string | null; lessonId: string } & NewWork },
      ctx: Ctx,
    ) => addWork(ctx, input),
    addOutsideWork: (_: unknown, { input }: { input: AddOutsideWorkInput }, ctx: Ctx) =>
      addOutsideWork(ctx, input),
    changeWork: (_: unknown, { input }: { input: ChangeWorkInput }, ctx: Ctx) => changeWork(ctx, input),
    cancelWork: (_: unknown, { input }: { input: CancelWorkInput }, ctx: Ctx) => cancelWork(ctx, input),
    restoreWork: (_: unknown, { input }: { input: CancelWorkInput }, ctx: Ctx) => restoreWork(ctx, input),
    setWorkKinds: (_: unknown, { input }: { input: SetWorkKindsInput }, ctx: Ctx) => setWorkKinds(ctx, input),
  },
  Lesson: {
    __resolveReference: async (one: Ref) => ({ id: one.id }),
    record: async (one: Ref, _: unknown, ctx: Ctx) => visibleRecord(ctx, one.id),
  },
  LessonRecord: {
    __resolveReference: async (one: Ref, ctx: Ctx) => visibleRecord(ctx, one.id),
    homeworkFiles: async (one: ShownRecord, _: unknown, ctx: Ctx) =>
      isRow(one) || (await visibleRecord(ctx, one.id)) ? ctx.loaders.homeworkFilesOfLesson.load(one.id) : [],
    individualHomework: async (one: ShownRecord, _: unknown, ctx: Ctx) => {
      const row = isRow(one) ? one : await visibleRecord(ctx, one.id)
      return row ? shownIndividual(ctx, row, await ctx.loaders.individualOfLesson.load(row.id)) : []
    },
    // A work out of lessons has a day and no hours.
    date: ofRecord((row) => (row.outside ? null : row.day)),
    number: ofRecord((row) => (row.outside ? null : row.number)),
    startsAt: ofRecord((row) => (row.outside ? null : row.startsAt)),
    endsAt: ofRecord((row) => (row.outside ? null : row.endsAt)),
    outside: ofRecord((row) => row.outside),
    workedOn: ofRecord((row) => row.day),
    source: ofRecord((row) => row.source),
    attendanceTakenAt: ofRecord((row) => row.attendanceTakenAt),
    fromPaperOn: ofRecord((row) => row.fromPaperOn),
    state: ofRecord(stateOf),
    lesson: ofRecord((row) => (row.outside ? null : { id: row.id })),
    roomName: ofRecord((row) => row.roomName),
    topic: ofRecord((row) => row.topic),
    homework: ofRecord((row) => row.homework),
    homeworkSetAt: ofRecord((row) => row.homeworkSetAt),
    taughtBy: ofRecord((row) => (row.givenById ? { id: row.givenById } : null)),
    taughtByName: ofRecord((row) => row.givenByName),
    insteadOfName: ofRecord((row) => (row.substituted ? row.insteadOfName : null)),
    substitutionReason: ofRecord((row) => row.substitutionReason),
    works: (one: ShownRecord, _: unknown, ctx: Ctx) =>
      one.shownWorks ?? ctx.loaders.worksOfLesson.load(one.id),
    cancelledWorks: (one: ShownRecord, _: unknown, ctx: Ctx) => {
      // Nearly every lesson of a page has none: that is known without asking who the viewer is.
      if (one.shownCancelled?.length === 0) return []
      return ofRecord((row) =>
        mayKeep(ctx.viewer, row)
          ? (one.shownCancelled ?? ctx.loaders.cancelledWorksOfLesson.load(row.id))
          : [],
      )(one, _, ctx)
    },
    marksCount: (one: ShownRecord, _: unknown, ctx: Ctx) =>
      one.shownMarks ?? ctx.loaders.marksCountOfLesson.load(one.id).then((found) => found[0]?.count ?? 0),
    viewerCanEdit: ofRecord((row, ctx) => isOpenTo(ctx, row) && hasBegun(row, ctx.now)),
    viewerCanPrepare: ofRecord((row, ctx) => isOpenTo(ctx, row) && !row.outside),
    editableUntil: ofRecord((row) => {
      if (row.unlock) return row.unlock.until
      return row.window === 'NEVER_CLOSES' ? null : editableUntil(row)
    }),
    owed: (one: ShownRecord, _: unknown, ctx: Ctx) => {
      if (isRow(one) && owesNothing(one, one.shownWorks, ctx.now)) return []
      return owedBy(one, ctx)
    },
    version: ofRecord((row) => row.version),
  },
  HomeworkFile: { url: (file: { fileId: string }) => `/files/${file.fileId}` },
  Work: {
    weight: (work: WorkRow) => Number(work.weight),
    sign: (work: WorkRow) => work.sign ?? kindOf(work.kind)?.sign ?? null,
    written: (work: WorkRow) => isWritten(work),
  },
}

/** Kept by the viewer, not cancelled, on a page that no lock closes to them. */
const isOpenTo = (ctx: Ctx, row: RecordRow): boolean =>
  mayKeep(ctx.viewer, row) && !row.cancelled && (!row.closed || Boolean(row.unlock))

/** Known without asking the database: nothing of the lesson lacks, and no work of it is written. */
const owesNothing = (row: RecordRow, works: readonly WorkRow[] | undefined, now: Date): boolean =>
  row.cancelled ||
  now < row.startsAt ||
  (works !== undefined &&
    !works.some(isWritten) &&
    (row.outside || Boolean(row.attendanceTakenAt && row.topic && row.homework)))

const isWritten = (work: WorkRow): boolean => work.written ?? kindOf(work.kind)?.written ?? false

async function owedBy(one: ShownRecord, ctx: Ctx): Promise<Owed[]> {
  const row = isRow(one) ? one : await visibleRecord(ctx, one.id)
  if (!row) return []
  const begun = !row.cancelled && ctx.now >= row.startsAt
  // Only a lesson without homework needs the end of the day's last lesson, only one with a written work its marks.
  const [last, unmarked] = await Promise.all([
    begun && !row.homework && !row.outside ? ctx.loaders.lastEnd.load(row.id) : null,
    begun && (one.shownWorks?.some(isWritten) ?? row.exists) ? ctx.loaders.unmarkedWorks.load(row.id) : [],
  ])
  return owedOf({ ...row, lastLessonEndsAt: last?.lastEnd ?? row.endsAt, unmarked }, row.zone, ctx.now)
}
