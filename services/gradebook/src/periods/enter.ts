// Sets marks of a period, of an examination or the final ones: the same rules for all, each kind on its own shelf.
import type { Tx } from '@zhurnal/kit/database'
import { appendLog, type LogInput } from '@zhurnal/kit/record-log'
import { refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import type { OpenUnlock } from '../locks/open-unlocks.js'
import { checkPeriodMark } from '../marks/scale.js'
import { maySetPeriodMarks, ownClasses } from '../policy.js'
import { openPage, type Page } from './page.js'
import { proposalsOf, type Proposed } from './proposals.js'

export type SetMark = {
  id: string
  pupilId: string
  value: string
  version: number
  setByName: string
  setAt: Date
  proposed: string | null
  byClassTeacher: boolean
  reason: string | null
}
export const setMarkColumns = sql`pm.id, pm.pupil_id as "pupilId", pm.value, pm.version, pm.set_by_name as "setByName", pm.set_at as "setAt", pm.proposed,
  pm.by_class_teacher as "byClassTeacher", pm.reason`

/** Where marks of one kind lie, and what the log calls them. */
export type Shelf = {
  readonly table: Sql
  /** Column and value that tell this mark from others of the course and pupil. */
  readonly keyColumn: Sql
  readonly key: string
  readonly once: Sql
  readonly noun: 'periodMark' | 'finalMark'
  readonly facts: Readonly<Record<string, string>>
  readonly proposed: (of: Proposed | undefined) => string | null
}

export type MarkInput = {
  pupilId: string
  value: string
  reason?: string | null
  expectedVersion?: number | null
}
type Entry = MarkInput & { readonly field: readonly string[] }

const mostAtOnce = 200
const longestReason = 500

/** All or nothing; the course is taken alone by who calls. */
export async function enterSetMarks(
  ctx: Ctx,
  tx: Tx,
  page: Page,
  shelf: Shelf,
  marks: readonly Entry[],
): Promise<SetMark[]> {
  const unlock = await openPage(ctx, tx, page)
  if (marks.length > mostAtOnce) refuse('BAD_INPUT', `Не больше ${mostAtOnce} за один раз.`, 'marks')
  marks.forEach((entry, i) => {
    checkPeriodMark(entry.value, entry.field)
    if (marks.findIndex((other) => other.pupilId.toLowerCase() === entry.pupilId.toLowerCase()) < i)
      refuse('BAD_INPUT', 'Один ученик назван дважды.', entry.field)
    if ((entry.reason?.trim().length ?? 0) > longestReason)
      refuse('BAD_INPUT', `Причина: не больше ${longestReason} знаков.`, 'reason')
  })
  await checkMembers(ctx, tx, page, marks)
  const known = await standing(tx, page, shelf, marks)
  refuseStale(ctx, page, shelf, marks, known)
  const proposed = await proposalsOf(ctx, tx, page)
  return write(ctx, tx, page, shelf, marks, { known, proposed, unlock })
}

async function standing(
  tx: Tx,
  page: Page,
  shelf: Shelf,
  marks: readonly Entry[],
): Promise<Map<string, SetMark>> {
  const rows =
    await tx.sql<SetMark>(sql`select ${setMarkColumns} from ${shelf.table} pm where pm.course_id = ${page.courseId}
    and pm.${shelf.keyColumn}::text = ${shelf.key} and pm.pupil_id::text = any(${marks.map((entry) => entry.pupilId.toLowerCase())})
    and pm.withdrawn_at is null for update`)
  return new Map(rows.map((row) => [row.pupilId, row]))
}

function refuseStale(
  ctx: Ctx,
  page: Page,
  shelf: Shelf,
  marks: readonly Entry[],
  known: ReadonlyMap<string, SetMark>,
): void {
  const author = maySetPeriodMarks(ctx.viewer, page)
  for (const entry of marks) {
    const stands = known.get(entry.pupilId.toLowerCase())
    if (!stands) {
      if (entry.expectedVersion)
        refuse('CONFLICT', 'Отметки, которую вы видели, больше нет.', 'expectedVersion')
      continue
    }
    // The class teacher fills what is missing; what the subject's teacher has set is not theirs to change (A5.10).
    if (!author)
      refuse('LOCKED', 'Эту отметку уже поставил учитель предмета. Изменить её может он.', entry.field)
    const expected = entry.expectedVersion ?? null
    if (expected !== null && expected !== stands.version) {
      refuse(
        'CONFLICT',
        'Эту отметку только что изменил кто-то другой. Посмотрите, что стоит теперь.',
        'expectedVersion',
        { [shelf.noun]: stands },
      )
    }
  }
}

async function checkMembers(ctx: Ctx, tx: Tx, page: Page, marks: readonly Entry[]): Promise<void> {
  const own = maySetPeriodMarks(ctx.viewer, page) ? null : ownClasses(ctx.viewer, page)
  const ids = marks.map((entry) => entry.pupilId.toLowerCase())
  const members = await tx.sql<{
    pupil: string
  }>(sql`select distinct m.pupil_id::text as pupil from ref_membership m
    where m.pupil_id::text = any(${ids}) and not m.removed and (m.class_id = ${page.classId} or m.group_id = ${page.groupId})
      and m.from_day <= ${page.endsOn} and (m.until_day is null or m.until_day >= ${page.startsOn})
      and (${own}::uuid[] is null or exists (select 1 from ref_membership k where k.pupil_id = m.pupil_id and not k.removed and k.class_id = any(${own}::uuid[])))`)
  const belongs = new Set(members.map((member) => member.pupil))
  const stranger = marks.find((entry) => !belongs.has(entry.pupilId.toLowerCase()))
  if (stranger) refuse('NOT_MEMBER', 'Ученик не учился здесь в этом периоде.', stranger.field)
}

type Known = {
  readonly known: ReadonlyMap<string, SetMark>
  readonly proposed: ReadonlyMap<string, Proposed>
  readonly unlock: OpenUnlock | null
}

async function write(
  ctx: Ctx,
  tx: Tx,
  page: Page,
  shelf: Shelf,
  marks: readonly Entry[],
  { known, proposed, unlock }: Known,
): Promise<SetMark[]> {
  const actor = actorIn(ctx, page.schoolId)
  const filled = !maySetPeriodMarks(ctx.viewer, page)
  const rows = marks.map((entry) => ({
    pupil: entry.pupilId,
    value: entry.value,
    reason: entry.reason?.trim() || null,
    proposed: shelf.proposed(proposed.get(entry.pupilId.toLowerCase())),
  }))
  const set = await tx.sql<SetMark>(sql`
    insert into ${shelf.table} as pm (id, school_id, course_id, ${shelf.keyColumn}, pupil_id, value, proposed, reason, set_by_name, set_at, by_class_teacher)
    select gen_random_uuid(), ${page.schoolId}, ${page.courseId}, k.key, t.pupil, t.value, t.proposed, t.reason, ${actor.name}, ${ctx.now}, ${filled}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(pupil uuid, value text, proposed text, reason text),
      lateral (select ${shelf.key}::${shelf.noun === 'periodMark' ? sql`uuid` : sql`text`} as key) as k
    on conflict on constraint ${shelf.once} do update
      set value = excluded.value, withdrawn_at = null, proposed = excluded.proposed, reason = excluded.reason, by_class_teacher = excluded.by_class_teacher,
        set_by_name = excluded.set_by_name, set_at = excluded.set_at, version = pm.version + 1
    returning ${setMarkColumns}`)
  await appendLog(
    tx,
    'gradebook',
    page.schoolId,
    ctx.now,
    actor,
    set.map((mark): LogInput => ({
      act: shelf.noun === 'periodMark' ? 'setPeriodMark' : 'setFinalMark',
      subject: `${shelf.noun}:${mark.id}`,
      scopeId: page.courseId,
      aboutId: mark.pupilId,
      from: known.get(mark.pupilId)?.value ?? null,
      to: mark.value,
      facts: {
        course: page.courseId,
        ...shelf.facts,
        pupil: mark.pupilId,
        version: mark.version,
        proposed: mark.proposed,
        byClassTeacher: filled,
        ...(unlock ? { unlock: unlock.id } : {}),
      },
      ...(mark.reason ? { texts: { reason: mark.reason } } : {}),
    })),
  )
  return set
}

/** Takes one back, which is only its author's to do: whoever calls has asked. */
export async function withdrawSetMark(
  ctx: Ctx,
  tx: Tx,
  page: Page,
  shelf: Pick<Shelf, 'table' | 'noun' | 'facts'>,
  asked: { readonly id: string; readonly reason?: string | null; readonly expectedVersion?: number | null },
): Promise<SetMark> {
  const unlock = await openPage(ctx, tx, page)
  const expected = asked.expectedVersion ?? null
  const [mark] =
    await tx.sql<SetMark>(sql`update ${shelf.table} pm set withdrawn_at = ${ctx.now}, version = pm.version + 1
    where pm.id = ${asked.id} and pm.withdrawn_at is null and (${expected}::integer is null or pm.version = ${expected}) returning ${setMarkColumns}`)
  if (!mark) return refuse('CONFLICT', 'Эту отметку только что изменил кто-то другой.', 'expectedVersion')
  const reason = asked.reason?.trim()
  await appendLog(tx, 'gradebook', page.schoolId, ctx.now, actorIn(ctx, page.schoolId), [
    {
      act: shelf.noun === 'periodMark' ? 'withdrawPeriodMark' : 'withdrawFinalMark',
      subject: `${shelf.noun}:${mark.id}`,
      scopeId: page.courseId,
      aboutId: mark.pupilId,
      from: mark.value,
      to: null,
      facts: {
        course: page.courseId,
        ...shelf.facts,
        pupil: mark.pupilId,
        version: mark.version,
        ...(unlock ? { unlock: unlock.id } : {}),
      },
      ...(reason ? { texts: { reason } } : {}),
    },
  ])
  return mark
}
