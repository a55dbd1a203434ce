// Acts of a stolen login in gradebook as they are shown: what each was, in words.
import type { LoggedAct } from '@zhurnal/kit/act-standing'
import { actsOfReport, reportOf, type Report } from '@zhurnal/kit/acts'
import { kindOf } from '@zhurnal/kit/decide-acts'
import type { LogValue } from '@zhurnal/kit/record-log'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { seesCompromises } from '../policy.js'
import { book } from './book.js'

export type ShownAct = {
  entryId: string
  at: Date
  kind: string
  what: string
  state: string
  note: string | null
  decidedByName: string | null
}

/** Acts of a report; null for who may not follow the school's reports, and for a report that is not there. */
export async function actsSeen(
  ctx: Ctx,
  reportId: string,
  state: string | null | undefined,
): Promise<{ report: Report; acts: LoggedAct[] } | null> {
  const db = {
    sql: <T extends object>(statement: Parameters<typeof ctx.db.read>[1]) =>
      ctx.db.read<T>(ctx.scope, statement),
  }
  const [report] = await db.sql<Report>(reportOf(sql`id::text = ${reportId}`))
  if (!report || !seesCompromises(ctx.viewer, report.schoolId)) return null
  return { report, acts: await actsOfReport(db, report, { state: state ?? null }) }
}

export async function journalActs(
  ctx: Ctx,
  reportId: string,
  state: string | null | undefined,
): Promise<ShownAct[] | null> {
  const seen = await actsSeen(ctx, reportId, state)
  if (!seen) return null
  noteReading(
    ctx,
    seen.report,
    seen.acts.map((act) => act.aboutId),
  )
  const names = await namesIn(ctx, seen.acts)
  return seen.acts.map((act) => {
    const { kind } = kindOf(book, act.act)
    const about = [
      names.people.get(act.aboutId ?? ''),
      names.courses.get(act.scopeId ?? ''),
      typeof act.leaf.day === 'string'
        ? act.leaf.day.split('-').toReversed().join('.')
        : names.periods.get(String(act.leaf.period)),
    ].filter(Boolean)
    const detail = detailOf(act)
    const what = [kind, about.join(', ')].filter(Boolean).join(': ')
    return { ...act, kind, what: detail ? `${what}: ${detail}` : what }
  })
}

/** What a stolen login entered is read of the pupils it is about (152-ФЗ, 1.8). */
export const noteReading = (ctx: Ctx, report: Report, pupils: readonly (string | null)[]): void =>
  ctx.readings.note(
    report.schoolId,
    'записи взломанного входа',
    pupils.filter((id) => id !== null),
  )

/** Names of the pupils, courses and periods that the acts speak of. */
export async function namesIn(ctx: Ctx, acts: readonly LoggedAct[]) {
  const ids = (of: (act: LoggedAct) => unknown) => [
    ...new Set(acts.map(of).filter((id): id is string => typeof id === 'string' && id.length === 36)),
  ]
  type Row = { id: string; name: string }
  const [people = [], courses = [], periods = []] = await ctx.db.readAll(ctx.scope, [
    sql`select a.id, concat_ws(' ', p.last_name, p.first_name) as name from unnest(${ids((act) => act.aboutId)}::uuid[]) as a(id)
      left join ref_merge g on g.id = a.id join ref_person p on p.id = coalesce(g.kept_id, a.id)`,
    sql`select id, concat_ws(', ', learners_name, subject_name) as name from ref_course where id = any(${ids((act) => act.scopeId)}::uuid[])`,
    sql`select id, name from ref_period where id = any(${ids((act) => act.leaf.period)}::uuid[])`,
  ])
  const byId = (rows: readonly object[]) => new Map((rows as readonly Row[]).map((row) => [row.id, row.name]))
  return { people: byId(people), courses: byId(courses), periods: byId(periods) }
}

const shown = (value: LogValue): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

function detailOf(act: LoggedAct): string | null {
  const { from, to, leaf } = act
  if (act.subject.startsWith('attendance:'))
    return Array.isArray(to) ? `в списке отсутствующих ${to.length}` : null
  if (act.act === 'unlock' && to !== null && typeof to === 'object' && 'personName' in to)
    return shown(to.personName ?? null)
  if (act.subject.startsWith('lesson:')) {
    const fields = { topic: 'тема', homework: 'задание' }
    const part = (value: LogValue, name: string) =>
      value !== null && typeof value === 'object' && name in value
        ? (Reflect.get(value, name) as LogValue)
        : null
    return Object.entries(fields)
      .flatMap(([name, word]) =>
        part(from, name) === part(to, name) ? [] : [`${word} «${shown(part(to, name)) ?? 'стёрто'}»`],
      )
      .join(', ')
  }
  if (act.subject.startsWith('work:'))
    return shown(
      (to as { title?: string } | null)?.title ?? (from as { title?: string } | null)?.title ?? null,
    )
  if (act.act === 'setEditWindow') return `${windowWords(from)} → ${windowWords(to)}`
  const [was, is] = [shown(from), shown(to)]
  if (leaf.period !== undefined && !was && !is) return null
  if (was === null && is === null) return null
  return was === null ? (is ?? null) : `${was} → ${is ?? 'нет'}`
}

const windows: Readonly<Record<string, string>> = {
  NEVER_CLOSES: 'без срока',
  ONE_WEEK: 'неделя',
  TWO_WEEKS: 'две недели',
  THREE_WEEKS: 'три недели',
  ONE_MONTH: 'месяц',
}
const windowWords = (value: LogValue): string => windows[String(value)] ?? String(value)
