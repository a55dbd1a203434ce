import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql, type Sql } from '@zhurnal/kit/sql'
import { actorIn, type Ctx } from '../context.js'
import { maySetWindow } from '../policy.js'

/** Kinds of work that a school starts with (settled.md, Marks), with the sign of a column's head and the weight. */
export const workKinds = [
  { kind: 'ANSWER', title: 'Ответ на уроке', sign: '', weight: 1, written: false },
  { kind: 'INDEPENDENT', title: 'Самостоятельная работа', sign: 'СР', weight: 1, written: true },
  { kind: 'TEST', title: 'Контрольная работа', sign: 'КР', weight: 3, written: true },
  { kind: 'DICTATION', title: 'Диктант', sign: 'Д', weight: 2, written: true },
  { kind: 'ESSAY', title: 'Сочинение', sign: 'Соч', weight: 2, written: true },
  { kind: 'LABORATORY', title: 'Лабораторная работа', sign: 'ЛР', weight: 2, written: true },
  { kind: 'PRACTICAL', title: 'Практическая работа', sign: 'ПР', weight: 1, written: false },
  { kind: 'PROJECT', title: 'Проект', sign: 'П', weight: 2, written: true },
  { kind: 'QUIZ', title: 'Тест', sign: 'Т', weight: 1, written: true },
  { kind: 'HOMEWORK', title: 'Домашняя работа', sign: 'ДЗ', weight: 0.5, written: false },
] as const

/** A kind of work as a school offers it. Written: its marks are due on the day checking ends (3.6.2). */
export type OfferedKind = {
  readonly kind: string
  readonly title: string
  readonly sign: string
  readonly weight: number
  readonly written: boolean
}

const byKind = new Map<string, OfferedKind>(workKinds.map((one) => [one.kind, one]))

/** As the code has it: for a school that has not set its own. */
export const kindOf = (kind: string): OfferedKind | undefined => byKind.get(kind)

const kindsStatement = (
  schoolId: string,
): Sql => sql`select kind, title, sign, weight::float8 as weight, written from work_kind
  where school_id = ${schoolId} and not removed order by place`

/** What the school offers for a new work: its own list once it has set one, else the one it starts with. */
export async function kindsOfSchool(tx: Pick<Tx, 'sql'>, schoolId: string): Promise<readonly OfferedKind[]> {
  const own = await tx.sql<OfferedKind>(kindsStatement(schoolId))
  return own.length > 0 ? own : workKinds
}

/** The same, for who only reads. */
export async function offeredKinds(ctx: Ctx, schoolId: string): Promise<readonly OfferedKind[]> {
  const own = await ctx.db.read<OfferedKind>(ctx.scope, kindsStatement(schoolId))
  return own.length > 0 ? own : workKinds
}

export type SetWorkKindsInput = { requestId?: string | null; schoolId: string; kinds: OfferedKind[] }

/** Sets the school's kinds of work, the full list; works that stand keep their kind and weight. */
export async function setWorkKinds(ctx: Ctx, input: SetWorkKindsInput) {
  return mutation(ctx.db, ctx.scope, 'setWorkKinds', input, async (tx) => {
    if (!maySetWindow(ctx.viewer, input.schoolId)) return notFound('schoolId')
    const kinds = input.kinds.map(checkKind)
    if (kinds.length === 0 || kinds.length > 40) refuse('BAD_INPUT', 'Видов работ: от 1 до 40.', 'kinds')
    if (new Set(kinds.map((one) => one.kind)).size < kinds.length)
      refuse('BAD_INPUT', 'Один вид работы назван дважды.', 'kinds')
    if (!kinds.some((one) => one.kind === 'ANSWER'))
      refuse('BAD_INPUT', 'Вид «Ответ на уроке» убрать нельзя: отметки без работы ставятся в него.', 'kinds')
    const before = await kindsOfSchool(tx, input.schoolId)
    await tx.sql(sql`insert into work_kind as k (school_id, kind, title, sign, weight, written, place)
      select ${input.schoolId}, t.kind, t.title, t.sign, t.weight, t.written, t.place
      from jsonb_to_recordset(${JSON.stringify(kinds.map((one, place) => ({ ...one, place })))}::jsonb)
        as t(kind text, title text, sign text, weight numeric, written boolean, place smallint)
      on conflict on constraint work_kind_pkey do update set title = excluded.title, sign = excluded.sign, weight = excluded.weight,
        written = excluded.written, place = excluded.place, removed = false, version = k.version + 1`)
    await tx.sql(sql`update work_kind set removed = true, version = version + 1
      where school_id = ${input.schoolId} and not removed and not kind = any(${kinds.map((one) => one.kind)})`)
    await appendLog(tx, 'gradebook', input.schoolId, ctx.now, actorIn(ctx, input.schoolId), [
      {
        act: 'setWorkKinds',
        subject: `school:${input.schoolId}`,
        from: before.map(inLog),
        to: kinds.map(inLog),
      },
    ])
    return { kinds }
  })
}

const inLog = ({ kind, title, sign, weight, written }: OfferedKind) => ({
  kind,
  title,
  sign,
  weight,
  written,
})

function checkKind(one: OfferedKind, i: number): OfferedKind {
  const field = ['kinds', String(i)]
  const title = one.title.trim()
  const sign = one.sign.trim()
  if (!/^[A-Z][A-Z0-9_]{0,29}$/.test(one.kind))
    refuse('BAD_INPUT', 'Код вида: заглавные латинские буквы, цифры, подчёркивание.', [...field, 'kind'])
  if (!title || title.length > 60)
    refuse('BAD_INPUT', 'Название вида: от 1 до 60 знаков.', [...field, 'title'])
  if (sign.length > 6) refuse('BAD_INPUT', 'Знак вида: не длиннее 6 букв.', [...field, 'sign'])
  if (!(one.weight > 0 && one.weight <= 10) || Math.round(one.weight * 100) !== one.weight * 100)
    refuse('BAD_INPUT', 'Вес: больше 0, не больше 10, до сотых.', [...field, 'weight'])
  return { ...one, title, sign }
}
