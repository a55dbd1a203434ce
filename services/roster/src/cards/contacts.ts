import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { emailOf, phoneOf } from '@zhurnal/kit/reach'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { at, keepsCard } from '../policy.js'
import { cardPlace } from './care.js'
import { lineFault, oneLine } from './names.js'

export type ChangeContactsInput = {
  requestId?: string | null
  personId: string
  phone?: string | null
  email?: string | null
  address?: string | null
  expectedVersion?: number | null
}
export type Reach = { phone: string | null; email: string | null; address: string | null }

/** Sets phone, e-mail, address; a field that is not given stays, null clears (A5.14). Oneself: phone and e-mail. */
export async function changeContacts(ctx: Ctx, input: ChangeContactsInput) {
  const place = await cardPlace(ctx, input.personId)
  return mutation(ctx.db, ctx.scope, 'changeContacts', input, async (tx) => {
    if (!place) return notFound('personId')
    if (!keepsCard(ctx.viewer, place)) {
      if (at(ctx.viewer, place.schoolId)?.person !== place.id) notFound('personId')
      if (input.address !== undefined)
        refuse('BAD_INPUT', 'Адрес меняет классный руководитель или координатор.', 'address')
    }
    const asked = checked(input)
    const standing = await lockContacts(tx, place.id)
    if (input.expectedVersion != null && input.expectedVersion !== standing.version)
      refuse(
        'CONFLICT',
        'Контакты только что изменил кто-то другой. Посмотрите, что стоит теперь.',
        'expectedVersion',
      )
    await writeContacts(ctx, tx, place.schoolId, place.id, standing, { ...standing, ...asked })
    return { person: { id: place.id } }
  })
}

function checked(input: ChangeContactsInput): Partial<Reach> {
  const phone = input.phone ? phoneOf(input.phone) : null
  if (input.phone?.trim() && !phone)
    refuse('BAD_INPUT', 'Это не номер телефона: «+7 900 000-00-00».', 'phone')
  const email = input.email ? emailOf(input.email) : null
  if (input.email?.trim() && !email)
    refuse('BAD_INPUT', 'Это не адрес электронной почты: «имя@адрес».', 'email')
  const fault = input.address ? lineFault(input.address) : null
  if (fault) refuse('BAD_INPUT', `Адрес: ${fault}.`, 'address')
  return {
    ...(input.phone === undefined ? {} : { phone }),
    ...(input.email === undefined ? {} : { email }),
    ...(input.address === undefined ? {} : { address: oneLine(input.address ?? '') || null }),
  }
}

/** As they stand, empty at version 0 where nothing is known yet. Two writers wait for each other at the person's row. */
export async function lockContacts(tx: Tx, personId: string): Promise<Reach & { version: number }> {
  await tx.sql(sql`select id from person where id = ${personId} for update`)
  const [row] = await tx.sql<Reach & { version: number }>(
    sql`select phone, email, address, version from contacts where person_id = ${personId}`,
  )
  return row ?? { phone: null, email: null, address: null, version: 0 }
}

/** Writes what differs, with its log entry; nothing where nothing does. */
export async function writeContacts(
  ctx: Ctx,
  tx: Tx,
  schoolId: string,
  personId: string,
  before: Reach,
  after: Reach,
): Promise<void> {
  const changed = (['phone', 'email', 'address'] as const).filter((name) => before[name] !== after[name])
  if (changed.length === 0) return
  await tx.sql(sql`insert into contacts as c (person_id, school_id, phone, email, address)
    values (${personId}, ${schoolId}, ${after.phone}, ${after.email}, ${after.address})
    on conflict (person_id) do update set phone = excluded.phone, email = excluded.email, address = excluded.address,
      version = c.version + 1`)
  const texts = changed.flatMap((name) => [
    [`${name}Before`, before[name] ?? ''] as const,
    [name, after[name] ?? ''] as const,
  ])
  await appendLog(tx, 'roster', schoolId, ctx.now, actorIn(ctx, schoolId), [
    {
      act: 'changeContacts',
      subject: `person:${personId}`,
      aboutId: personId,
      from: null,
      to: { changed },
      // Contacts are personal data: they can be erased where the law asks, the hash stays (design §4).
      texts: Object.fromEntries(texts),
    },
  ])
}
