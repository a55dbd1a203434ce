import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { refuse, notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { isLegalRepresentative, type Relation } from '../cards/entered-cards.js'
import { actorIn, type Ctx } from '../context.js'
import { maySetUp } from '../policy.js'

type Pair = { guardianId: string; pupilId: string }
type Tie = Pair & { relation: string | null; legalRepresentative: boolean; refusedOn: string | null }
const tie = sql`g.guardian_id as "guardianId", g.pupil_id as "pupilId", g.relation, g.legal_representative as "legalRepresentative",
  g.refused_service_on as "refusedOn"`

type Added = Pair & { relation?: Relation | null; legalRepresentative?: boolean | null }
export type ChangeGuardiansInput = {
  requestId?: string | null
  schoolId: string
  add: Added[]
  remove: Pair[]
}

/** Says whose guardian somebody is, or no longer is. A pair that is there already, or is not, changes nothing. */
export async function changeGuardians(ctx: Ctx, input: ChangeGuardiansInput) {
  return mutation(ctx.db, ctx.scope, 'changeGuardians', input, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    if (input.add.length + input.remove.length > 1000)
      refuse('BAD_INPUT', 'Не больше 1000 за один раз.', 'add')
    await checkPairs(tx, input)
    const added = await tx.sql<Tie>(sql`insert into guardianship as g
        (guardian_id, pupil_id, school_id, relation, legal_representative)
      select t."guardianId", t."pupilId", ${input.schoolId}, t.relation, t.legal from ${pairs(input.add.map(said))} on conflict do nothing
      returning ${tie}`)
    const removed = await tx.sql<Tie>(sql`delete from guardianship g using ${pairs(input.remove)}
      where g.guardian_id = t."guardianId" and g.pupil_id = t."pupilId" and g.school_id = ${input.schoolId}
      returning ${tie}`)
    const entry = ({ guardianId, pupilId, ...more }: Tie, is: boolean) => ({
      act: 'changeGuardians',
      subject: `person:${guardianId}`,
      aboutId: pupilId,
      from: is ? null : { guardianOf: pupilId, ...more },
      to: is ? { guardianOf: pupilId, ...more } : null,
    })
    await appendLog(tx, 'roster', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      ...added.map((pair) => entry(pair, true)),
      ...removed.map((pair) => entry(pair, false)),
    ])
    return { changed: added.length + removed.length }
  })
}

const said = (pair: Added) => ({
  ...pair,
  legal: isLegalRepresentative(pair.relation, pair.legalRepresentative),
})

const pairs = (list: readonly Pair[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
    as t("guardianId" uuid, "pupilId" uuid, relation text, legal boolean)`

/** Both are people of this school who are there, the child a pupil. */
async function checkPairs(tx: Tx, input: ChangeGuardiansInput): Promise<void> {
  const [strange] = await tx.sql<{ id: string }>(sql`select t."pupilId" as id from ${pairs(input.add)}
    where not exists (select 1 from person p where p.id = t."pupilId" and p.is_pupil and not p.removed and p.school_id = ${input.schoolId})
      or not exists (select 1 from person p where p.id = t."guardianId" and not p.removed and p.school_id = ${input.schoolId}) limit 1`)
  if (strange) notFound('add')
}
