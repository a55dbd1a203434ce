import { sql, type Sql } from '@zhurnal/kit/sql'

export type CardGap =
  'GUARDIAN' | 'LEGAL_REPRESENTATIVE' | 'PHONE' | 'BIRTH_DATE' | 'GROUP' | 'CONSENT' | 'ACCOUNT' | 'ORDER'

/** The school's day now; `s` is the school's row. */
export const todayOf = (now: Date): Sql => sql`(${now}::timestamptz at time zone s.time_zone)::date`

/** The class that pupil `p` is in today or comes to next; null for who has left. */
export const classNow = (now: Date): Sql => sql`(
  select m.class_id from membership m where m.pupil_id = p.id and m.class_id is not null and not m.removed
    and (m.until_day is null or m.until_day >= ${todayOf(now)}) order by m.from_day limit 1)`

/** True of person `p` when a consent for keeping the journal is in force; another ground is none (A1.1). */
export const consents = (now: Date): Sql => sql`exists (
  select 1 from consent k where k.person_id = p.id and k.purpose = 'EDUCATION' and k.given_by_name is not null
    and k.from_day <= ${todayOf(now)} and (k.until_day is null or k.until_day >= ${todayOf(now)})
    and (k.withdrawn_on is null or k.withdrawn_on > ${todayOf(now)}))`

/** True of person `p` who belongs to the school now: a pupil of a class, staff, a guardian of such a pupil. */
export const belongs = (now: Date): Sql => sql`(
  p.position is not null or (p.is_pupil and ${classNow(now)} is not null) or exists (
    select 1 from guardianship g join membership m on m.pupil_id = g.pupil_id and m.class_id is not null and not m.removed
      and (m.until_day is null or m.until_day >= ${todayOf(now)}) where g.guardian_id = p.id))`

const pupilPhone = sql`exists (select 1 from contacts c where c.phone is not null and (c.person_id = p.id
  or c.person_id in (select g.guardian_id from guardianship g where g.pupil_id = p.id)))`
const ownPhone = sql`exists (select 1 from contacts c where c.phone is not null and c.person_id = p.id)`
const guarded = sql`exists (select 1 from guardianship g join person o on o.id = g.guardian_id and not o.removed where g.pupil_id = p.id)`
const represented = sql`exists (select 1 from guardianship g join person o on o.id = g.guardian_id and not o.removed
  where g.pupil_id = p.id and g.legal_representative)`

/** Left out of a division of the own class in which everybody has to be. */
const leftOut = (now: Date): Sql => sql`exists (
  select 1 from division_class dc join division d on d.id = dc.division_id
  where dc.class_id = ${classNow(now)} and d.everybody and d.state = 'STANDING' and not exists (
    select 1 from study_group sg join membership m on m.group_id = sg.id and m.pupil_id = p.id and not m.removed
      and (m.until_day is null or m.until_day >= ${todayOf(now)})
    where sg.division_id = d.id and not sg.removed))`
/** Enrolled without the number of an order. */
const orderless = sql`exists (
  select 1 from movement mv join contingent_order o on o.id = mv.order_id
  where mv.pupil_id = p.id and mv.kind = 'ENROLLED' and mv.state = 'STANDING' and o.number = 'б/н')`

/**
 * What the card of person `p` of school `s` still lacks (A1.21), as an array of text; empty for who is not at the school
 * any more. A pupil can be reached when somebody of the family can.
 */
export const gapsOf = (
  now: Date,
): Sql => sql`case when not ${belongs(now)} then '{}'::text[] else array_remove(array[
  case when p.is_pupil and not ${guarded} then 'GUARDIAN' end,
  case when p.is_pupil and ${guarded} and not ${represented} then 'LEGAL_REPRESENTATIVE' end,
  case when case when p.is_pupil then not ${pupilPhone} else not ${ownPhone} end then 'PHONE' end,
  case when p.is_pupil and p.birth_date is null then 'BIRTH_DATE' end,
  case when p.is_pupil and ${leftOut(now)} then 'GROUP' end,
  case when not ${consents(now)} then 'CONSENT' end,
  case when not exists (select 1 from account_person a where a.person_id = p.id) then 'ACCOUNT' end,
  case when p.is_pupil and ${orderless} then 'ORDER' end], null) end`
