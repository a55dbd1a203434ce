import type { Tx } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { nobodysPassword } from '../accounts/first-password.js'
import { actorIn, type Ctx } from '../context.js'
import { decidesCompromise } from '../policy.js'
import { collectActs, reportColumns, takenActs, type ReportRow, type TakenAct } from './acts.js'
import { letStand, turn } from './undo.js'

export type DecideRosterActsInput = {
  requestId?: string | null
  reportId: string
  entryIds: string[]
  verdict: 'VOID' | 'CONFIRM' | 'RESTORE'
}

async function reportToDecide(tx: Tx, ctx: Ctx, id: string): Promise<ReportRow> {
  const [report] = await tx.sql<ReportRow>(
    sql`select ${reportColumns} from compromise_report r where r.id = ${id} for update of r`,
  )
  if (!report || !decidesCompromise(ctx.viewer, report)) return notFound('reportId')
  // What was under way when the notice came may have been written since.
  await collectActs(tx, ctx, report, 'SINCE_NOTICE')
  return report
}

/** From which states a verdict leads on, and whither. */
const leads = {
  VOID: { from: ['SUSPECT', 'CONFIRMED', 'RESTORED'], to: 'VOID' },
  CONFIRM: { from: ['SUSPECT', 'RESTORED'], to: 'CONFIRMED' },
  RESTORE: { from: ['VOID'], to: 'RESTORED' },
} as const

/** Decides acts of a stolen login, all or nothing: later ones are undone before the earlier ones that they stand on. */
export async function decideRosterActs(ctx: Ctx, input: DecideRosterActsInput) {
  return mutation(ctx.db, ctx.scope, 'decideRosterActs', input, async (tx) => {
    const report = await reportToDecide(tx, ctx, input.reportId)
    const entryIds = [...new Set(input.entryIds)]
    if (entryIds.length === 0 || entryIds.length > 1000)
      refuse('BAD_INPUT', 'Записей: от 1 до 1000 за один раз.', 'entryIds')
    const acts = await takenActs(tx, report, entryIds)
    if (acts.length < entryIds.length) return notFound('entryIds')
    const lead = leads[input.verdict]
    const states: readonly string[] = lead.from
    const strange = acts.find((act) => act.state !== lead.to && !states.includes(act.state))
    if (strange) refuse('BAD_INPUT', `${strange.what}: из этого состояния так решить нельзя.`, 'entryIds')
    const open = acts.filter((act) => act.state !== lead.to)
    const notes = await carryOut(tx, ctx, open, input.verdict)
    const decided = open.map((act) => ({ id: act.entryId, note: notes.get(act.entryId) ?? null }))
    await tx.sql(sql`update compromised_act c set state = ${lead.to}, note = t.note
      from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as t(id uuid, note text)
      where c.report_id = ${report.id} and c.entry_id = t.id`)
    await appendLog(
      tx,
      'roster',
      report.schoolId,
      ctx.now,
      actorIn(ctx, report.schoolId),
      open.map((act) => ({
        act: 'decideRosterActs',
        subject: act.subject,
        ...(act.aboutId ? { aboutId: act.aboutId } : {}),
        from: { entry: act.entryId, state: act.state },
        to: { report: report.id, state: lead.to },
      })),
    )
    return { report: { id: report.id } }
  })
}

/** What stayed although the rest of an act was turned, by its entry. */
async function carryOut(
  tx: Tx,
  ctx: Ctx,
  acts: readonly TakenAct[],
  verdict: DecideRosterActsInput['verdict'],
): Promise<Map<string, string>> {
  const notes = new Map<string, string>()
  if (verdict === 'CONFIRM') {
    for (const act of acts) await letStand(tx, ctx, act)
    return notes
  }
  for (const act of verdict === 'VOID' ? acts : acts.toReversed()) {
    const { obstacle, note } = await turn(tx, ctx, act, verdict === 'VOID' ? 'undo' : 'redo')
    if (obstacle !== undefined) refuse('CANNOT_VOID', `${act.what}. ${obstacle}`, 'entryIds')
    if (note !== undefined) notes.set(act.entryId, note)
  }
  return notes
}

/**
 * Gives the login back to its owner once every act is decided: nobody knows its password until a new one is set, and a
 * second factor or a PIN that the thief may have set up is gone.
 */
export async function closeCompromise(ctx: Ctx, input: { requestId?: string | null; reportId: string }) {
  const { password } = await ctx.auth.$context
  const hash = await password.hash(nobodysPassword())
  return mutation(ctx.db, ctx.scope, 'closeCompromise', input, async (tx) => {
    const report = await reportToDecide(tx, ctx, input.reportId)
    if (report.closedAt) return { report: { id: report.id } }
    const [left] = await tx.sql<{ count: number }>(
      sql`select count(*) as count from compromised_act where report_id = ${report.id} and state = 'SUSPECT'`,
    )
    if (left && left.count > 0)
      refuse('UNDECIDED', `Не решено о записях: ${left.count}. Подтвердите или отмените каждую.`, 'reportId')
    const { accountId } = report
    await tx.sql(sql`update auth."user" set stopped = false, "mustChangePassword" = true, "twoFactorEnabled" = false
      where id = ${accountId} and not closed`)
    await tx.sql(sql`update auth.account set password = ${hash}, "updatedAt" = ${ctx.now}
      where "userId" = ${accountId} and "providerId" = 'credential'`)
    await tx.sql(sql`delete from auth."twoFactor" where "userId" = ${accountId}`)
    await tx.sql(sql`delete from auth.desk_pin where account_id = ${accountId}`)
    await tx.sql(
      sql`update compromise_report set closed_at = ${ctx.now}, version = version + 1 where id = ${report.id}`,
    )
    await appendLog(tx, 'roster', report.schoolId, ctx.now, actorIn(ctx, report.schoolId), [
      {
        act: 'closeCompromise',
        subject: `account:${accountId}`,
        aboutId: report.personId,
        from: { report: report.id },
        to: { closed: true },
      },
    ])
    return { report: { id: report.id } }
  })
}
