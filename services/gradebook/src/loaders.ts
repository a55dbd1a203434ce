import DataLoader from 'dataloader'
import { validate as isId } from 'uuid'
import type { Database, Scope } from '@zhurnal/kit/database'
import { sql, type Sql } from '@zhurnal/kit/sql'
import type { Viewer } from '@zhurnal/roster/events'
import { absenceColumns, type AbsenceRow } from './attendance/attendance.js'
import { claimLoaders } from './claims/claims.loaders.js'
import { attendanceLoaders } from './attendance/attendance.loaders.js'
import { homeworkFileColumns, type HomeworkFileRow } from './homework/homework-files.js'
import { individualColumns, type IndividualRow } from './homework/individual.js'
import { openUnlocks, type OpenUnlock } from './locks/open-unlocks.js'
import { markColumns, type MarkRow } from './marks/mark-row.js'
import { recordStatement, type RecordRow } from './records/lesson-facts.js'
import { unmarkedWorks } from './records/unmarked-works.js'
import { ofSpecialist, withoutHiddenCourses } from './reference/specialists.js'

export type WorkRow = {
  id: string
  lessonId: string
  kind: string
  title: string | null
  weight: string
  place: number
  /** Of the school's own kind; null: as the code has it. */
  sign: string | null
  written: boolean | null
  handedInOn: string | null
  checkedOn: string | null
  internalMonitoring: boolean
  cancelledAt: Date | null
  version: number
}
export const workColumns = sql`w.id, w.lesson_id as "lessonId", w.kind, w.title, w.weight, w.place,
  (select k.sign from work_kind k where k.school_id = w.school_id and k.kind = w.kind) as sign,
  (select k.written from work_kind k where k.school_id = w.school_id and k.kind = w.kind) as written,
  w.handed_in_on as "handedInOn", w.checked_on as "checkedOn", w.internal_monitoring as "internalMonitoring",
  w.cancelled_at as "cancelledAt", w.version`

export type CourseRow = {
  id: string
  schoolId: string
  teacherId: string | null
  classIds: string[]
  subjectName: string
  learnersName: string
  ofSpecialist: boolean
}
/** Of the kept entry, where the one that was asked for was merged into it. */
export type PupilRow = {
  id: string
  askedId: string
  schoolId: string
  zone: string
  classIds: string[]
  name: string
}

export type LoaderParts = {
  readonly viewer: Viewer
  readonly scope: Scope
  readonly now: Date
  readonly db: Database
}
export type Loaders = ReturnType<typeof makeLoaders>

