// What was registered on the merged person goes over to the kept one; where both have it, the kept one's stays.
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'

export async function moveBelongings(
  tx: Tx,
  schoolId: string,
  keptId: string,
  mergedId: string,
): Promise<void> {
  await moveGuardianships(tx, keptId, mergedId)
  await tx.sql(sql`update role_grant set person_id = ${keptId} where person_id = ${mergedId}`)
  await moveLogin(tx, keptId, mergedId)
  await tx.sql(sql`update handover set person_id = ${keptId} where person_id = ${mergedId}`)
  await tx.sql(
    sql`update consent set person_id = ${keptId}, version = version + 1 where person_id = ${mergedId}`,
  )
  await tx.sql(sql`update personal_document set pupil_id = ${keptId} where pupil_id = ${mergedId}`)
  await tx.sql(sql`insert into contacts as c (person_id, school_id, phone, email, address)
    select ${keptId}, school_id, phone, email, address from contacts where person_id = ${mergedId}
    on conflict (person_id) do update set phone = coalesce(c.phone, excluded.phone), email = coalesce(c.email, excluded.email),
      address = coalesce(c.address, excluded.address), version = c.version + 1`)
  await tx.sql(sql`delete from contacts where person_id = ${mergedId}`)
  await tx.sql(sql`insert into personal_file as f (pupil_id, school_id, health_group, physical_education_group, special_needs, previous_school)
    select ${keptId}, school_id, health_group, physical_education_group, special_needs, previous_school
    from personal_file where pupil_id = ${mergedId}
    on conflict (pupil_id) do update set health_group = coalesce(f.health_group, excluded.health_group),
      physical_education_group = coalesce(f.physical_education_group, excluded.physical_education_group),
      special_needs = coalesce(f.special_needs, excluded.special_needs),
      previous_school = coalesce(f.previous_school, excluded.previous_school), version = f.version + 1`)
  await tx.sql(sql`delete from personal_file where pupil_id = ${mergedId}`)
  // A proposal names its pupils by id until it is decided.
  await tx.sql(sql`update division set proposal = replace(proposal::text, ${mergedId}, ${keptId})::jsonb
    where school_id = ${schoolId} and proposal::text like ${`%${mergedId}%`}`)
}

/**
 * The login that is not closed goes to the kept person; a closed one of theirs goes to the merged in exchange, since a
 * person has one login at most (account_person_one). Where the merged has none but a closed one, it stays where it was.
 */
async function moveLogin(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  const exchanged = await tx.sql(sql`update account_person a set account_id = o.account_id
    from account_person o
    where a.person_id in (${keptId}, ${mergedId}) and o.person_id in (${keptId}, ${mergedId}) and a.person_id <> o.person_id
      and exists (select 1 from account_person k join auth."user" u on u.id = k.account_id and u.closed where k.person_id = ${keptId})
      and exists (select 1 from account_person m join auth."user" u on u.id = m.account_id and not u.closed where m.person_id = ${mergedId})
    returning a.person_id`)
  if (exchanged.length > 0) return
  await tx.sql(sql`update account_person a set person_id = ${keptId} where person_id = ${mergedId}
    and not exists (select 1 from account_person k where k.person_id = ${keptId})`)
}

/** Both ways: the children of a guardian, and the guardians of a child. */
async function moveGuardianships(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  await tx.sql(sql`update guardianship g set guardian_id = ${keptId}, version = version + 1 where g.guardian_id = ${mergedId}
    and not exists (select 1 from guardianship k where k.guardian_id = ${keptId} and k.pupil_id = g.pupil_id)`)
  await tx.sql(sql`update guardianship g set pupil_id = ${keptId}, version = version + 1 where g.pupil_id = ${mergedId}
    and not exists (select 1 from guardianship k where k.pupil_id = ${keptId} and k.guardian_id = g.guardian_id)`)
  await tx.sql(sql`delete from guardianship where guardian_id = ${mergedId} or pupil_id = ${mergedId}`)
}
