import type { Settle } from '@zhurnal/kit/acts'
import type { Tx } from '@zhurnal/kit/database'
import { sql } from '@zhurnal/kit/sql'
import { tellLessons } from '../facts.js'
import { ledTo } from './merged.js'

type Row = {
  courseId: string
  teacherId: string | null
  insteadOfId: string | null
  reason: string | null
  cancelled: boolean
  cancelReason: string | null
  /** The teacher by the plan: of a lesson to come the course's, for others may have changed that since. */
  plannedId: string | null
  held: boolean
}

/** Substitution and cancellation of one lesson as they stand; a held lesson is a fact and stays as it was given. */
export const settleLesson: Settle = async (tx, hand, { id, subject, held }) => {
  const [row] = await readLesson(tx, id, hand.now)
  if (!row) return { entries: [], obstacle: 'Такого урока уже нет.' }
  const teacher = held.get('teacher')
  const state = held.get('state')
  const named = typeof teacher?.value === 'string' ? teacher.value : null
  const substitute = teacher?.by?.act === 'substituteTeacher' ? await ledTo(tx, named) : row.plannedId
  const substituted = substitute !== row.plannedId
  const next = {
    teacherId: teacher ? substitute : row.teacherId,
    insteadOfId: teacher ? (substituted ? row.plannedId : null) : row.insteadOfId,
    reason: teacher ? (substituted ? (teacher.by?.texts.reason ?? null) : null) : row.reason,
    cancelled: state ? state.value === 'CANCELLED' : row.cancelled,
    cancelReason: state
      ? state.value === 'CANCELLED'
        ? (state.by?.texts.reason ?? null)
        : null
      : row.cancelReason,
  }
  const taught = next.teacherId !== row.teacherId || next.insteadOfId !== row.insteadOfId
  if (!taught && next.cancelled === row.cancelled && next.reason === row.reason) return { entries: [] }
  if (row.held) return { entries: [], note: 'Урок уже состоялся: в журнале осталось, кто его дал' }
  await tx.sql(sql`update lesson set teacher_id = ${next.teacherId}, instead_of_id = ${next.insteadOfId},
    substitution_reason = ${next.reason}, cancelled = ${next.cancelled}, cancel_reason = ${next.cancelReason},
    version = version + 1 where id = ${id}`)
  await tellLessons(tx, hand.schoolId, [id], hand)
  return {
    entries: [
      {
        act: hand.act,
        subject,
        scopeId: row.courseId,
        from: { teacher: row.teacherId, state: row.cancelled ? 'CANCELLED' : 'PLANNED' },
        to: { teacher: next.teacherId, state: next.cancelled ? 'CANCELLED' : 'PLANNED' },
        facts: { report: hand.reportId },
      },
    ],
  }
}

const readLesson = (tx: Tx, id: string, now: Date): Promise<Row[]> =>
  tx.sql<Row>(sql`select l.course_id as "courseId", l.teacher_id as "teacherId", l.instead_of_id as "insteadOfId",
      l.substitution_reason as reason, l.cancelled, l.cancel_reason as "cancelReason", l.held_at is not null as held,
      case when l.starts_at > ${now} then c.teacher_id else coalesce(l.instead_of_id, l.teacher_id) end as "plannedId"
    from lesson l join course c on c.id = l.course_id where l.id = ${id}`)
