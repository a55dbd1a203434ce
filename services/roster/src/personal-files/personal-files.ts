import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { lockContacts, writeContacts } from '../cards/contacts.js'
import { cardPlace } from '../cards/care.js'
import { lineFault, oneLine } from '../cards/names.js'
import { actorIn, type Ctx } from '../context.js'
import { keepsCard } from '../policy.js'

type Fields = {
  healthGroup?: string | null
  physicalEducationGroup?: string | null
  specialNeeds?: string | null
  previousSchool?: string | null
}
export type ChangePersonalFileInput = Fields & {
  requestId?: string | null
  pupilId: string
  address?: string | null
  expectedVersion?: number | null
}
type Standing = Record<keyof Fields, string | null> & { version: number }

const fields = ['healthGroup', 'physicalEducationGroup', 'specialNeeds', 'previousSchool'] as const
const words = {
  specialNeeds: 'Заключение комиссии',
  previousSchool: 'Откуда прибыл',
  address: 'Адрес',
} as const
const health = ['I', 'II', 'III', 'IV', 'V']

/** Fields of a personal file (A5.20); a field that is not given stays, null clears. */
export async function changePersonalFile(ctx: Ctx, input: ChangePersonalFileInput) {
  const place = await cardPlace(ctx, input.pupilId)
  const pupil = await ctx.loaders.person.load(input.pupilId)
  return mutation(ctx.db, ctx.scope, 'changePersonalFile', input, async (tx) => {
    if (!place || !pupil?.isPupil || !keepsCard(ctx.viewer, place)) return notFound('pupilId')
    checkFields(input)
    const contacts = await lockContacts(tx, place.id)
    const before = await standingFile(tx, place.id)
    if (input.expectedVersion != null && input.expectedVersion !== before.version)
      refuse(
        'CONFLICT',
        'Личное дело только что изменил кто-то другой. Посмотрите, что стоит теперь.',
        'expectedVersion',
      )
    const after = { ...before }
    for (const name of fields) if (input[name] !== undefined) after[name] = oneLine(input[name] ?? '') || null
    const changed = fields.filter((name) => before[name] !== after[name])
    if (changed.length > 0) {
      await writeFile(tx, place, after)
      await appendLog(tx, 'roster', place.schoolId, ctx.now, actorIn(ctx, place.schoolId), [
        {
          act: 'changePersonalFile',
          subject: `personal-file:${place.id}`,
          aboutId: place.id,
          from: null,
          to: { changed },
          // Health is a special kind of personal data (152-ФЗ, ст. 10): it stands beside the entry, erasable.
          texts: Object.fromEntries(
            changed.flatMap((name) => [
              [`${name}Before`, before[name] ?? ''],
              [name, after[name] ?? ''],
            ]),
          ),
        },
      ])
    }
    if (input.address !== undefined)
      await writeContacts(ctx, tx, place.schoolId, place.id, contacts, {
        ...contacts,
        address: oneLine(input.address ?? '') || null,
      })
    return { personalFile: { id: place.id } }
  })
}

function checkFields(input: ChangePersonalFileInput): void {
  if (input.healthGroup && !health.includes(input.healthGroup))
    refuse('BAD_INPUT', 'Группа здоровья — от I до V римскими цифрами.', 'healthGroup')
  for (const name of ['specialNeeds', 'previousSchool', 'address'] as const) {
    const fault = lineFault(input[name] ?? '', 1000)
    if (fault) refuse('BAD_INPUT', `${words[name]}: ${fault}.`, name)
  }
}

async function standingFile(tx: Tx, pupilId: string): Promise<Standing> {
  const [row] = await tx.sql<Standing>(sql`select health_group as "healthGroup",
      physical_education_group as "physicalEducationGroup", special_needs as "specialNeeds",
      previous_school as "previousSchool", version from personal_file where pupil_id = ${pupilId}`)
  const nothing = {
    healthGroup: null,
    physicalEducationGroup: null,
    specialNeeds: null,
    previousSchool: null,
  }
  return row ?? { ...nothing, version: 0 }
}

async function writeFile(tx: Tx, place: { id: string; schoolId: string }, file: Standing): Promise<void> {
  await tx.sql(sql`insert into personal_file as f
      (pupil_id, school_id, health_group, physical_education_group, special_needs, previous_school)
    values (${place.id}, ${place.schoolId}, ${file.healthGroup}, ${file.physicalEducationGroup}, ${file.specialNeeds},
      ${file.previousSchool})
    on conflict (pupil_id) do update set health_group = excluded.health_group,
      physical_education_group = excluded.physical_education_group, special_needs = excluded.special_needs,
      previous_school = excluded.previous_school, version = f.version + 1`)
}
