// A note for a span of days gives the reason of all absences in it, those entered later too: derived on reading.
import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { validate as isId, v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { ruDay } from '../records/rules.js'
import type { AbsenceCode } from './attendance.js'
import { checkReason, pupilsToReason, refuseAfterYear, type ReasonCode } from './reason-rules.js'

export type NoteRow = {
  id: string
  schoolId: string
  pupilId: string
  from: string
  until: string
  code: ReasonCode
  document: string | null
  setByName: string
  setAt: Date
  version: number
}
export const noteColumns = sql`n.id, n.school_id as "schoolId", n.pupil_id as "pupilId", n.from_day as "from", n.until_day as until, n.code,
  n.document, n.set_by_name as "setByName", n.set_at as "setAt", n.version`

const longestDocument = 300

type NewNote = {
  requestId?: string | null
  pupilId: string
  from: string
  until: string
  code: AbsenceCode
  document?: string | null
}

/** Records a note for a span of days within one academic year. Codes: NOT_FOUND, BAD_INPUT, OVERLAP, WINDOW_CLOSED. */
export async function recordAbsenceNote(ctx: Ctx, input: NewNote) {
  return mutation(ctx.db, ctx.scope, 'recordAbsenceNote', input, async (tx) => {
    if (!isId(input.pupilId)) notFound('pupilId')
    const asked = input.pupilId.toLowerCase()
    const pupil = (await pupilsToReason(ctx, tx, [asked])).get(asked) ?? notFound('pupilId')
    const code = checkReason(input.code, 'code')
    const document = input.document?.trim() || null
    if ((document?.length ?? 0) > longestDocument)
      refuse('BAD_INPUT', `Документ: не больше ${longestDocument} знаков.`, 'document')
    await checkSpan(ctx, tx, pupil, input)
    await refuseOverlap(tx, pupil.id, input)
    const id = newId()
    const actor = actorIn(ctx, pupil.schoolId)
    await tx.sql(sql`insert into absence_note (id, school_id, pupil_id, from_day, until_day, code, document, set_by_name, set_at)
      values (${id}, ${pupil.schoolId}, ${pupil.id}, ${input.from}, ${input.until}, ${code}, ${document}, ${actor.name}, ${ctx.now})`)
    const covered = await tx.sql<{ count: number }>(sql`select count(*)::integer as count from absence
      where pupil_id = ${pupil.id} and day between ${input.from} and ${input.until} and not removed and code <> 'LATE' and reason_code is null`)
    await appendLog(tx, 'gradebook', pupil.schoolId, ctx.now, actor, [
      {
        act: 'recordAbsenceNote',
        subject: `absenceNote:${id}`,
        aboutId: pupil.id,
        from: null,
        to: { from: input.from, until: input.until, code },
        facts: { pupil: pupil.id, note: id, version: 1 },
        ...(document ? { texts: { document } } : {}),
      },
    ])
    return { note: { id }, absences: covered[0]?.count ?? 0 }
  })
}

async function checkSpan(
  ctx: Ctx,
  tx: Tx,
  pupil: { schoolId: string; zone: string },
  { from, until }: { from: string; until: string },
): Promise<void> {
  if (until < from) refuse('BAD_INPUT', 'Конец срока раньше начала.', 'until')
  const [year] = await tx.sql<{ endsOn: string }>(sql`select ends_on as "endsOn" from ref_year
    where school_id = ${pupil.schoolId} and ${from}::date between starts_on and ends_on order by ends_on limit 1`)
  if (!year) return refuse('BAD_INPUT', `${ruDay(from)} не относится ни к одному учебному году.`, 'from')
  if (until > year.endsOn)
    refuse('BAD_INPUT', `Срок выходит за учебный год: он кончается ${ruDay(year.endsOn)}.`, 'until')
  refuseAfterYear(pupil.zone, year.endsOn, ctx.now)
}

/** Two notes for one pupil at once: the second waits for the first, and sees it. */
async function refuseOverlap(
  tx: Tx,
  pupilId: string,
  { from, until }: { from: string; until: string },
): Promise<void> {
  await tx.sql(sql`select pg_advisory_xact_lock(hashtextextended(${pupilId}::text, 5))`)
  const [other] = await tx.sql<{
    from: string
    until: string
  }>(sql`select from_day as "from", until_day as until from absence_note
    where pupil_id = ${pupilId} and withdrawn_at is null and from_day <= ${until} and until_day >= ${from} order by from_day limit 1`)
  if (other)
    refuse(
      'OVERLAP',
      `На эти дни уже есть справка: ${ruDay(other.from)} — ${ruDay(other.until)}. Сначала снимите её.`,
      'from',
    )
}

/** Takes a note back: reasons that it gave are gone, those set by themselves stay. Codes: NOT_FOUND, CONFLICT, WINDOW_CLOSED. */
export async function withdrawAbsenceNote(
  ctx: Ctx,
  input: {
    requestId?: string | null
    noteId: string
    reason?: string | null
    expectedVersion?: number | null
  },
) {
  return mutation(ctx.db, ctx.scope, 'withdrawAbsenceNote', input, async (tx) => {
    if (!isId(input.noteId)) notFound('noteId')
    type Standing = NoteRow & { withdrawn: boolean; endsOn: string | null }
    const [note] = await tx.sql<Standing>(sql`select ${noteColumns}, n.withdrawn_at is not null as withdrawn,
        (select y.ends_on from ref_year y where y.school_id = n.school_id and n.from_day between y.starts_on and y.ends_on order by y.ends_on limit 1) as "endsOn"
      from absence_note n where n.id = ${input.noteId} for update of n`)
    const pupil = note && (await pupilsToReason(ctx, tx, [note.pupilId])).get(note.pupilId)
    if (!note || !pupil) return notFound('noteId')
    if (input.expectedVersion != null && input.expectedVersion !== note.version)
      refuse(
        'CONFLICT',
        'Эту справку только что изменил кто-то другой. Посмотрите, что стоит теперь.',
        'expectedVersion',
        {
          note: note.withdrawn ? null : { id: note.id },
        },
      )
    if (note.withdrawn) return notFound('noteId')
    if (note.endsOn) refuseAfterYear(pupil.zone, note.endsOn, ctx.now)
    await tx.sql(
      sql`update absence_note set withdrawn_at = ${ctx.now}, version = version + 1 where id = ${note.id}`,
    )
    const reason = input.reason?.trim()
    await appendLog(tx, 'gradebook', note.schoolId, ctx.now, actorIn(ctx, note.schoolId), [
      {
        act: 'withdrawAbsenceNote',
        subject: `absenceNote:${note.id}`,
        aboutId: note.pupilId,
        from: { from: note.from, until: note.until, code: note.code },
        to: null,
        facts: { pupil: note.pupilId, note: note.id, version: note.version + 1 },
        ...(reason ? { texts: { reason } } : {}),
      },
    ])
    return { note: { id: note.id } }
  })
}
