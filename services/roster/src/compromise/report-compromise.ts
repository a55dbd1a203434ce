import { brokenConstraint, type Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { emit } from '@zhurnal/kit/outbox'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { addDays, dayIn, startOfDay } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import { accountCompromised } from '../../events.js'
import { accountOf, weekOf } from '../accounts/account-of.js'
import { workingDayAfter } from '../accounts/working-days.js'
import { actorIn, type Ctx } from '../context.js'
import { at } from '../policy.js'
import { collectActs, reportColumns, type ReportRow } from './acts.js'

export type ReportCompromiseInput = {
  requestId?: string | null
  accountId: string
  suspectedSince?: string | null
  note?: string | null
}

/**
 * Reports a stolen login (4.3). In one transaction the login stops, its sessions and tokens end, logins whose passwords
 * it has handed out in the span stop, what it did is listed, and the others are told.
 */
export async function reportCompromise(ctx: Ctx, input: ReportCompromiseInput) {
  const account = ctx.viewer.program ? null : await accountOf(ctx, input.accountId)
  const person = account?.persons.find((one) => at(ctx.viewer, one.schoolId))
  const week = person ? await weekOf(ctx, person.schoolId) : null
  return mutation(ctx.db, ctx.scope, 'reportCompromise', input, async (tx) => {
    if (!account || !person || !week) return notFound('accountId')
    const since = input.suspectedSince ? new Date(input.suspectedSince) : null
    if (since && since > ctx.now) refuse('BAD_INPUT', 'Взлом не может начаться в будущем.', 'suspectedSince')
    const note = input.note?.trim() || null
    if (note && note.length > 2000) refuse('BAD_INPUT', 'Пояснение: до 2000 знаков.', 'note')
    // Nobody counts by their own clock when the notice came: the server's, once the login is locked.
    await tx.sql(sql`select 1 as one from auth."user" where id = ${account.id} for update`)
    const today = dayIn(week.zone, ctx.now)
    const dueAt = startOfDay(week.zone, addDays(workingDayAfter(week, today, 1, true), 1))
    const actor = actorIn(ctx, person.schoolId)
    const id = newId()
    const stopped = await stopAtOnce(tx, ctx, person.schoolId, {
      account: account.id,
      person: person.id,
      since,
    })
    await tx
      .sql(
        sql`insert into compromise_report (id, school_id, account_id, person_id, received_at, suspected_since, note, reported_by_id,
          reported_by_name, due_at, stopped)
        values (${id}, ${person.schoolId}, ${account.id}, ${person.id}, ${ctx.now}, ${since}, ${note}, ${actor.personId}, ${actor.name}, ${dueAt}, ${stopped}::text[])`,
      )
      .catch((error: unknown) => {
        if (brokenConstraint(error) !== 'compromise_report_open') throw error
        return refuse('ALREADY_EXISTS', 'Об этом входе уже есть открытое сообщение.', 'accountId')
      })
    const [report] = await tx.sql<ReportRow>(
      sql`select ${reportColumns} from compromise_report r where r.id = ${id}`,
    )
    if (!report) throw new Error('a report that was inserted is not there')
    await collectActs(tx, ctx, report, 'AT_NOTICE')
    await appendLog(tx, 'roster', person.schoolId, ctx.now, actor, [
      {
        act: 'reportCompromise',
        subject: `account:${account.id}`,
        aboutId: person.id,
        from: null,
        to: { report: id, since: since?.toISOString() ?? null, stopped: stopped.length },
        ...(note ? { texts: { note } } : {}),
      },
    ])
    await tell(tx, ctx, report, actor.accountId)
    return { report: { id } }
  })
}

async function tell(tx: Tx, ctx: Ctx, report: ReportRow, byAccount: string): Promise<void> {
  const row = {
    id: report.id,
    version: 1,
    account_id: report.accountId,
    person_id: report.personId,
    received_at: report.receivedAt.toISOString(),
    suspected_since: report.suspectedSince?.toISOString() ?? null,
    reported_by: report.reportedById,
    reported_by_account: byAccount,
    of_coordinator: report.ofCoordinator,
  }
  await emit(tx, accountCompromised, report.schoolId, ctx.now, [row], { nudge: ctx.nudge })
}

type Stolen = { readonly account: string; readonly person: string; readonly since: Date | null }

/** What ends and stops in the moment of the notice, one line each, in words. */
async function stopAtOnce(tx: Tx, ctx: Ctx, schoolId: string, stolen: Stolen): Promise<string[]> {
  await tx.sql(sql`update auth."user" set stopped = true where id = ${stolen.account}`)
  const sessions = await tx.sql(sql`delete from auth.session where "userId" = ${stolen.account} returning id`)
  const tokens = await tx.sql<{ name: string }>(sql`update auth.api_token set revoked_at = ${ctx.now}
    where account_id = ${stolen.account} and revoked_at is null returning name`)
  // Whoever made a login or a temporary password knows it, until its owner has put their own in its place.
  const opened = await tx.sql<{ id: string; username: string }>(sql`
    update auth."user" u set stopped = true
    from (select distinct substr(subject, 9)::uuid as id from log_entry
      where school_id = ${schoolId} and at >= ${stolen.since ?? ctx.now} and by_id = ${stolen.person}
        and act in ('openAccounts', 'issueAccounts', 'resetPassword') and subject like 'account:%'
        and leaf::jsonb ->> 'account' = ${stolen.account}) made
    where u.id = made.id and u.id <> ${stolen.account} and not u.stopped
      and (u."mustChangePassword" or exists (select 1 from log_entry o where o.subject = 'account:' || u.id and o.act = 'openAccounts'
        and o.school_id = ${schoolId} and o.at >= ${stolen.since ?? ctx.now}))
    returning u.id, u.username`)
  await tx.sql(sql`delete from auth.session where "userId" = any(${opened.map((one) => one.id)}::uuid[])`)
  return [
    ...(sessions.length ? [`Закончены сеансы: ${sessions.length}`] : []),
    ...tokens.map((token) => `Отозван ключ программы «${token.name}»`),
    ...opened.map((one) => `Остановлен вход «${one.username}»`),
  ]
}
