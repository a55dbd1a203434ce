import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { actorIn, type Ctx } from '../context.js'
import { keepsCard } from '../policy.js'
import { cardPlace } from './care.js'
import type { GuardianshipRow } from './cards.loaders.js'
import type { Relation } from './entered-cards.js'
import { lineFault, oneLine } from './names.js'

type Pair = { requestId?: string | null; guardianId: string; pupilId: string }
export type ChangeGuardianshipInput = Pair & {
  relation?: Relation | null
  legalRepresentative?: boolean | null
}
export type SetElectronicServiceInput = Pair & { refusedOn?: string | null; document?: string | null }
type Standing = GuardianshipRow & { schoolId: string; refusedDocument: string | null }

/** Who a guardian is to a child. A field that is not given stays; a null relation clears. */
export async function changeGuardianship(ctx: Ctx, input: ChangeGuardianshipInput) {
  return onPair(ctx, 'changeGuardianship', input, async (tx, before) => {
    const after = {
      relation: input.relation === undefined ? before.relation : input.relation,
      legalRepresentative: input.legalRepresentative ?? before.legalRepresentative,
    }
    await tx.sql(sql`update guardianship set relation = ${after.relation}, legal_representative = ${after.legalRepresentative},
        version = version + 1 where guardian_id = ${before.guardianId} and pupil_id = ${before.pupilId}`)
    const { relation, legalRepresentative } = before
    return { from: { relation, legalRepresentative }, to: after }
  })
}

/** A guardian refuses the electronic service, or takes the refusal back (3.9). */
export async function setElectronicService(ctx: Ctx, input: SetElectronicServiceInput) {
  const [place, fault] = [await cardPlace(ctx, input.pupilId), lineFault(input.document ?? '')]
  const school = place && (await ctx.loaders.school.load(place.schoolId))
  return onPair(ctx, 'setElectronicService', input, async (tx, before) => {
    const refusedOn = input.refusedOn ?? null
    if (refusedOn && school && refusedOn > dayIn(school.timeZone, ctx.now))
      refuse('BAD_INPUT', `День отказа ещё не наступил: ${refusedOn}.`, 'refusedOn')
    if (fault) refuse('BAD_INPUT', `Документ: ${fault}.`, 'document')
    const document = refusedOn ? oneLine(input.document ?? '') || null : null
    await tx.sql(sql`update guardianship set refused_service_on = ${refusedOn}, refused_document = ${document},
        version = version + 1 where guardian_id = ${before.guardianId} and pupil_id = ${before.pupilId}`)
    return {
      from: { refusedOn: before.refusedServiceOn, document: before.refusedDocument },
      to: { refusedOn, document },
    }
  })
}

type Change = (tx: Tx, before: Standing) => Promise<{ from: Values; to: Values }>
type Values = Readonly<Record<string, string | boolean | null>>

/** An act on what a guardian is to a child, by who keeps the child's card. One that changes nothing is not logged. */
async function onPair(ctx: Ctx, name: string, input: Pair, change: Change) {
  const place = await cardPlace(ctx, input.pupilId)
  return mutation(ctx.db, ctx.scope, name, input, async (tx) => {
    if (!place || !keepsCard(ctx.viewer, place)) return notFound('pupilId')
    const [before] = await tx.sql<Standing>(sql`
      select guardian_id as "guardianId", pupil_id as "pupilId", school_id as "schoolId", relation,
        legal_representative as "legalRepresentative", refused_service_on as "refusedServiceOn", refused_document as "refusedDocument"
      from guardianship where guardian_id = ${input.guardianId} and pupil_id = ${input.pupilId} for update`)
    if (!before) return notFound('guardianId')
    const { from, to } = await change(tx, before)
    if (JSON.stringify(from) !== JSON.stringify(to))
      await appendLog(tx, 'roster', before.schoolId, ctx.now, actorIn(ctx, before.schoolId), [
        { act: name, subject: `person:${before.guardianId}`, aboutId: before.pupilId, from, to },
      ])
    return { guardianship: { guardianId: before.guardianId, pupilId: before.pupilId } }
  })
}
