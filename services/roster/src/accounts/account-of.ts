import { dayIn } from '@zhurnal/kit/time'
import type { Ctx } from '../context.js'
import { at } from '../policy.js'
import { careOf } from './care.js'
import type { AccountRow } from './accounts.loaders.js'
import { activationDays, workingDayAfter, workingWeek, type WorkingWeek } from './working-days.js'

/** The login, where it is the viewer's own or in the viewer's care; null otherwise. */
export async function accountOf(ctx: Ctx, id: string): Promise<AccountRow | null> {
  const row = await ctx.loaders.account.load(id)
  if (!row) return null
  if (row.id === ctx.viewer.account) return row
  const inCare = await Promise.all(row.persons.map((person) => careOf(ctx, person.id)))
  return inCare.some(Boolean) ? row : null
}

/** True of a login whose first password waits to be changed. */
export const isIssuedOnly = (row: AccountRow): boolean => row.mustChange && row.activatedAt === null

export function stateOf(row: AccountRow): 'CLOSED' | 'STOPPED' | 'NOT_ACTIVATED' | 'ACTIVE' {
  if (row.closed) return 'CLOSED'
  if (row.stopped) return 'STOPPED'
  return isIssuedOnly(row) ? 'NOT_ACTIVATED' : 'ACTIVE'
}

export async function weekOf(ctx: Ctx, schoolId: string): Promise<WorkingWeek & { readonly zone: string }> {
  const school = await ctx.loaders.school.load(schoolId)
  const days = await ctx.loaders.calendar.load(schoolId)
  return { ...workingWeek(school?.studyDays ?? [1, 2, 3, 4, 5], days), zone: school?.timeZone ?? 'UTC' }
}

/** The last working day for the first sign-in; null once it is done, or where no school of the viewer's counts it. */
export async function activateBy(ctx: Ctx, row: AccountRow): Promise<string | null> {
  const person = row.persons.find((one) => at(ctx.viewer, one.schoolId))
  if (!person || !isIssuedOnly(row)) return null
  const week = await weekOf(ctx, person.schoolId)
  return workingDayAfter(week, dayIn(week.zone, row.issuedAt), activationDays)
}

export async function isOverdue(ctx: Ctx, row: AccountRow): Promise<boolean> {
  if (stateOf(row) !== 'NOT_ACTIVATED') return false
  const person = row.persons.find((one) => at(ctx.viewer, one.schoolId))
  const until = await activateBy(ctx, row)
  if (!person || !until) return false
  const week = await weekOf(ctx, person.schoolId)
  return until < dayIn(week.zone, ctx.now)
}
