import type { Ctx } from '../context.js'
import { job } from '../jobs/jobs.resolvers.js'
import { exportPerson, type ExportPersonInput } from './export-person.js'

export const personExportResolvers = {
  Mutation: {
    exportPerson: (_: unknown, { input }: { input: ExportPersonInput }, ctx: Ctx) => exportPerson(ctx, input),
  },
  ExportPersonPayload: {
    job: (answer: { job?: { id: string } | null }, _: unknown, ctx: Ctx) =>
      answer.job ? job(ctx, answer.job.id) : null,
  },
}
