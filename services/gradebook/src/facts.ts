import { tellFacts, type FactSource } from '@zhurnal/kit/fact-source'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { homeworkFileChanged, lessonHeld } from '../events.js'
import { ofSpecialist } from './reference/specialists.js'

const held: FactSource = {
  kind: lessonHeld,
  rows: (which) => sql`
    select id, 1 as version, course_id, to_char(held_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as held_at
    from lesson_record where held_at is not null and not outside
      and ${'ids' in which ? sql`id = any(${which.ids}::uuid[])` : sql`school_id = ${which.schoolId}`} order by id`,
}
const homeworkFile: FactSource = {
  kind: homeworkFileChanged,
  rows: (which) => sql`
    select f.id, f.version, f.file_id, f.account_id, c.class_id, c.group_id, c.class_ids,
      array(select distinct who from unnest(array[c.teacher_id, case when r.held_at is null then l.teacher_id else r.taught_by_id end]) as who
        where who is not null order by who) as teacher_ids,
      case when r.held_at is null then coalesce(l.day, r.day) else r.day end as day, ${ofSpecialist} as of_specialist, f.removed
    from homework_file f join lesson_record r on r.id = f.lesson_id join ref_course c on c.id = r.course_id
      left join ref_lesson l on l.id = r.id
    where ${'ids' in which ? sql`f.id = any(${which.ids}::uuid[])` : sql`f.school_id = ${which.schoolId}`} order by f.id`,
}
export const facts: readonly FactSource[] = [held, homeworkFile]

type Told = { readonly now: Date; readonly nudge: () => void }

/** Tells reporting which files stand with homework, and who may read them. */
export const tellHomeworkFiles = (
  tx: Tx,
  schoolId: string,
  fileIds: readonly string[],
  told: Told,
): Promise<void> => tellFacts(tx, homeworkFile, schoolId, fileIds, told)

/** Tells schedule that lessons have become facts, in the transaction that makes them so. */
export const tellHeld = (tx: Tx, schoolId: string, lessonIds: readonly string[], told: Told): Promise<void> =>
  tellFacts(tx, held, schoolId, lessonIds, told)
