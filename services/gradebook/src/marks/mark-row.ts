import { sql } from '@zhurnal/kit/sql'

export type MarkRow = {
  id: string
  courseId: string
  lessonId: string
  workId: string
  pupilId: string
  date: string
  value: string
  comment: string | null
  setByName: string
  setAt: Date
  retakeOf: string | null
  dueOn: string | null
  source: string | null
  version: number
}

export const markColumns = sql`m.id, m.course_id as "courseId", m.lesson_id as "lessonId", m.work_id as "workId", m.pupil_id as "pupilId",
  m.day as date, m.value, m.comment, m.set_by_name as "setByName", m.set_at as "setAt", m.retake_of as "retakeOf",
  m.due_on as "dueOn", m.source, m.version`
