// Whom void acts concern: pupils whose page, mean or mark was wrong, so that families are told and documents made anew.
import { changedFields, type LoggedAct } from '@zhurnal/kit/act-standing'
import { kindOfSubject } from '@zhurnal/kit/acts'
import { sql } from '@zhurnal/kit/sql'
import type { Ctx } from '../context.js'
import { actsSeen, namesIn, noteReading } from './acts.js'
import { attendance } from './fields.js'

export type Concerned = {
  pupilId: string | null
  pupilName: string | null
  courseId: string | null
  courseName: string | null
  what: string[]
}
type Place = { pupilId: string | null; courseId: string | null; what: string; day: string | null }

const words: Readonly<Record<string, string>> = {
  mark: 'отметки и средний балл',
  periodMark: 'отметка за период',
  finalMark: 'отметка за экзамен или итоговая',
  lesson: 'тема и домашнее задание',
  work: 'работы и средний балл всех, у кого за них отметки',
  page: 'страница была закрыта',
  unlock: 'страница была открыта для исправлений',
  absenceReasons: 'причины пропусков',
  absenceNote: 'справки',
}

/** Each pupil and course once, by name; a row without a pupil is a whole page. Null as for the acts. */
export async function concernedBy(ctx: Ctx, reportId: string): Promise<Concerned[] | null> {
  const seen = await actsSeen(ctx, reportId, null)
  if (!seen) return null
  const acts = seen.acts.filter((act) => act.state === 'VOID' || act.state === 'RESTORED')
  const places = acts.flatMap(placesOf)
  const all = [...places, ...(await periodMarksOver(ctx, places))]
  const asked = all.map(
    (one) => ({ aboutId: one.pupilId, scopeId: one.courseId, leaf: {} }) as unknown as LoggedAct,
  )
  noteReading(
    ctx,
    seen.report,
    all.map((one) => one.pupilId),
  )
  const names = await namesIn(ctx, asked)
  const found = new Map<string, Concerned>()
  for (const { pupilId, courseId, what } of all) {
    const key = `${pupilId} ${courseId}`
    const known = found.get(key)
    if (known && !known.what.includes(what)) known.what.push(what)
    if (known) continue
    const pupilName = names.people.get(pupilId ?? '') ?? null
    found.set(key, {
      pupilId,
      pupilName,
      courseId,
      courseName: names.courses.get(courseId ?? '') ?? null,
      what: [what],
    })
  }
  const order = (one: Concerned) => `${one.courseName ?? ''} ${one.pupilName ?? ''}`
  return [...found.values()].sort((a, b) => order(a).localeCompare(order(b), 'ru'))
}

function placesOf(act: LoggedAct): Place[] {
  const kind = kindOfSubject(act.subject)
  const day = typeof act.leaf.day === 'string' ? act.leaf.day : null
  if (kind === 'attendance')
    return [...changedFields(act, attendance).keys()]
      .filter((field) => field !== 'taken')
      .map((pupilId) => ({ pupilId, courseId: act.scopeId, what: 'посещаемость', day }))
  const what = words[kind]
  return what ? [{ pupilId: act.aboutId, courseId: act.scopeId, what, day }] : []
}

/** A mark of the period that was set by hand from a mean that has changed: nobody but its teacher may change it. */
async function periodMarksOver(ctx: Ctx, places: readonly Place[]): Promise<Place[]> {
  const marks = places.filter((one) => one.pupilId && one.courseId && one.day && one.what === words.mark)
  if (marks.length === 0) return []
  const rows = await ctx.db.read<{ pupilId: string; courseId: string; name: string }>(
    ctx.scope,
    sql`select distinct pm.pupil_id as "pupilId", pm.course_id as "courseId", p.name
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as t("pupilId" uuid, "courseId" uuid, day date)
        join period_mark pm on pm.pupil_id = t."pupilId" and pm.course_id = t."courseId" and pm.withdrawn_at is null
        join ref_period p on p.id = pm.period_id and t.day between p.starts_on and p.ends_on`,
  )
  return rows.map(({ pupilId, courseId, name }) => ({
    pupilId,
    courseId,
    day: null,
    what: `стоит отметка за период «${name}»: проверьте её`,
  }))
}
