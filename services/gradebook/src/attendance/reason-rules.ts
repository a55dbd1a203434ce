// Who may give reasons, which, and until when: shared by single reasons and notes.
import type { Tx } from '@zhurnal/kit/database'
import { refuse } from '@zhurnal/kit/refusal'
import { addDays, startOfDay } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import { pupilStatement, type PupilRow } from '../loaders.js'
import { maySetReasons } from '../policy.js'
import { ruDay } from '../records/rules.js'
import type { AbsenceCode } from './attendance.js'

/** What a note or the class teacher may say. */
export type ReasonCode = Exclude<AbsenceCode, 'ABSENT' | 'LATE'>

export function checkReason(code: AbsenceCode, field: string | readonly string[]): ReasonCode {
  if (code === 'ABSENT' || code === 'LATE')
    return refuse('BAD_INPUT', 'Причина: болезнь, уважительная, без уважительной или освобождение.', field)
  return code
}

/** No edit window binds reasons, only the end of the academic year (A5.19). */
export function refuseAfterYear(zone: string, endsOn: string, now: Date): void {
  if (now >= startOfDay(zone, addDays(endsOn, 1)))
    refuse('WINDOW_CLOSED', `Учебный год кончился ${ruDay(endsOn)}: причины больше не меняют.`)
}

/** Of these pupils, those of the viewer's own class; read within the act's own transaction. */
export async function pupilsToReason(
  ctx: Ctx,
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, PupilRow>> {
  const rows = await tx.sql<PupilRow>(pupilStatement(ids, ctx.now))
  return new Map(rows.filter((row) => maySetReasons(ctx.viewer, row)).map((row) => [row.askedId, row]))
}
