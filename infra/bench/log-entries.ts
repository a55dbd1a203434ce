// The log of a year of entries, leaf for leaf as the gradebook writes it, but made by SQL.
import { idAt, quoted } from './sql-text.js'

/** A leaf in canonical JSON (RFC 8785): keys in order, no spaces. Each value is SQL that yields JSON as text. */
function leaf(values: Readonly<Record<string, string>>): string {
  const keys = Object.keys(values).sort()
  return `'{' || ${keys.map((key, i) => `'${i > 0 ? ',' : ''}"${key}":' || ${values[key]}`).join(' || ')} || '}'`
}

/** All texts of the measured school are plain: nothing in them needs escaping. */
const text = (column: string) => `'"' || ${column} || '"'`

const common = {
  account: text('by_id'),
  at: text(`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`),
  by: text('by_id'),
  byName: text('by_name'),
  course: text('course_id'),
  entry: text('id'),
  log: `'"gradebook"'`,
  nonce: text(`encode(decode(md5(id::text), 'hex'), 'base64')`),
  school: text('school_id'),
  seq: 'seq',
  session: `'null'`,
  subject: text('subject'),
  act: text('act'),
  from: `'null'`,
  to: '"to"',
}
const ofLesson = { ...common, day: text('day'), lesson: text('lesson_id') }
const leaves = {
  describeLesson: leaf({ ...ofLesson, from: `'{"homework":null,"topic":null}'` }),
  takeAttendance: leaf(ofLesson),
  recordMark: leaf({ ...ofLesson, pupil: text('about_id'), version: '1', work: text('work_id') }),
  setPeriodMark: leaf({
    ...common,
    byClassTeacher: `'false'`,
    period: text('period_id'),
    pupil: text('about_id'),
    version: '1',
  }),
}

const by = `c.teacher_id as by_id, concat_ws(' ', t.last_name, t.first_name, t.patronymic) as by_name`
const from = (table: string, school: string) =>
  `from ${table} x join ref_course c on c.id = x.course_id left join ref_person t on t.id = c.teacher_id where x.school_id = ${school}`
const absentees = `coalesce((select '[' || string_agg('{"code":"' || a.code || '","minutes":' || coalesce(a.minutes_late::text, 'null') ||
  ',"pupil":"' || a.pupil_id || '"}', ',' order by a.pupil_id::text) || ']' from absence a where a.lesson_id = x.id), '[]')`

/** Statements that write the log of one school whose log is empty. They leave a temporary table, `said`. */
export function logStatements(schoolId: string): string[] {
  const id = quoted(schoolId)
  return [
    `create temp table said as
     select row_number() over (order by at, kind, subject) - 1 as seq, ${idAt('at')} as id, said.* from (
       select 1 as kind, x.starts_at as at, 'describeLesson' as act, 'lesson:' || x.id as subject, x.school_id, x.course_id, x.day,
         x.id as lesson_id, null::uuid as work_id, null::uuid as period_id, null::uuid as about_id, ${by},
         '{"homework":' || coalesce('"' || x.homework || '"', 'null') || ',"topic":"' || x.topic || '"}' as to
       ${from('lesson_record', id)}
       union all select 2, x.starts_at, 'takeAttendance', 'attendance:' || x.id, x.school_id, x.course_id, x.day, x.id, null, null, null, ${by}, ${absentees}
       ${from('lesson_record', id)}
       union all select 3, x.set_at, 'recordMark', 'mark:' || x.id, x.school_id, x.course_id, x.day, x.lesson_id, x.work_id, null, x.pupil_id, ${by},
         '"' || x.value || '"'
       ${from('mark', id)}
       union all select 4, x.set_at, 'setPeriodMark', 'periodMark:' || x.id, x.school_id, x.course_id, null, null, null, x.period_id, x.pupil_id, ${by},
         '"' || x.value || '"'
       ${from('period_mark', id)}) as said`,
    `insert into log_entry (school_id, seq, id, at, act, subject, scope_id, about_id, by_id, leaf, leaf_hash)
     select school_id, seq, id, at, act, subject, course_id, about_id, by_id, leaf, sha256('\\x00'::bytea || convert_to(leaf, 'UTF8'))
     from (select said.*, case kind when 1 then ${leaves.describeLesson} when 2 then ${leaves.takeAttendance}
       when 3 then ${leaves.recordMark} else ${leaves.setPeriodMark} end as leaf from said) as leaves order by seq`,
    `insert into log_head (school_id, size, last_at)
     select school_id, max(seq) + 1, max(at) from log_entry where school_id = ${id} group by school_id
     on conflict (school_id) do update set size = excluded.size, last_at = excluded.last_at`,
  ]
}
