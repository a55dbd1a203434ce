import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'

/**
 * Gives a number of a personal file (личное дело) to each of these pupils who has none: the letter of the surname and
 * the next number of the letter. Two enrolments at once: the letter's row decides who is next.
 */
export async function giveFileNumbers(tx: Tx, schoolId: string, pupilIds: readonly string[]): Promise<void> {
  await tx.sql(sql`
    with new as (
      select p.id, upper(left(p.last_name, 1)) as letter, row_number() over (
        partition by upper(left(p.last_name, 1)) order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", p.id) as place
      from person p where p.id = any(${pupilIds}::uuid[]) and p.school_id = ${schoolId} and p.file_number is null),
    counted as (
      insert into file_number_head as head (school_id, letter, last)
      select ${schoolId}, letter, count(*) from new group by letter order by letter
      on conflict (school_id, letter) do update set last = head.last + excluded.last returning letter, last)
    update person p set file_number = new.letter || '-' ||
        (counted.last - (select count(*) from new other where other.letter = new.letter) + new.place)
    from new join counted on counted.letter = new.letter where p.id = new.id`)
}
