import { brokenConstraint } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { isZone } from '@zhurnal/kit/time'
import { schoolChanged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { mayCreateSchools } from '../policy.js'

export type CreateSchoolInput = {
  requestId?: string | null
  id: string
  name: string
  shortName: string
  timeZone: string
  studyDays: number[]
  demonstration?: boolean | null
}

/** Adds a school to the installation. The operator's passport names the new school, so that its rows may be written. */
export async function createSchool(ctx: Ctx, input: CreateSchoolInput) {
  return mutation(ctx.db, ctx.scope, 'createSchool', input, async (tx) => {
    if (!mayCreateSchools(ctx.viewer) || !ctx.scope.schools.includes(input.id)) notFound()
    if (!isZone(input.timeZone))
      refuse('BAD_INPUT', `Нет такого часового пояса: ${input.timeZone}.`, 'timeZone')
    if (!input.name.trim() || !input.shortName.trim())
      refuse('BAD_INPUT', 'У школы должно быть название.', 'name')
    if (input.studyDays.length === 0 || input.studyDays.some((day) => day < 1 || day > 7)) {
      refuse('BAD_INPUT', 'Учебные дни: числа от 1 (понедельник) до 7.', 'studyDays')
    }
    await tx
      .sql(
        sql`insert into school (id, name, short_name, time_zone, study_days, demonstration)
        values (${input.id}, ${input.name.trim()}, ${input.shortName.trim()}, ${input.timeZone}, ${input.studyDays}, ${input.demonstration ?? false})`,
      )
      .catch((error: unknown) => {
        if (brokenConstraint(error) === 'school_pkey') refuse('ALREADY_EXISTS', 'Такая школа уже есть.', 'id')
        throw error
      })
    await appendLog(tx, 'roster', input.id, ctx.now, actorIn(ctx, input.id), [
      {
        act: 'createSchool',
        subject: `school:${input.id}`,
        from: null,
        to: { name: input.name, timeZone: input.timeZone },
      },
    ])
    await tell(tx, schoolChanged, input.id, [input.id], ctx)
    return { school: { id: input.id } }
  })
}
