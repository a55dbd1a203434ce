import { oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuseEach, type UserError } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { cardPlace } from '../cards/care.js'
import { lineFault, oneLine } from '../cards/names.js'
import { alreadyThere } from '../classes/classes.js'
import { actorIn, type Ctx } from '../context.js'
import { keepsCard } from '../policy.js'

type DocumentInput = {
  id: string
  kind: string
  title: string
  number?: string | null
  issuedOn?: string | null
  issuedBy?: string | null
}
export type ChangePersonalDocumentsInput = {
  requestId?: string | null
  pupilId: string
  add: DocumentInput[]
  removeIds: string[]
}
type Paper = {
  id: string
  kind: string
  title: string
  number: string | null
  on: string | null
  by: string | null
}

/** Adds documents to a personal file, or takes some out; at most 100 in one act. One that is not there is NOT_FOUND. */
export async function changePersonalDocuments(ctx: Ctx, input: ChangePersonalDocumentsInput) {
  const place = await cardPlace(ctx, input.pupilId)
  const pupil = await ctx.loaders.person.load(input.pupilId)
  const school = place && (await ctx.loaders.school.load(place.schoolId))
  return mutation(ctx.db, ctx.scope, 'changePersonalDocuments', input, async (tx) => {
    if (!place || !school || !pupil?.isPupil || !keepsCard(ctx.viewer, place)) return notFound('pupilId')
    oneOfEach([...input.add.map((one) => one.id), ...input.removeIds], 100, 'add')
    const today = dayIn(school.timeZone, ctx.now)
    refuseEach(input.add.flatMap((one, i) => faultsOf(one, ['add', String(i)], today)))
    const removed = await tx.sql<Paper>(sql`delete from personal_document
      where id = any(${input.removeIds}::uuid[]) and pupil_id = ${place.id} returning id, kind, title, number, issued_on as "on", issued_by as "by"`)
    if (removed.length < input.removeIds.length) notFound('removeIds')
    const rows = input.add.map(({ id, kind, title, number, issuedOn, issuedBy }) => {
      const line = (text: string | null | undefined) => oneLine(text ?? '') || null
      return {
        id,
        kind,
        title: oneLine(title),
        number: line(number),
        on: issuedOn ?? null,
        by: line(issuedBy),
      }
    })
    await tx
      .sql(
        sql`insert into personal_document (id, school_id, pupil_id, kind, title, number, issued_on, issued_by)
          select t.id, ${place.schoolId}, ${place.id}, t.kind, t.title, t.number, t."on", t."by"
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
            as t(id uuid, kind text, title text, number text, "on" date, "by" text)`,
      )
      .catch(alreadyThere('Этот документ уже есть.', 'add'))
    const entry = ({ id, kind, title, number, on, by }: Paper, is: boolean) => ({
      act: 'changePersonalDocuments',
      subject: `personal-document:${id}`,
      aboutId: place.id,
      from: is ? null : { kind, issuedOn: on },
      to: is ? { kind, issuedOn: on } : null,
      texts: { title, number: number ?? '', issuedBy: by ?? '' },
    })
    await appendLog(tx, 'roster', place.schoolId, ctx.now, actorIn(ctx, place.schoolId), [
      ...removed.map((paper) => entry(paper, false)),
      ...rows.map((paper) => entry(paper, true)),
    ])
    return { personalFile: { id: place.id } }
  })
}

function faultsOf(one: DocumentInput, place: readonly string[], today: string): UserError[] {
  const bad = (name: string, message: string) => ({ code: 'BAD_INPUT', message, field: [...place, name] })
  const lines = (['title', 'number', 'issuedBy'] as const).flatMap((name) => {
    const fault = lineFault(one[name] ?? '', 300)
    return fault ? [bad(name, `Документ: ${fault}.`)] : []
  })
  return [
    ...lines,
    ...(one.title.trim() ? [] : [bad('title', 'Назовите документ.')]),
    ...(one.issuedOn && one.issuedOn > today
      ? [bad('issuedOn', `Документ не может быть выдан в будущем: ${one.issuedOn}.`)]
      : []),
  ]
}
