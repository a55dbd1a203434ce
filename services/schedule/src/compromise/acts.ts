// Acts of a stolen login in schedule as they are shown: what each was, in words.
import type { LoggedAct } from '@zhurnal/kit/act-standing'
import { actsOfReport, idOfSubject, kindOfSubject, reportOf, type Report } from '@zhurnal/kit/acts'
import { kindOf } from '@zhurnal/kit/decide-acts'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { learnersName } from '../facts.js'
import { shortName } from '../loaders.js'
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

/** Null for who may not follow the school's reports, and for a report that is not there. */
export async function timetableActs(
  ctx: Ctx,
  reportId: string,
  state: string | null | undefined,
): Promise<ShownAct[] | null> {
  const db = {
    sql: <T extends object>(statement: Parameters<typeof ctx.db.read>[1]) =>
      ctx.db.read<T>(ctx.scope, statement),
  }
  const [report] = await db.sql<Report>(reportOf(sql`id::text = ${reportId}`))
  if (!report || !seesCompromises(ctx.viewer, report.schoolId)) return null
  const acts = await actsOfReport(db, report, { state: state ?? null })
  const [things, people] = await Promise.all([thingsOf(ctx, acts), peopleOf(ctx, acts)])
  return acts.map((act) => {
    const { kind } = kindOf(book, act.act)
    const about = things.get(idOfSubject(act.subject)) ?? nameIn(act)
    const detail = detailOf(act, people)
    const what = [kind, about].filter(Boolean).join(': ')
    return { ...act, kind, what: detail ? `${what}: ${detail}` : what }
  })
}

const nameIn = ({ from, to }: LoggedAct): string | null => {
  for (const value of [to, from])
    if (value !== null && typeof value === 'object' && 'name' in value && typeof value.name === 'string')
      return `«${value.name}»`
  return null
}

const isPerson = (value: unknown): value is string => typeof value === 'string' && value.length === 36

function detailOf(act: LoggedAct, people: ReadonlyMap<string, string>): string | null {
  const name = (value: unknown) => (isPerson(value) ? (people.get(value) ?? 'неизвестно кто') : 'без учителя')
  if (act.act === 'substituteTeacher' || act.act === 'withdrawSubstitution')
    return `${name(act.from)} → ${name(act.to)}`
  if (act.act !== 'changeCourses') return null
  const [from, to] = [act.from, act.to] as Readonly<Record<string, unknown>>[]
  return [
    ...(from?.teacher === to?.teacher ? [] : [`${name(from?.teacher)} → ${name(to?.teacher)}`]),
    ...(from?.hours === to?.hours ? [] : [`часов: ${String(from?.hours)} → ${String(to?.hours)}`]),
  ].join(', ')
}

async function thingsOf(ctx: Ctx, acts: readonly LoggedAct[]): Promise<Map<string, string>> {
  const ids = (kind: string) =>
    acts.filter((act) => kindOfSubject(act.subject) === kind).map((act) => idOfSubject(act.subject))
  const rows = await ctx.db.read<{ id: string; name: string }>(
    ctx.scope,
    sql`select l.id, concat_ws(', ', to_char(l.day, 'DD.MM.YYYY'), l.number || ' урок', ${learnersName}, s.name) as name
      from lesson l join course c on c.id = l.course_id join subject s on s.id = c.subject_id
        left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id where l.id = any(${ids('lesson')}::uuid[])
    union all select c.id, concat_ws(', ', ${learnersName}, s.name) from course c join subject s on s.id = c.subject_id
        left join ref_class k on k.id = c.class_id left join ref_group g on g.id = c.group_id where c.id = any(${ids('course')}::uuid[])
    union all select v.id, '«' || v.name || '»' from timetable_version v where v.id = any(${ids('timetable')}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}

async function peopleOf(ctx: Ctx, acts: readonly LoggedAct[]): Promise<Map<string, string>> {
  const values = acts.flatMap(({ from, to }) =>
    [from, to].map((value) =>
      value !== null && typeof value === 'object' && 'teacher' in value ? value.teacher : value,
    ),
  )
  const rows = await ctx.db.read<{ id: string; name: string }>(
    ctx.scope,
    sql`select p.id, ${shortName(sql`p`)} as name from ref_person p
      where p.id::text = any(${[...new Set(values.filter(isPerson))]}::text[])`,
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}
