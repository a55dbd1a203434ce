import type { ExportTable } from '@zhurnal/kit/export'
import { sql, Sql } from '@zhurnal/kit/sql'

const whole = (table: string, key: string): ExportTable => ({
  name: table,
  rows: (school) =>
    sql`select * from ${new Sql(table, [])} where school_id = ${school} order by ${new Sql(key, [])}`,
})

/** Schedule's part of a snapshot: directories, load, timetables, dated lessons. */
export const exportTables: readonly ExportTable[] = [
  whole('subject', 'id'),
  whole('room', 'id'),
  whole('bell_schedule', 'id'),
  whole('bell', 'bell_schedule_id, number'),
  whole('course', 'id'),
  whole('timetable_version', 'id'),
  whole('slot', 'id'),
  whole('lesson', 'id'),
  whole('ref_compromise', 'id'),
  whole('decided_act', 'entry_id'),
]
