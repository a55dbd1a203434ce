import type { Ctx } from '../context.js'
import { seesNoteDocument } from '../policy.js'
import type { AbsenceRow } from './attendance.js'
import { absencesOf, classAttendance } from './class-attendance.js'
import { recordAbsenceNote, withdrawAbsenceNote, type NoteRow } from './notes.js'
import { setAbsenceReasons } from './reasons.js'
import { absentOn, attendanceTaken } from './school-day.js'

type Input<F extends (ctx: Ctx, input: never) => unknown> = { input: Parameters<F>[1] }
type Ref = { id: string }

/** The note that gives an absence its reason: none where a reason was set by itself, or the pupil only came late. */
const noteOf = (absence: AbsenceRow, ctx: Ctx): Promise<NoteRow | null> =>
  absence.reasonCode === null && absence.code !== 'LATE'
    ? ctx.loaders.noteOfDay.load(absence)
    : Promise.resolve(null)

export const attendanceResolvers = {
  Query: {
    classAttendance: (_: unknown, args: { schoolClassId: string; from: string; to: string }, ctx: Ctx) =>
      classAttendance(ctx, args.schoolClassId, args.from, args.to),
    absencesOf: (_: unknown, args: Parameters<typeof absencesOf>[1], ctx: Ctx) => absencesOf(ctx, args),
    absentOn: (_: unknown, args: Parameters<typeof absentOn>[1], ctx: Ctx) => absentOn(ctx, args),
    attendanceTaken: (_: unknown, args: Parameters<typeof attendanceTaken>[1], ctx: Ctx) =>
      attendanceTaken(ctx, args),
  },
  Mutation: {
    setAbsenceReasons: (_: unknown, { input }: Input<typeof setAbsenceReasons>, ctx: Ctx) =>
      setAbsenceReasons(ctx, input),
    recordAbsenceNote: (_: unknown, { input }: Input<typeof recordAbsenceNote>, ctx: Ctx) =>
      recordAbsenceNote(ctx, input),
    withdrawAbsenceNote: (_: unknown, { input }: Input<typeof withdrawAbsenceNote>, ctx: Ctx) =>
      withdrawAbsenceNote(ctx, input),
  },
  /** What the act has written, and on a CONFLICT what stands: read when it is asked for. */
  SetAbsenceReasonsPayload: {
    absences: (payload: { absences?: Ref[] | null }, _: unknown, ctx: Ctx) =>
      payload.absences ? Promise.all(payload.absences.map((one) => ctx.loaders.absence.load(one.id))) : null,
  },
  RecordAbsenceNotePayload: {
    note: (payload: { note?: Ref | null }, _: unknown, ctx: Ctx) =>
      payload.note ? ctx.loaders.note.load(payload.note.id) : null,
  },
  WithdrawAbsenceNotePayload: {
    note: (payload: { note?: Ref | null }, _: unknown, ctx: Ctx) =>
      payload.note ? ctx.loaders.note.load(payload.note.id) : null,
  },
  Absence: {
    reason: (absence: AbsenceRow, _: unknown, ctx: Ctx) =>
      absence.reasonCode ?? noteOf(absence, ctx).then((note) => note?.code ?? null),
    note: (absence: AbsenceRow, _: unknown, ctx: Ctx) => noteOf(absence, ctx),
  },
  AbsenceNote: {
    document: async (note: NoteRow, _: unknown, ctx: Ctx) => {
      if (note.document === null) return null
      const pupil = await ctx.loaders.pupil.load(note.pupilId)
      return pupil && seesNoteDocument(ctx.viewer, pupil) ? note.document : null
    },
  },
}
