// All that has happened in one square of the journal, read from the log and nowhere else (3.8).
import { sql } from '@zhurnal/kit/sql'
import { validate as isId } from 'uuid'
import type { Ctx } from '../context.js'
import {
  givesLesson,
  overseesCourse,
  overseesPupil,
  ownClasses,
  pageReach,
  seesPupilResults,
  seesSpecialists,
} from '../policy.js'

export type CellEvent = {
  entryId: string
  at: Date
  byName: string
  behalfName: string | null
  what: 'MARK' | 'ATTENDANCE' | 'REASON'
  from: string | null
  to: string | null
  comment: string | null
  reason: string | null
  voided: boolean
}

type Found = {
  entryId: string
  at: Date
  subject: string
  leaf: string
  comment: string | null
  reason: string | null
  voided: boolean
}
type Listed = { pupil: string; code: string; minutes: number | null }

const signs: Readonly<Record<string, string>> = {
  ABSENT: 'Н',
  ILL: 'Б',
  EXCUSED: 'У',
  UNEXCUSED: 'НП',
  LATE: 'О',
  RELEASED: 'ОСВ',
}

/** Oldest first; null for who may not see the square. */
export async function cellHistory(ctx: Ctx, lessonId: string, pupilId: string): Promise<CellEvent[] | null> {
  if (!isId(lessonId) || !isId(pupilId)) return null
  if (!(await seesSquare(ctx, lessonId, pupilId))) return null
  const found = await ctx.db.read<Found>(
    ctx.scope,
    sql`with me as (select ${pupilId}::uuid as id union select id from ref_merge where kept_id = ${pupilId})
      select e.id as "entryId", e.at, e.subject, e.leaf,
        (select text from log_text t where t.entry_id = e.id and t.name = 'comment') as comment,
        (select text from log_text t where t.entry_id = e.id and t.name = 'reason') as reason,
        exists (select 1 from decided_act d where d.entry_id = e.id and d.state = 'VOID') as voided
      from log_entry e
      where e.school_id = (select p.school_id from ref_person p where p.id = ${pupilId})
        and ((e.scope_id = (select l.course_id from ref_lesson l where l.id = ${lessonId} union all
              select r.course_id from lesson_record r where r.id = ${lessonId} limit 1)
            and (e.subject = ${`attendance:${lessonId}`}
              or e.subject in (select 'mark:' || m.id from mark m where m.lesson_id = ${lessonId} and m.pupil_id = ${pupilId})))
          or e.subject = ${`absenceReasons:${pupilId}`})
        and (e.about_id is null or e.about_id in (select id from me))
      order by e.seq`,
  )
  return found.flatMap((one) => eventOf(one, lessonId, pupilId) ?? [])
}

function eventOf(found: Found, lessonId: string, pupilId: string): CellEvent | null {
  const leaf = JSON.parse(found.leaf) as { byName: string; behalfName?: string; from: unknown; to: unknown }
  const head = {
    entryId: found.entryId,
    at: found.at,
    byName: leaf.byName,
    behalfName: leaf.behalfName ?? null,
    comment: found.comment,
    reason: found.reason,
    voided: found.voided,
  }
  if (found.subject.startsWith('mark:'))
    return { ...head, what: 'MARK', from: textOf(leaf.from), to: textOf(leaf.to) }
  if (found.subject.startsWith('absenceReasons:')) {
    const [from, to] = [reasonIn(leaf.from, lessonId), reasonIn(leaf.to, lessonId)]
    return from === to ? null : { ...head, what: 'REASON', from, to }
  }
  const from = inRoll(leaf.from, pupilId)
  const to = inRoll(leaf.to, pupilId)
  // The roll speaks of the whole class: an act that changed nothing of this pupil is none of theirs, the first one is.
  return from === to && leaf.from !== null ? null : { ...head, what: 'ATTENDANCE', from, to }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** The reason that an act of the class teacher gave to the absence of this lesson. */
function reasonIn(value: unknown, lessonId: string): string | null {
  if (!Array.isArray(value)) return null
  const own = (value as { lesson: string; reason: string | null }[]).find((one) => one.lesson === lessonId)
  return own?.reason ? (signs[own.reason] ?? own.reason) : null
}

function inRoll(value: unknown, pupilId: string): string | null {
  if (!Array.isArray(value)) return null
  const own = (value as Listed[]).find((one) => one.pupil === pupilId)
  if (!own) return null
  return own.minutes ? `${signs[own.code] ?? own.code} ${own.minutes}` : (signs[own.code] ?? own.code)
}

/** As the page shows it: the family and the class teacher of the pupil, who reads the page, who gave the lesson. */
async function seesSquare(ctx: Ctx, lessonId: string, pupilId: string): Promise<boolean> {
  const [record, pupil] = await Promise.all([
    ctx.loaders.record.load(lessonId),
    ctx.loaders.pupil.load(pupilId),
  ])
  if (!record || !pupil || record.schoolId !== pupil.schoolId) return false
  if (record.ofSpecialist && !seesSpecialists(ctx.viewer, record.schoolId)) return false
  if (seesPupilResults(ctx.viewer, pupil)) {
    const given = givesLesson(ctx.viewer, record)
    if (!given && overseesCourse(ctx.viewer, record) && overseesPupil(ctx.viewer, pupil))
      ctx.readings.note(pupil.schoolId, 'история клетки журнала', [pupil.id])
    return true
  }
  if (givesLesson(ctx.viewer, record)) return true
  const reach = pageReach(ctx.viewer, record)
  if (reach === 'OWN_CLASSES') return pupil.classIds.some((id) => ownClasses(ctx.viewer, record).includes(id))
  return reach === 'WHOLE'
}
