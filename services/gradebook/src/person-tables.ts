import type { PersonTable } from '@zhurnal/kit/person-export'
import { sql } from '@zhurnal/kit/sql'

/** All that the gradebook holds on one person: what a pupil got, what a teacher kept. */
export const personTables: readonly PersonTable[] = [
  {
    name: 'mark',
    rows: (school, person) => sql`
      select m.day, c.subject_name as subject, w.kind, m.value, m.comment, m.set_by_name, m.set_at, m.withdrawn_at
      from mark m join work w on w.id = m.work_id left join ref_course c on c.id = m.course_id
      where m.school_id = ${school} and m.pupil_id = ${person} order by m.day, m.set_at`,
  },
  {
    name: 'absence',
    rows: (school, person) => sql`
      select a.day, c.subject_name as subject, a.code, a.minutes_late, a.reason_code, a.reason_by_name, a.removed
      from absence a left join ref_course c on c.id = a.course_id
      where a.school_id = ${school} and a.pupil_id = ${person} order by a.day, a.lesson_id`,
  },
  {
    name: 'absence_note',
    rows: (school, person) => sql`
      select n.from_day, n.until_day, n.code, n.document, n.set_by_name, n.set_at, n.withdrawn_at
      from absence_note n where n.school_id = ${school} and n.pupil_id = ${person} order by n.from_day, n.set_at`,
  },
  {
    name: 'period_mark',
    rows: (school, person) => sql`
      select p.name as period, c.subject_name as subject, m.value, m.set_by_name, m.set_at
      from period_mark m left join ref_course c on c.id = m.course_id left join ref_period p on p.id = m.period_id
      where m.school_id = ${school} and m.pupil_id = ${person} order by m.set_at`,
  },
  {
    name: 'final_mark',
    rows: (school, person) => sql`
      select y.name as year, c.subject_name as subject, m.kind, m.value, m.set_by_name, m.set_at
      from final_mark m left join ref_course c on c.id = m.course_id left join ref_year y on y.id = c.year_id
      where m.school_id = ${school} and m.pupil_id = ${person} order by m.set_at`,
  },
  {
    name: 'individual_homework',
    rows: (school, person) => sql`
      select l.day, c.subject_name as subject, h.text, h.advice
      from individual_homework h join lesson_record l on l.id = h.lesson_id left join ref_course c on c.id = l.course_id
      where h.school_id = ${school} and h.pupil_id = ${person} order by l.day`,
  },
  {
    name: 'lesson_record',
    rows: (school, person) => sql`
      select l.day, l.number, c.subject_name as subject, c.learners_name as learners, l.taught_by_name, l.instead_of_name, l.topic
      from lesson_record l left join ref_course c on c.id = l.course_id
      where l.school_id = ${school} and ${person}::uuid in (l.taught_by_id, l.instead_of_id) order by l.day, l.number`,
  },
]
