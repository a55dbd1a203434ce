import type { Ctx } from '../context.js'
import { schoolMeant } from '../lessons/lessons.js'
import { seesPlan } from '../policy.js'
import { calendarDifference, type CalendarDifferenceArgs } from './calendar-difference.js'
import { timetableDifference } from './difference.js'
import { publishTimetable, withdrawTimetable, type VersionInput } from './publish.js'
import { draftTimetable, type DraftTimetableInput } from './timetable.js'
import { standingOn, versionsOf, type SlotRow, type VersionRow } from './versions.js'

type Ref = { id: string }

/** The version, if the viewer may know of it: staff and inspector. */
async function version(ctx: Ctx, ref: Ref | VersionRow): Promise<VersionRow | null> {
  const row = 'schoolId' in ref ? ref : await ctx.loaders.version.load(ref.id)
  return row && seesPlan(ctx.viewer, row.schoolId) ? row : null
}

const ofVersion =
  <T>(take: (row: VersionRow) => T) =>
  async (ref: Ref | VersionRow, _: unknown, ctx: Ctx): Promise<T | null> => {
    const row = await version(ctx, ref)
    return row ? take(row) : null
  }
const ref = (id: string | null) => (id ? { id } : null)

export const timetableResolvers = {
  Query: {
    timetableVersions: async (_: unknown, args: { schoolId?: string | null }, ctx: Ctx) => {
      const schoolId = schoolMeant(ctx, args.schoolId)
      if (!schoolId || !seesPlan(ctx.viewer, schoolId)) return null
      return ctx.db.read<VersionRow>(ctx.scope, versionsOf(ctx, schoolId))
    },
    timetableVersion: async (_: unknown, args: Ref, ctx: Ctx) => version(ctx, args),
    timetableDifference: (_: unknown, args: { versionId: string }, ctx: Ctx) =>
      timetableDifference(ctx, args.versionId),
    calendarDifference: (_: unknown, args: CalendarDifferenceArgs, ctx: Ctx) => calendarDifference(ctx, args),
  },
  Mutation: {
    draftTimetable: (_: unknown, { input }: { input: DraftTimetableInput }, ctx: Ctx) =>
      draftTimetable(ctx, input),
    publishTimetable: (_: unknown, { input }: { input: VersionInput }, ctx: Ctx) =>
      publishTimetable(ctx, input),
    withdrawTimetable: (_: unknown, { input }: { input: VersionInput }, ctx: Ctx) =>
      withdrawTimetable(ctx, input),
  },
  School: {
    currentTimetable: async (school: Ref, args: { on?: string | null }, ctx: Ctx) => {
      if (!seesPlan(ctx.viewer, school.id)) return null
      const statement = standingOn(ctx, school.id, args.on ?? null)
      return (await ctx.db.read<VersionRow>(ctx.scope, statement))[0] ?? null
    },
  },
  TimetableVersion: {
    __resolveReference: async (one: Ref, ctx: Ctx) => version(ctx, one),
    name: ofVersion((row) => row.name),
    validFrom: ofVersion((row) => row.validFrom),
    validUntil: ofVersion((row) => row.validUntil),
    publishedAt: ofVersion((row) => row.publishedAt),
    state: ofVersion((row) => row.state),
    lessonsCount: ofVersion((row) => row.lessonsCount),
    slots: async (one: Ref | VersionRow, _: unknown, ctx: Ctx) => {
      const row = await version(ctx, one)
      return row ? ctx.loaders.slots.load(row.id) : null
    },
  },
  Slot: {
    course: (slot: SlotRow) => ref(slot.courseId),
    bellSchedule: (slot: SlotRow) => ref(slot.bellScheduleId),
    room: (slot: SlotRow) => ref(slot.roomId),
  },
}
