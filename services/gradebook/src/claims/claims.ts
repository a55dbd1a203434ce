// A pupil or guardian says that a mark is wrong, and the teacher answers (A8.1).
import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog, type LogValue } from '@zhurnal/kit/record-log'
import { notFound, refuse, Refusal } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn, daysBetween, startOfDay } from '@zhurnal/kit/time'
import { v7 as newId, validate as isId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import { changeMark, takeMarkBack } from '../marks/marks.js'
import { checkMark } from '../marks/scale.js'
import { isFamily } from '../policy.js'
import { behalfIn, lessonsToKeep, type RecordRow } from '../records/lesson-facts.js'
import { ruDay } from '../records/rules.js'

/** Calendar days from noticing a wrong mark within which it is claimed (A8.1). */
const daysToClaim = 3
/** Calendar days within which the teacher answers: the regulation names none, a mark has as many (3.6.1). */
const daysToAnswer = 7
const longest = 1000

export type ClaimWrongMarkInput = {
  requestId?: string | null
  markId: string
  explanation: string
  noticedOn?: string | null
}

type Claimed = {
  id: string
  schoolId: string
  courseId: string
  pupilId: string
  day: string
  setAt: Date
  zone: string
}

/** Claims that a mark is wrong. One claim of a mark waits for an answer at a time. */
export async function claimWrongMark(ctx: Ctx, input: ClaimWrongMarkInput) {
  return mutation(ctx.db, ctx.scope, 'claimWrongMark', input, async (tx) => {
    if (!isId(input.markId)) return notFound('markId')
    const [mark] =
      await tx.sql<Claimed>(sql`select m.id, m.school_id as "schoolId", m.course_id as "courseId", m.pupil_id as "pupilId", m.day,
        m.set_at as "setAt", s.time_zone as zone
      from mark m join ref_school s on s.id = m.school_id where m.id = ${input.markId} and m.withdrawn_at is null`)
    if (!mark || !isFamily(ctx.viewer, { id: mark.pupilId, schoolId: mark.schoolId }))
      return notFound('markId')
    const explanation = checkText(input.explanation, 'explanation', 'Напишите, что не так')
    const noticedOn = checkNoticed(ctx, mark, input.noticedOn ?? null)
    const actor = actorIn(ctx, mark.schoolId)
    const id = newId()
    const dueAt = startOfDay(mark.zone, addDays(dayIn(mark.zone, ctx.now), daysToAnswer + 1))
    await tx
      .sql(
        sql`insert into mark_claim (id, school_id, mark_id, course_id, pupil_id, claimed_by_id, claimed_by_name, explanation, noticed_on,
          claimed_at, answer_due_at)
        values (${id}, ${mark.schoolId}, ${mark.id}, ${mark.courseId}, ${mark.pupilId}, ${actor.personId}, ${actor.name}, ${explanation},
          ${noticedOn}, ${ctx.now}, ${dueAt})`,
      )
      .catch((error: unknown) => {
        if (brokenConstraint(error) === 'mark_claim_open')
          refuse('ALREADY_EXISTS', 'Об этой отметке уже написали: ждите ответа учителя.', 'markId')
        throw error
      })
    await log(
      ctx,
      tx,
      mark,
      'claimWrongMark',
      { id, from: null, to: { mark: mark.id, noticedOn } },
      { explanation },
    )
    return { claim: { id } }
  })
}

function checkNoticed(ctx: Ctx, mark: Claimed, given: string | null): string {
  const today = dayIn(mark.zone, ctx.now)
  const day = given ?? today
  if (day > today) refuse('BAD_INPUT', `${ruDay(day)} ещё не наступило.`, 'noticedOn')
  if (day < dayIn(mark.zone, mark.setAt))
    refuse('BAD_INPUT', 'Отметку поставили позже этого дня.', 'noticedOn')
  if (daysBetween(day, today) > daysToClaim)
    refuse(
      'TOO_LATE',
      `О неверной отметке говорят в течение ${daysToClaim} дней (прил. 8, п. 1).`,
      'noticedOn',
    )
  return day
}

function checkText(text: string, field: string, ask: string): string {
  const trimmed = text.trim()
  if (!trimmed || trimmed.length > longest) refuse('BAD_INPUT', `${ask}: от 1 до ${longest} знаков.`, field)
  return trimmed
}

type Open = {
  id: string
  schoolId: string
  courseId: string
  pupilId: string
  markId: string
  claimedById: string
  lessonId: string
  explanation: string
  answered: boolean
  withdrawn: boolean
  version: number
}

async function claimToChange(tx: Tx, id: string): Promise<Open> {
  if (!isId(id)) return notFound('claimId')
  const [claim] =
    await tx.sql<Open>(sql`select k.id, k.school_id as "schoolId", k.course_id as "courseId", k.pupil_id as "pupilId", k.mark_id as "markId",
      k.claimed_by_id as "claimedById", m.lesson_id as "lessonId", k.explanation, k.answered_at is not null as answered,
      k.withdrawn_at is not null as withdrawn, k.version
    from mark_claim k join mark m on m.id = k.mark_id where k.id = ${id} for update of k`)
  return claim ?? notFound('claimId')
}

/** Takes an own claim back before it is answered. */
export async function withdrawMarkClaim(ctx: Ctx, input: { requestId?: string | null; claimId: string }) {
  return mutation(ctx.db, ctx.scope, 'withdrawMarkClaim', input, async (tx) => {
    const claim = await claimToChange(tx, input.claimId)
    const here = ctx.viewer.schools.find((school) => school.id === claim.schoolId)
    if (!here || here.person !== claim.claimedById) return notFound('claimId')
    if (claim.answered || claim.withdrawn) refuse('ANSWERED', 'На это обращение уже ответили.', 'claimId')
    await tx.sql(
      sql`update mark_claim set withdrawn_at = ${ctx.now}, version = version + 1 where id = ${claim.id}`,
    )
    await log(
      ctx,
      tx,
      claim,
      'withdrawMarkClaim',
      { id: claim.id, from: { mark: claim.markId }, to: null },
      {},
    )
    return { claim: { id: claim.id } }
  })
}

export type AnswerMarkClaimInput = {
  requestId?: string | null
  claimId: string
  accepted: boolean
  answer: string
  value?: string | null
  expectedVersion?: number | null
}

/** Answers a claim; accepted, the mark is changed or withdrawn by the same rules as ever, with the claim as the reason. */
export async function answerMarkClaim(ctx: Ctx, input: AnswerMarkClaimInput) {
  return mutation(ctx.db, ctx.scope, 'answerMarkClaim', input, async (tx) => {
    const claim = await claimToChange(tx, input.claimId)
    const lesson = (await lessonsToKeep(ctx, tx, [claim.lessonId], 'claimId')).values().next()
      .value as RecordRow
    if (claim.answered || claim.withdrawn) refuse('ANSWERED', 'На это обращение уже ответили.', 'claimId')
    if (input.expectedVersion != null && input.expectedVersion !== claim.version)
      refuse('CONFLICT', 'Это обращение только что изменили.', 'expectedVersion')
    const answer = checkText(input.answer, 'answer', 'Напишите ответ')
    const mark = input.accepted
      ? await putRight(ctx, tx, lesson, claim, input.value ?? null).catch(refuseWithWayOut)
      : null
    await tx.sql(sql`update mark_claim set accepted = ${input.accepted}, answer = ${answer}, answered_by_name = ${actorIn(ctx, claim.schoolId).name},
      answered_at = ${ctx.now}, version = version + 1 where id = ${claim.id}`)
    const from = { mark: claim.markId }
    const to = { accepted: input.accepted, value: input.accepted ? (input.value ?? null) : null }
    await log(
      ctx,
      tx,
      claim,
      'answerMarkClaim',
      { id: claim.id, from, to },
      { answer },
      behalfIn(ctx, lesson),
    )
    return { claim: { id: claim.id }, mark }
  })
}

/** Neither window nor lock loses a claim: it waits until the page is opened to the teacher. */
function refuseWithWayOut(error: unknown): never {
  if (!(error instanceof Refusal) || (error.code !== 'WINDOW_CLOSED' && error.code !== 'LOCKED')) throw error
  const wayOut = 'Попросите координатора открыть вам эту страницу: обращение подождёт.'
  refuse(error.code, `${error.message} ${wayOut}`, error.field ?? undefined)
}

async function putRight(ctx: Ctx, tx: Tx, lesson: RecordRow, claim: Open, value: string | null) {
  const reason = `По обращению: ${claim.explanation}`.slice(0, longest)
  if (value === null) {
    await takeMarkBack(ctx, tx, lesson, { markId: claim.markId, reason })
    return null
  }
  checkMark(value)
  const input = { lessonId: lesson.id, pupilId: claim.pupilId, value, reason }
  return changeMark(ctx, tx, lesson, input, claim.markId)
}

const log = (
  ctx: Ctx,
  tx: Tx,
  claim: { schoolId: string; courseId: string; pupilId: string },
  act: string,
  change: { readonly id: string; readonly from: LogValue; readonly to: LogValue },
  texts: Readonly<Record<string, string>>,
  behalf?: { personId: string; name: string },
): Promise<void> =>
  appendLog(tx, 'gradebook', claim.schoolId, ctx.now, actorIn(ctx, claim.schoolId), [
    {
      act,
      subject: `claim:${change.id}`,
      scopeId: claim.courseId,
      aboutId: claim.pupilId,
      from: change.from,
      to: change.to,
      facts: { course: claim.courseId, pupil: claim.pupilId },
      ...(Object.keys(texts).length ? { texts } : {}),
      ...(behalf ? { behalf } : {}),
    },
  ])
