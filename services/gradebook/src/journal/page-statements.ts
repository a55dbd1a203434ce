// The statements of a journal page, sent together: their number does not depend on the page.
import { sql, type Sql } from '@zhurnal/kit/sql'
import { absenceColumns } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import { workColumns } from '../loaders.js'
import { openUnlocks } from '../locks/open-unlocks.js'
import { markColumns, type MarkRow } from '../marks/mark-row.js'
import { periodMarkColumns } from '../periods/period-marks.js'
import { recordStatement } from '../records/lesson-facts.js'
import { ofSpecialist } from '../reference/specialists.js'

/** What cells and means need of a mark. */
export type PageMark = Pick<
  MarkRow,
  'id' | 'lessonId' | 'workId' | 'pupilId' | 'value' | 'version' | 'retakeOf'
>

/** Heads, members, records, works, marks, absences, period marks, unlocks that are the viewer's. */
export function pageStatements(
  ctx: Pick<Ctx, 'viewer' | 'now'>,
  courseId: string,
  periodId: string,
  wholeMarks: boolean,
): Sql[] {
  const span = sql`(select starts_on from ref_period where id = ${periodId}) and (select ends_on from ref_period where id = ${periodId})`
  return [
    headStatement(courseId, periodId),
    membersStatement(courseId, periodId),
    sql`${recordStatement(sql`l.course_id = ${courseId} and l.day between ${span}`)} order by outside, "startsAt", id`,
    sql`select ${workColumns} from work w where w.course_id = ${courseId} and w.day between ${span} order by w.place`,
    (wholeMarks ? marksStatement : packedMarksStatement)(courseId, span),
    sql`select ${absenceColumns} from absence a where a.course_id = ${courseId} and a.day between ${span} and not a.removed`,
    sql`select ${periodMarkColumns} from period_mark pm where pm.course_id = ${courseId} and pm.period_id = ${periodId} and pm.withdrawn_at is null`,
    openUnlocks(ctx),
  ]
}

const headStatement = (courseId: string, periodId: string): Sql =>
  sql`select c.id as "courseId", p.id as "periodId", c.school_id as "schoolId", c.learners_name as "learnersName", c.subject_name as "subjectName",
        c.teacher_id as "teacherId", concat_ws(' ', t.last_name, t.first_name, t.patronymic) as "teacherName", c.class_id as "classId",
        c.group_id as "groupId", c.class_ids as "classIds", ${ofSpecialist} as "ofSpecialist", c.grade, c.without_attestation as "withoutAttestation",
        coalesce(w.rounding, 0.5) as rounding, p.name as "periodName", p.starts_on as "startsOn", p.ends_on as "endsOn", s.time_zone as zone,
        exists (select 1 from page_close pc where pc.course_id = c.id and pc.period_id = p.id) as closed,
        coalesce((select size from log_head h where h.school_id = c.school_id), 0) as "logPosition"
      from ref_course c join ref_period p on p.id = ${periodId} and p.year_id = c.year_id join ref_school s on s.id = c.school_id
        left join school_setting w on w.school_id = c.school_id left join ref_person t on t.id = c.teacher_id where c.id = ${courseId}`

const membersStatement = (courseId: string, periodId: string): Sql =>
  sql`select m.pupil_id as "pupilId", concat_ws(' ', n.last_name, n.first_name, n.patronymic) as name, n.last_name || ' ' || n.first_name as "shortName",
        m.from_day as from, m.until_day as until,
        array(select k.class_id from ref_membership k where k.pupil_id = m.pupil_id and k.class_id is not null and not k.removed) as "classIds"
      from ref_course c join ref_membership m on (m.class_id = c.class_id or m.group_id = c.group_id) and not m.removed
        join ref_person n on n.id = m.pupil_id
      where c.id = ${courseId} and daterange(m.from_day, m.until_day, '[]') && daterange((select starts_on from ref_period where id = ${periodId}),
        (select ends_on from ref_period where id = ${periodId}), '[]')
      order by n.last_name collate "ru-RU-x-icu", n.first_name collate "ru-RU-x-icu", n.patronymic collate "ru-RU-x-icu", n.id, m.from_day`

const marksStatement = (courseId: string, span: Sql): Sql =>
  sql`select ${markColumns} from mark m where m.course_id = ${courseId} and m.day between ${span} and m.withdrawn_at is null order by m.day, m.lesson_id, m.place, m.id`

/** One row a pupil: 900 rows of eleven columns cost the driver more than all else of a page together. */
const packedMarksStatement = (courseId: string, span: Sql): Sql =>
  sql`select m.pupil_id as "pupilId",
        string_agg(m.lesson_id || '|' || m.id || '|' || m.work_id || '|' || m.value || '|' || m.version || '|' || coalesce(m.retake_of::text, ''), ' ' order by m.day, m.lesson_id, m.place, m.id) as packed
      from mark m where m.course_id = ${courseId} and m.day between ${span} and m.withdrawn_at is null group by m.pupil_id`

const idLength = 36

/** The marks of packed rows; a value holds neither a space nor a bar (constraint mark_value). */
export function marksFrom(
  rows: readonly { readonly pupilId: string; readonly packed: string }[],
): PageMark[] {
  return rows.flatMap(({ pupilId, packed }) =>
    packed.split(' ').map((one) => {
      const last = one.lastIndexOf('|')
      const bar = one.lastIndexOf('|', last - 1)
      return {
        pupilId,
        lessonId: one.slice(0, idLength),
        id: one.slice(idLength + 1, 2 * idLength + 1),
        workId: one.slice(2 * idLength + 2, 3 * idLength + 2),
        value: one.slice(3 * idLength + 3, bar),
        version: Number(one.slice(bar + 1, last)),
        retakeOf: one.slice(last + 1) || null,
      }
    }),
  )
}
