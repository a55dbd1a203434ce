// A page as it stood at an instant, rebuilt from the log (design §4): the last entry of each subject up to then.
import { sql } from '@zhurnal/kit/sql'
import type { AbsenceCode, AbsenceRow } from '../attendance/attendance.js'
import type { Ctx } from '../context.js'
import type { WorkRow } from '../loaders.js'
import type { MarkRow } from '../marks/mark-row.js'
import type { PeriodMarkRow } from '../periods/period-marks.js'
import type { RecordRow } from '../records/lesson-facts.js'
import type { PageHead, PageState } from './page.js'

type Leaf = {
  act: string
  subject: string
  at: string
  byName: string
  to: unknown
  course: string
  lesson: string
  work: string
  pupil: string
  day: string
  period: string
  version: number
  retakeOf?: string
  dueOn?: string
  source?: string
  proposed?: string | null
  byClassTeacher?: boolean
  /** Entries of the subject up to then. */
  acts: number
}

export async function pageAsOf(
  ctx: Ctx,
  head: PageHead,
  now: PageState,
  asOf: Date,
): Promise<{ state: PageState; logPosition: number; closed: boolean }> {
  const [positions = [], rows = [], places = [], merges = []] = await ctx.db.readAll(ctx.scope, [
    sql`select coalesce((select max(seq) + 1 from log_entry where school_id = ${head.schoolId} and at <= ${asOf}), 0) as size`,
    sql`select distinct on (subject) leaf, id, count(*) over (partition by subject) as acts from log_entry where school_id = ${head.schoolId} and scope_id = ${head.courseId} and at <= ${asOf}
      order by subject, seq desc`,
    sql`select id, place from mark where course_id = ${head.courseId} and day between ${head.startsOn} and ${head.endsOn}`,
    sql`select id, kept_id as kept from ref_merge where school_id = ${head.schoolId}`,
  ])
  const led = new Map(merges.map((one) => [String(one.id), String(one.kept)]))
  const placeOf = new Map(places.map((mark) => [String(mark.id), Number(mark.place)]))
  const byPlace = (a: MarkRow, b: MarkRow) =>
    order(a.date, b.date) ||
    order(a.lessonId, b.lessonId) ||
    (placeOf.get(a.id) ?? 0) - (placeOf.get(b.id) ?? 0) ||
    order(a.id, b.id)
  const entries = rows.map((row) => ({
    id: String(row.id),
    leaf: { ...(JSON.parse(String(row.leaf)) as Leaf), acts: Number(row.acts) },
  }))
  const inSpan = (day: string) => day >= head.startsOn && day <= head.endsOn
  const of = (kind: string) => entries.filter(({ leaf }) => leaf.subject.startsWith(`${kind}:`))
  return {
    logPosition: Number(positions[0]?.size ?? 0),
    closed: of('page').some(({ leaf }) => leaf.period === head.periodId && leaf.to === 'CLOSED'),
    state: {
      records: now.records
        .filter((record) => !record.outside || entries.some(({ leaf }) => leaf.lesson === record.id))
        .map((record) =>
          recordAsOf(
            record,
            entries.map((entry) => entry.leaf),
          ),
        ),
      works: now.works.filter((work) =>
        existed(
          work,
          entries.map((entry) => entry.leaf),
        ),
      ),
      marks: of('mark')
        .filter(({ leaf }) => leaf.to !== null && inSpan(leaf.day))
        .map(({ leaf }) => markOf(leaf))
        .map((mark) => ({ ...mark, pupilId: led.get(mark.pupilId) ?? mark.pupilId }))
        .sort(byPlace),
      absences: keptFirst(
        of('attendance')
          .filter(({ leaf }) => inSpan(leaf.day))
          .flatMap(({ id, leaf }) => absencesOf(id, leaf)),
        led,
        (one) => one.lessonId,
      ),
      periodMarks: keptFirst(
        of('periodMark')
          .filter(({ leaf }) => leaf.period === head.periodId && leaf.to !== null)
          .map(({ leaf }) => periodMarkOf(leaf)),
        led,
        () => '',
      ),
    },
  }
}

/**
 * Entries of a merged pupil under the kept one's id. Where both have one in the same place the kept one's own stands, as
 * it does among the rows (`merge-people.ts`).
 */
function keptFirst<T extends { readonly pupilId: string }>(
  entries: readonly T[],
  led: ReadonlyMap<string, string>,
  placeOf: (entry: T) => string,
): T[] {
  const own = entries.filter((one) => !led.has(one.pupilId))
  const taken = new Set(own.map((one) => `${placeOf(one)} ${one.pupilId}`))
  const come = entries
    .filter((one) => led.has(one.pupilId))
    .map((one) => ({ ...one, pupilId: led.get(one.pupilId) ?? one.pupilId }))
    .filter((one) => !taken.has(`${placeOf(one)} ${one.pupilId}`))
  return [...own, ...come]
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function recordAsOf(record: RecordRow, leaves: readonly Leaf[]): RecordRow {
  const described = leaves.find((leaf) => leaf.subject === `lesson:${record.id}`)
  const taken = leaves.find((leaf) => leaf.subject === `attendance:${record.id}`)
  const marked = leaves.find((leaf) => leaf.subject.startsWith('mark:') && leaf.lesson === record.id)
  const text = (described?.to ?? {}) as { topic?: string | null; homework?: string | null }
  return {
    ...record,
    topic: text.topic ?? null,
    homework: text.homework ?? null,
    homeworkSetAt: text.homework && described ? new Date(described.at) : null,
    attendanceTakenAt: taken ? new Date(taken.at) : null,
    // Each act on a record moves its version by one.
    version: (described?.acts ?? 0) + (taken?.acts ?? 0),
    heldAt: record.outside || text.topic || taken || marked ? record.heldAt : null,
  }
}

/** A work is there from its own entry on; the lesson's first one from the first mark for it. */
function existed(work: WorkRow, leaves: readonly Leaf[]): boolean {
  const own = leaves.find((leaf) => leaf.subject === `work:${work.id}`)
  return own ? own.to !== null : leaves.some((leaf) => leaf.work === work.id)
}

function markOf(leaf: Leaf): MarkRow {
  return {
    id: leaf.subject.slice('mark:'.length),
    courseId: leaf.course,
    lessonId: leaf.lesson,
    workId: leaf.work,
    pupilId: leaf.pupil,
    date: leaf.day,
    value: String(leaf.to),
    comment: null,
    setByName: leaf.byName,
    setAt: new Date(leaf.at),
    retakeOf: leaf.retakeOf ?? null,
    dueOn: leaf.dueOn ?? null,
    source: leaf.source ?? null,
    version: leaf.version,
  }
}

function absencesOf(entryId: string, leaf: Leaf): AbsenceRow[] {
  const list = (leaf.to ?? []) as { pupil: string; code: AbsenceCode; minutes: number | null }[]
  return list.map((one) => ({
    id: entryId,
    courseId: leaf.course,
    lessonId: leaf.lesson,
    pupilId: one.pupil,
    date: leaf.day,
    code: one.code,
    minutesLate: one.minutes,
    version: 0,
  }))
}

function periodMarkOf(leaf: Leaf): PeriodMarkRow {
  return {
    id: leaf.subject.slice('periodMark:'.length),
    pupilId: leaf.pupil,
    value: String(leaf.to),
    version: leaf.version,
    setByName: leaf.byName,
    setAt: new Date(leaf.at),
    proposed: leaf.proposed ?? null,
    byClassTeacher: leaf.byClassTeacher ?? false,
    // Texts lie beside the log, and a page of the past does without them.
    reason: null,
  }
}