/** One query per level: rows by id within the viewer's schools. Policy is asked by who resolves the field. */
export function makeLoaders({ db, scope, now, viewer }: LoaderParts) {
  const byId = <T extends { id: string }>(
    query: (ids: readonly string[]) => Sql,
    askedAs: (row: T) => string = (row) => row.id,
  ) =>
    new DataLoader<string, T | null>(async (ids) => {
      const asked = ids.filter(isId)
      const rows = asked.length ? await db.read<T>(scope, query(asked)) : []
      const found = new Map(rows.map((row) => [askedAs(row), row]))
      return ids.map((id) => found.get(id.toLowerCase()) ?? null)
    })
  const listBy = <T>(key: (row: T) => string, query: (ids: readonly string[]) => Sql) =>
    new DataLoader<string, T[]>(async (ids) => {
      const asked = ids.filter(isId)
      const rows = asked.length ? await db.read<T & object>(scope, query(asked)) : []
      const found = new Map<string, T[]>()
      for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row])
      return ids.map((id) => found.get(id.toLowerCase()) ?? [])
    })
  return {
    record: byId<RecordRow>((ids) => recordStatement(sql`l.id = any(${ids}::uuid[])`)),
    /** Pages that stand open to the viewer by an unlock: one statement a request. */
    openUnlocks: new DataLoader<'viewer', OpenUnlock[]>(async (keys) => {
      const open = await db.read<OpenUnlock>(scope, openUnlocks({ viewer, now }))
      return keys.map(() => open)
    }),
    course: byId<CourseRow>(
      (
        ids,
      ) => sql`select id, school_id as "schoolId", teacher_id as "teacherId", class_ids as "classIds", subject_name as "subjectName",
        learners_name as "learnersName", ${ofSpecialist} as "ofSpecialist" from ref_course c where id = any(${ids}::uuid[])`,
    ),
    mark: byId<MarkRow>(
      (ids) =>
        sql`select ${markColumns} from mark m where m.id = any(${ids}::uuid[]) and m.withdrawn_at is null`,
    ),
    work: byId<WorkRow>((ids) => sql`select ${workColumns} from work w where w.id = any(${ids}::uuid[])`),
    /** Whether a retake stands beside a mark. */
    retaken: new DataLoader<string, boolean>(async (ids) => {
      const rows = await db.read<{ id: string }>(
        scope,
        sql`select distinct retake_of as id from mark where retake_of = any(${ids}::uuid[]) and withdrawn_at is null`,
      )
      const found = new Set(rows.map((row) => row.id))
      return ids.map((id) => found.has(id))
    }),
    /** Written works of a lesson that no mark was set for yet. */
    unmarkedWorks: listBy<{ lessonId: string; checkedOn: string | null }>(
      (row) => row.lessonId,
      (ids) => unmarkedWorks(sql`w.lesson_id = any(${ids}::uuid[])`),
    ),
    worksOfLesson: listBy<WorkRow>(
      (row) => row.lessonId,
      (ids) =>
        sql`select ${workColumns} from work w where w.lesson_id = any(${ids}::uuid[]) and w.cancelled_at is null order by w.place`,
    ),
    cancelledWorksOfLesson: listBy<WorkRow>(
      (row) => row.lessonId,
      (ids) =>
        sql`select ${workColumns} from work w where w.lesson_id = any(${ids}::uuid[]) and w.cancelled_at is not null order by w.cancelled_at, w.id`,
    ),
    homeworkFilesOfLesson: listBy<HomeworkFileRow>(
      (row) => row.lessonId,
      (ids) =>
        sql`select ${homeworkFileColumns} from homework_file f where f.lesson_id = any(${ids}::uuid[]) and not f.removed order by f.id`,
    ),
    individualOfLesson: listBy<IndividualRow>(
      (row) => row.lessonId,
      (
        ids,
      ) => sql`select ${individualColumns} from individual_homework h left join ref_person p on p.id = h.pupil_id
        where h.lesson_id = any(${ids}::uuid[]) order by p.last_name collate "ru-RU-x-icu", p.first_name collate "ru-RU-x-icu", h.pupil_id`,
    ),
    marksCountOfLesson: listBy<{ lessonId: string; count: number }>(
      (row) => row.lessonId,
      (ids) =>
        sql`select lesson_id as "lessonId", count(*) as count from mark where lesson_id = any(${ids}::uuid[]) and withdrawn_at is null group by lesson_id`,
    ),
    absencesOfLesson: listBy<AbsenceRow>(
      (row) => row.lessonId,
      (ids) =>
        sql`select ${absenceColumns} from absence a where a.lesson_id = any(${ids}::uuid[]) and not a.removed order by a.pupil_id`,
    ),
    /** Entries that stand, name a pupil and are the viewer's to know of, of all tables at once. */
    entriesOfPupil: new DataLoader<string, number>(async (ids) => {
      const rows = await db.read<{ pupilId: string; count: number }>(
        scope,
        sql`select pupil_id as "pupilId", count(*)::integer as count from (
            select school_id, course_id, pupil_id from mark where pupil_id = any(${ids}::uuid[]) and withdrawn_at is null
            union all select school_id, course_id, pupil_id from absence where pupil_id = any(${ids}::uuid[]) and not removed
            union all select school_id, course_id, pupil_id from period_mark where pupil_id = any(${ids}::uuid[]) and withdrawn_at is null
            union all select school_id, course_id, pupil_id from final_mark where pupil_id = any(${ids}::uuid[]) and withdrawn_at is null) as entry
          where ${withoutHiddenCourses(viewer, sql`entry.school_id`, sql`entry.course_id`)} group by pupil_id`,
      )
      const found = new Map(rows.map((row) => [row.pupilId, row.count]))
      return ids.map((id) => found.get(id) ?? 0)
    }),
    /** End of the last lesson of the same pupils on the day of the lesson (3.6.4). */
    lastEnd: byId<{ id: string; lastEnd: Date }>(
      (ids) => sql`select l.id, (
          select max(other.ends_at) from ref_course oc join ref_lesson other on other.course_id = oc.id and other.day = l.day
          where oc.class_ids && c.class_ids and not other.removed and not other.cancelled) as "lastEnd"
        from ref_lesson l join ref_course c on c.id = l.course_id where l.id = any(${ids}::uuid[])`,
    ),
    pupil: byId<PupilRow>(
      (ids) => pupilStatement(ids, now),
      (row) => row.askedId,
    ),
    ...attendanceLoaders({ scope, db }),
    ...claimLoaders({ viewer, scope, db }),
  }
}

/** The class that the pupil is in, or was last in each year: who had them earlier in the year has no say any more. */
export const pupilStatement = (ids: readonly string[], now: Date): Sql =>
  sql`select p.id, a.id as "askedId", p.school_id as "schoolId", concat_ws(' ', p.last_name, p.first_name, p.patronymic) as name,
      s.time_zone as zone,
      array(select distinct on (k.year_id) m.class_id from ref_membership m join ref_class k on k.id = m.class_id
        where m.pupil_id = p.id and not m.removed and m.from_day <= (${now}::timestamptz at time zone s.time_zone)::date
        order by k.year_id, m.from_day desc) as "classIds"
    from unnest(${ids}::uuid[]) as a(id) left join ref_merge g on g.id = a.id
      join ref_person p on p.id = coalesce(g.kept_id, a.id) join ref_school s on s.id = p.school_id where p.is_pupil`
