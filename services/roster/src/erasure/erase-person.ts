import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { personChanged } from '../../events.js'
import { lineFault } from '../cards/names.js'
import { classNow } from '../cards/gaps.js'
import { actorIn, type Ctx } from '../context.js'
import { tell } from '../facts.js'
import { maySetUp } from '../policy.js'
import { byOrder } from '../roles/family-roles.js'
import { triable, unlessTried } from '../preview.js'
import { keptOf, type Traces } from './kept.js'

export type ErasePersonInput = {
  requestId?: string | null
  personId: string
  ground: string
  preview?: boolean | null
}
type Standing = Traces & {
  schoolId: string
  /** In words, what the person still is at the school. */
  holders: string[]
}

/**
 * Erases what the law does not require to keep: contacts, documents, health, the texts of roster's log about the person;
 * the name too of who left nothing in the record. Hashes of erased texts stay, so that the log still verifies.
 */
export async function erasePerson(ctx: Ctx, input: ErasePersonInput) {
  return triable(() =>
    mutation(ctx.db, ctx.scope, 'erasePerson', input, async (tx) => {
      const person = await standing(tx, ctx, input.personId)
      if (!person || !maySetUp(ctx.viewer, person.schoolId)) return notFound('personId')
      const fault = input.ground.trim() ? lineFault(input.ground, 500) : 'не указано'
      if (fault) refuse('BAD_INPUT', `Основание: ${fault}.`, 'ground')
      if (person.holders.length > 0)
        refuse('IN_USE', `Сведения нужны, пока человек в школе: ${person.holders.join('; ')}.`, 'personId')
      const { kept, keepsName } = keptOf(person)
      const erased = await eraseRows(tx, ctx.now, person.id, keepsName)
      // Told in any case: other services let go what is theirs of it.
      await tell(tx, personChanged, person.schoolId, [person.id], ctx)
      await appendLog(tx, 'roster', person.schoolId, ctx.now, actorIn(ctx, person.schoolId), [
        {
          act: 'erasePerson',
          subject: `person:${person.id}`,
          aboutId: person.id,
          from: null,
          to: { erased: erased.map(({ key }) => key), nameKept: keepsName },
          texts: { ground: input.ground },
        },
      ])
      return unlessTried(input.preview, { erased: erased.map(({ words }) => words), kept })
    }),
  )
}

async function standing(tx: Tx, ctx: Ctx, id: string): Promise<Standing | undefined> {
  const [row] = await tx.sql<Standing>(sql`
    select p.id, p.school_id as "schoolId", p.is_pupil as "wasPupil", p.birth_date is not null as "hasBirthDate",
      exists (select 1 from membership m where m.pupil_id = p.id and m.class_id is not null and not m.removed) as enrolled,
      exists (select 1 from role_grant g where g.person_id = p.id and ${byOrder}) as "wasStaff",
      exists (select 1 from log_entry e where e.school_id = p.school_id and e.by_id = p.id) as acted,
      exists (select 1 from consent k where k.person_id = p.id) as consented,
      array_remove(array[
        case when p.position is not null then 'должность: ' || p.position end,
        case when p.is_pupil and ${classNow(ctx.now)} is not null
          then 'учится: ' || (select c.name from school_class c where c.id = ${classNow(ctx.now)}) end,
        case when exists (select 1 from guardianship g join person c on c.id = g.pupil_id and not c.removed
            join membership m on m.pupil_id = c.id and m.class_id is not null and not m.removed
            where g.guardian_id = p.id and (m.until_day is null or m.until_day >= (${ctx.now}::timestamptz at time zone s.time_zone)::date))
          then 'представитель ученика школы' end,
        (select 'открыта учётная запись «' || coalesce(u.username, '') || '»' from account_person a
          join auth."user" u on u.id = a.account_id where a.person_id = p.id and not u.closed)], null) as holders
    from person p join school s on s.id = p.school_id where p.id = ${id} and p.erased_at is null for update of p`)
  return row
}

type Erased = { key: string; words: string }

/** What was there and is gone, in words. */
async function eraseRows(tx: Tx, now: Date, id: string, keepsName: boolean): Promise<Erased[]> {
  const gone: Erased[] = []
  const note = (rows: readonly object[], key: string, words: string) => {
    if (rows.length > 0) gone.push({ key, words })
  }
  note(
    await tx.sql(sql`delete from contacts where person_id = ${id} returning person_id`),
    'contacts',
    'Телефон, электронная почта, адрес',
  )
  note(
    await tx.sql(sql`delete from personal_document where pupil_id = ${id} returning id`),
    'documents',
    'Документы личного дела',
  )
  note(
    await tx.sql(sql`delete from personal_file where pupil_id = ${id} returning pupil_id`),
    'personalFile',
    'Группа здоровья, физкультурная группа, заключение комиссии, прежняя школа',
  )
  note(
    await tx.sql(sql`delete from log_text t using log_entry e where e.id = t.entry_id and e.school_id = t.school_id
      and (e.about_id = ${id} or e.subject = ${`person:${id}`}) returning t.entry_id`),
    'logTexts',
    'Тексты протокола о человеке: имена, даты, контакты «было» и «стало» (хеши остаются)',
  )
  const [number] = await tx.sql<{ had: boolean }>(
    sql`select snils_hmac is not null as had from person where id = ${id}`,
  )
  note(number?.had ? [number] : [], 'snils', 'Хеш СНИЛС')
  await tx.sql(
    sql`update person set snils_hmac = null, erased_at = ${now}, version = version + 1 where id = ${id}`,
  )
  if (keepsName) return gone
  // The row stays, so that what names its id names something; it is in no list any more.
  await tx.sql(sql`update person set last_name = 'Сведения', first_name = 'удалены', patronymic = null,
      birth_date = null, removed = true where id = ${id}`)
  await tx.sql(sql`delete from guardianship where guardian_id = ${id} or pupil_id = ${id}`)
  await tx.sql(sql`update consent set given_by_name = case when given_by_name is null then null else 'удалено' end,
      document = null where person_id = ${id}`)
  return [...gone, { key: 'name', words: 'Имя, дата рождения, связь с детьми' }]
}
