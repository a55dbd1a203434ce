import type { Ctx } from '../context.js'
import { job } from '../jobs/jobs.resolvers.js'
import { issueAccounts, type IssueAccountsInput } from './start-issue.js'

type Payload = { job?: { id: string } | null }

/** `mail`: letters can be sent. */
export const slipResolvers = (mail: boolean) => ({
  Mutation: {
    issueAccounts: (_: unknown, { input }: { input: IssueAccountsInput }, ctx: Ctx) =>
      issueAccounts(ctx, input, mail),
  },
  IssueAccountsPayload: {
    job: (answer: Payload, _: unknown, ctx: Ctx) => (answer.job ? job(ctx, answer.job.id) : null),
  },
})
