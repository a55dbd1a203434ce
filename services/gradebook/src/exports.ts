import type { ExportTable } from '@zhurnal/kit/export'
import { sql, Sql } from '@zhurnal/kit/sql'

const whole = (table: string, key: string): ExportTable => ({
  name: table,
  rows: (school) =>
    sql`select * from ${new Sql(table, [])} where school_id = ${school} order by ${new Sql(key, [])}`,
})

/** Gradebook's part of a snapshot: the record itself. */
export const exportTables: readonly ExportTable[] = [
  whole('school_setting', 'school_id'),
  whole('lesson_record', 'id'),
  whole('individual_homework', 'lesson_id, pupil_id'),
  whole('work', 'id'),
  whole('mark', 'id'),
  whole('absence', 'id'),
  whole('period_mark', 'id'),
  whole('page_close', 'course_id, period_id'),
  whole('ref_compromise', 'id'),
  whole('decided_act', 'entry_id'),
  whole('final_mark', 'id'),
  whole('absence_note', 'id'),
  whole('unlock', 'id'),
  whole('mark_claim', 'id'),
  whole('homework_file', 'id'),
  whole('work_kind', 'school_id, kind'),
]
