import { sql, type Sql } from '@zhurnal/kit/sql'
import { workKinds } from './work-kinds.js'

const writtenAtFirst = workKinds.filter((one) => one.written).map((one) => one.kind)

/** Written works `w` that stand and have no mark: by the school's own kinds, else by those it starts with. */
export const unmarkedWorks = (where: Sql): Sql => sql`
  select w.lesson_id as "lessonId", w.checked_on as "checkedOn" from work w
    left join work_kind k on k.school_id = w.school_id and k.kind = w.kind
  where ${where} and w.cancelled_at is null and coalesce(k.written, w.kind = any(${writtenAtFirst}))
    and not exists (select 1 from mark m where m.work_id = w.id and m.withdrawn_at is null)`
