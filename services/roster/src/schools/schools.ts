import { brokenConstraint } from '@zhurnal/kit/database'
import { canonicalJson } from '@zhurnal/kit/canonical'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { isZone } from '@zhurnal/kit/time'
import { schoolChanged } from '../../events.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { mayCreateSchools, maySetUp } from '../policy.js'

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

export type ChangeSchoolInput = {
  requestId?: string | null
  schoolId: string
  name?: string | null
  shortName?: string | null
  /** null clears. */
  supportEmail?: string | null
}
/** One address as mail goes to it: no spaces, no list, no header hidden in it. */
export const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\]+$/.test(text)

type Names = { name: string; shortName: string; supportEmail: string | null }

/** Changes the names of a school; documents that are made already keep the old one. */
export async function changeSchool(ctx: Ctx, input: ChangeSchoolInput) {
  return mutation(ctx.db, ctx.scope, 'changeSchool', input, async (tx) => {
    const { schoolId } = input
    if (!maySetUp(ctx.viewer, schoolId)) notFound('schoolId')
    const [before] = await tx.sql<Names>(
      sql`select name, short_name as "shortName", support_email as "supportEmail" from school where id = ${schoolId} for update`,
    )
    if (!before) return notFound('schoolId')
    const after = {
      name: input.name === undefined ? before.name : (input.name?.trim() ?? ''),
      shortName: input.shortName === undefined ? before.shortName : (input.shortName?.trim() ?? ''),
      supportEmail:
        input.supportEmail === undefined ? before.supportEmail : input.supportEmail?.trim() || null,
    }
    if (!after.name) refuse('BAD_INPUT', 'У школы должно быть название.', 'name')
    if (!after.shortName) refuse('BAD_INPUT', 'Короткое название пустое.', 'shortName')
    if (after.supportEmail !== null && !isEmail(after.supportEmail))
      refuse('BAD_INPUT', 'Адрес поддержки записан неверно.', 'supportEmail')
    if (canonicalJson(after) === canonicalJson(before)) return { school: { id: schoolId } }
    await tx.sql(sql`update school set name = ${after.name}, short_name = ${after.shortName},
      support_email = ${after.supportEmail}, version = version + 1
      where id = ${schoolId}`)
    await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
      { act: 'changeSchool', subject: `school:${schoolId}`, from: before, to: after },
    ])
    await tell(tx, schoolChanged, schoolId, [schoolId], ctx)
    return { school: { id: schoolId } }
  })
}
