import type { Tx } from '@zhurnal/kit/database'
import { oneOfEach } from '@zhurnal/kit/batch'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse, refuseEach, type UserError } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { cardPlace } from '../cards/care.js'
import { oneLine } from '../cards/names.js'
import { alreadyThere } from '../classes/classes.js'
import { actorIn, type Ctx } from '../context.js'
import { keepsCard, maySetUp } from '../policy.js'
import { consentFaults } from './consent-rules.js'
import { consentColumns, type ConsentRow } from './consents.loaders.js'

export type Purpose = 'EDUCATION' | 'TRANSFER' | 'PUBLICATION'
type ConsentInput = {
  id: string
  personId: string
  purpose: Purpose
  from: string
  until?: string | null
  givenByName?: string | null
  document?: string | null
  ground?: string | null
}
export type RecordConsentsInput = { requestId?: string | null; schoolId: string; consents: ConsentInput[] }
export type WithdrawConsentInput = {
  requestId?: string | null
  consentId: string
  on: string
  expectedVersion?: number | null
}

/** Records consents to process personal data (A1.1); a class teacher records those of the own class. */
export async function recordConsents(ctx: Ctx, input: RecordConsentsInput) {
  const { schoolId } = input
  const school = await ctx.loaders.school.load(schoolId)
  const kept = school ? await strangersIn(ctx, input) : []
  return mutation(ctx.db, ctx.scope, 'recordConsents', input, async (tx) => {
    if (!school || input.consents.length === 0) return notFound('schoolId')
    oneOfEach(
      input.consents.map((one) => one.id),
      500,
      'consents',
    )
    refuseEach(kept)
    const today = dayIn(school.timeZone, ctx.now)
    refuseEach(
      input.consents.flatMap((one, i) => [
        ...consentFaults(one, ['consents', String(i)], today),
        ...(one.ground?.trim() && !maySetUp(ctx.viewer, schoolId)
          ? [
              {
                code: 'BAD_INPUT',
                message: 'Основание без согласия записывает координатор.',
                field: ['consents', String(i), 'ground'],
              },
            ]
          : []),
      ]),
    )
    await insertConsents(tx, input)
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actorIn(ctx, schoolId),
      input.consents.map((one) => ({
        act: 'recordConsents',
        subject: `consent:${one.id}`,
        aboutId: one.personId,
        from: null,
        to: { purpose: one.purpose, from: one.from, until: one.until ?? null, ground: Boolean(one.ground) },
        texts: {
          givenByName: one.givenByName ?? '',
          ground: one.ground ?? '',
          document: one.document ?? '',
        },
      })),
    )
    return { consents: input.consents.map(({ id }) => ({ id })) }
  })
}

/** One NOT_FOUND for each row whose person is not of this school or not in the viewer's care. */
async function strangersIn(ctx: Ctx, input: RecordConsentsInput): Promise<UserError[]> {
  const places = await Promise.all(input.consents.map((one) => cardPlace(ctx, one.personId)))
  return places.flatMap((place, i) =>
    place?.schoolId === input.schoolId && keepsCard(ctx.viewer, place)
      ? []
      : [
          {
            code: 'NOT_FOUND',
            message: 'Такого человека нет или у вас нет к нему доступа.',
            field: ['consents', String(i), 'personId'],
          },
        ],
  )
}

async function insertConsents(tx: Tx, input: RecordConsentsInput): Promise<void> {
  const line = (text: string | null | undefined) => oneLine(text ?? '') || null
  const rows = input.consents.map((one) => ({
    id: one.id,
    person: one.personId,
    purpose: one.purpose,
    given: line(one.givenByName),
    ground: line(one.ground),
    document: line(one.document),
    from: one.from,
    until: one.until ?? null,
  }))
  await tx
    .sql(
      sql`insert into consent (id, school_id, person_id, purpose, given_by_name, ground, document, from_day, until_day)
        select t.id, ${input.schoolId}, t.person, t.purpose, t.given, t.ground, t.document, t."from", t.until
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as t(id uuid, person uuid, purpose text, given text, ground text, document text, "from" date, until date)`,
    )
    .catch(alreadyThere('Это согласие уже записано.', 'consents'))
}

/** A consent no longer counts from the day on; what was entered under it stays as far as the law says. */
export async function withdrawConsent(ctx: Ctx, input: WithdrawConsentInput) {
  return mutation(ctx.db, ctx.scope, 'withdrawConsent', input, async (tx) => {
    const [row] = await tx.sql<ConsentRow & { today: string }>(sql`
      select ${consentColumns}, ((${ctx.now}::timestamptz at time zone s.time_zone)::date)::text as today
      from consent k join school s on s.id = k.school_id where k.id = ${input.consentId} for update of k`)
    if (!row || !maySetUp(ctx.viewer, row.schoolId)) return notFound('consentId')
    if (input.expectedVersion != null && input.expectedVersion !== row.version)
      refuse('CONFLICT', 'Это согласие только что изменил кто-то другой.', 'expectedVersion')
    if (row.ground !== null) refuse('BAD_INPUT', 'Это не согласие, а основание без него: отзывать нечего.')
    if (input.on > row.today) refuse('BAD_INPUT', `День отзыва ещё не наступил: ${input.on}.`, 'on')
    if (input.on < row.from) refuse('BAD_INPUT', `Согласие дано позже: ${row.from}.`, 'on')
    if (row.withdrawnOn === input.on) return { consent: { id: row.id } }
    await tx.sql(
      sql`update consent set withdrawn_on = ${input.on}, version = version + 1 where id = ${row.id}`,
    )
    await appendLog(tx, 'roster', row.schoolId, ctx.now, actorIn(ctx, row.schoolId), [
      {
        act: 'withdrawConsent',
        subject: `consent:${row.id}`,
        aboutId: row.personId,
        from: { withdrawnOn: row.withdrawnOn },
        to: { withdrawnOn: input.on },
      },
    ])
    return { consent: { id: row.id } }
  })
}
