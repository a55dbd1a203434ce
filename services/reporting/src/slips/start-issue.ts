import { mutation } from '@zhurnal/kit/mutation'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import type { Ctx } from '../context.js'
import { startJob } from '../jobs/jobs.js'
import { at, mayIssueAccounts } from '../policy.js'

export type IssueAccountsInput = {
  requestId?: string | null
  schoolId?: string | null
  personIds: string[]
  delivery: 'PRINT' | 'EMAIL'
}

const peopleAtMost = 1000

/**
 * Starts the job that issues logins. Who is in the starter's care is roster's to say, when the job asks it: a list with
 * anybody else in it fails as a whole.
 */
export async function issueAccounts(ctx: Ctx, input: IssueAccountsInput, mail: boolean) {
  return mutation(ctx.db, ctx.scope, 'issueAccounts', input, async (tx) => {
    const schools = ctx.viewer.schools
      .map((school) => school.id)
      .filter((id) => mayIssueAccounts(ctx.viewer, id))
    const schoolId = input.schoolId ?? (schools.length === 1 ? schools[0] : undefined)
    if (schoolId === undefined && schools.length > 1)
      refuse('BAD_INPUT', 'У вас несколько школ: назовите schoolId.', 'schoolId')
    if (schoolId === undefined || !at(ctx.viewer, schoolId) || !schools.includes(schoolId))
      return notFound('personIds')
    const personIds = [...new Set(input.personIds)]
    if (personIds.length === 0) refuse('BAD_INPUT', 'Выберите, кому выдать логин.', 'personIds')
    if (personIds.length > peopleAtMost)
      refuse('BAD_INPUT', `Не больше ${peopleAtMost} человек за один раз.`, 'personIds')
    if (input.delivery === 'EMAIL' && !mail)
      refuse('NO_MAIL', 'Почта не настроена: распечатайте листки или попросите настроить почту.', 'delivery')
    const title = `Данные для входа, ${personIds.length} чел.`
    return {
      job: await startJob(ctx, tx, schoolId, 'ISSUE_ACCOUNTS', title, {
        personIds,
        delivery: input.delivery,
      }),
    }
  })
}
