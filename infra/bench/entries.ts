// A year of entries for the school that the commands made, by SQL: records, works, marks, absences, period marks, and the
// log of all of it, leaf for leaf as the gradebook writes it, so that ledgers, snapshots and proofs read it as their own.
import type pg from 'pg'
import { logStatements } from './log-entries.js'
import type { BenchSchool } from './school.js'
import { idAt, quoted } from './sql-text.js'

/** Weeks up to now whose lessons stay without a record, for the acts that are measured. */
export const openWeeks = 2

/**
 * Fills lessons until `openWeeks` before today. About 30 marks a pupil, subject and year; 5% absences; three quarters
 * with period marks. The page that is measured (first class, first subject, first quarter) has a mark in each cell.
 */
export async function fillEntries(db: pg.Pool, school: BenchSchool): Promise<void> {
  const client = await db.connect()
  try {
    await client.query(`set session_replication_role = replica`)
    await client.query(`set synchronous_commit = off`)
    await client.query(
      `create temp table lesson as select l.*, row_number() over (partition by course_id order by starts_at) - 1 as nth
       from ref_lesson l where school_id = $1 and day <= $2::date - ${openWeeks * 7} and not removed`,
      [school.id, school.today],
    )
    for (const statement of statements(school)) await client.query(statement)
    await client.query('drop table lesson, said')
    await client.query('reset session_replication_role')
    await client.query('reset synchronous_commit')
  } finally {
    client.release()
  }
  await db.query('vacuum analyze')
}

function statements(school: BenchSchool): string[] {
  const id = quoted(school.id)
  const dense = quoted(school.teachers[0]?.courseIds[0] ?? '')
  const name = `t.last_name || ' ' || left(t.first_name, 1) || '. ' || left(t.patronymic, 1) || '.'`
  return [
    `insert into lesson_record (id, school_id, course_id, day, number, starts_at, ends_at, room_name, taught_by_id, taught_by_name, topic, homework,
       homework_set_at, attendance_taken_at, held_at, version)
     select l.id, l.school_id, l.course_id, l.day, l.number, l.starts_at, l.ends_at, l.room_name, l.teacher_id, ${name},
       'Тема урока ' || l.nth + 1, case when l.nth % 10 < 9 then '§ ' || l.nth + 1 || ', № ' || 100 + l.nth end,
       case when l.nth % 10 < 9 then l.ends_at end, l.starts_at, l.starts_at, 2
     from lesson l left join ref_person t on t.id = l.teacher_id`,
    `insert into work (id, school_id, course_id, lesson_id, day, place, kind, title, weight)
     select ${idAt('l.starts_at')}, l.school_id, l.course_id, l.id, l.day, 0, 'ANSWER', 'Ответ на уроке', 1 from lesson l`,
    `insert into mark (id, school_id, course_id, lesson_id, work_id, pupil_id, day, place, value, set_by_name, set_at)
     select ${idAt('l.starts_at')}, l.school_id, l.course_id, l.id, w.id, m.pupil_id, l.day, 1, (2 + (l.nth * 7 + m.at * 3) % 4)::text, ${name},
       l.starts_at + interval '20 minutes'
     from lesson l join ref_course c on c.id = l.course_id join work w on w.lesson_id = l.id
       join (select *, row_number() over (partition by class_id order by pupil_id) as at from ref_membership where school_id = ${id}) m on m.class_id = c.class_id
       left join ref_person t on t.id = l.teacher_id
     where ((l.nth + m.at + 1) * 30) / 102 > ((l.nth + m.at) * 30) / 102 or (l.course_id = ${dense} and l.nth < 30)
     order by l.starts_at, l.id, m.at`,
    `insert into absence (id, school_id, course_id, lesson_id, pupil_id, day, code, minutes_late)
     select gen_random_uuid(), l.school_id, l.course_id, l.id, m.pupil_id, l.day, (array['ABSENT','ILL','EXCUSED','LATE'])[1 + l.nth % 4],
       case when l.nth % 4 = 3 then 10 end
     from lesson l join ref_course c on c.id = l.course_id
       join (select *, row_number() over (partition by class_id order by pupil_id) as at from ref_membership where school_id = ${id}) m on m.class_id = c.class_id
     where (l.nth * 13 + m.at * 7) % 20 = 0 and not exists (select 1 from mark k where k.lesson_id = l.id and k.pupil_id = m.pupil_id)`,
    `insert into period_mark (id, school_id, course_id, period_id, pupil_id, value, set_by_name, set_at)
     select ${idAt('p.ends_on::timestamptz')}, c.school_id, c.id, p.id, m.pupil_id, '4', ${name}, p.ends_on
     from ref_course c join ref_period p on p.year_id = c.year_id and p.name <> '4 четверть'
       join ref_membership m on m.class_id = c.class_id left join ref_person t on t.id = c.teacher_id
     where c.school_id = ${id}`,
    ...logStatements(school.id),
  ]
}
