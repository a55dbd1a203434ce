import { createHash } from 'node:crypto'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import type { FileStore } from '../documents/documents.js'
import { startJob } from '../jobs/jobs.js'
import { JobFailure, type Makers } from '../jobs/run.js'
import { job } from '../jobs/jobs.resolvers.js'
import { mayPrintActs, readersOfAct } from '../policy.js'
import { actSheet, type ReportTold } from './act-data.js'
import { typesetAct } from './typeset-act.js'

export type PrintCompromiseActInput = { requestId?: string | null; reportId: string }

/** Starts the act about a stolen login: who, when, what was void, what was confirmed and by whom (4.4). */
export async function printCompromiseAct(ctx: Ctx, input: PrintCompromiseActInput) {
  return mutation(ctx.db, ctx.scope, 'printCompromiseAct', input, async (tx) => {
    const [report] = await tx.sql<{ id: string; schoolId: string }>(
      sql`select id, school_id as "schoolId" from ref_compromise where id::text = ${input.reportId.toLowerCase()}`,
    )
    if (!report || !mayPrintActs(ctx.viewer, report.schoolId)) return notFound('reportId')
    // No name: the title stands in the log, where nothing can be erased.
    const title = 'Акт о записях взломанного входа'
    const args = { reportId: report.id }
    return { job: await startJob(ctx, tx, report.schoolId, 'PRINT_COMPROMISE_ACT', title, args) }
  })
}

const line = 'at kind what state note decidedByName'
const question = `query($id: ID!, $school: ID!) {
  school(id: $school) { name timeZone }
  viewer { person { fullName } }
  compromiseReport(id: $id) {
    receivedAt suspectedSince note reportedByName stopped person { fullName } account { username }
    rosterActs { ${line} } timetableActs { ${line} } journalActs { ${line} } concerned { pupilName courseName what }
  }
}`
type Told = {
  school: { name: string; timeZone: string } | null
  viewer: { person: { fullName: string | null } | null } | null
  compromiseReport: ReportTold | null
}

/** The act as PDF/A-3b with its data attached, for the coordinator and the director. */
export function compromiseActMaker(files: FileStore): Makers['PRINT_COMPROMISE_ACT'] {
  return async (hands, { reportId }) => {
    const { job: taken, graph, step } = hands
    const ask = await graph.as(taken.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    const {
      school,
      viewer,
      compromiseReport: report,
    } = await ask<Told>(question, {
      id: reportId,
      school: taken.schoolId,
    })
    if (!school || !report) throw new JobFailure('Такого сообщения нет, или у вас больше нет к нему доступа.')
    // An act without one of the lists would say that nothing was done there.
    if (!report.rosterActs || !report.timetableActs || !report.journalActs || !report.concerned)
      throw new Error('a service did not answer for its acts')
    await step(0.4, 'Верстается')
    const sheet = actSheet(report, {
      school: school.name,
      zone: school.timeZone,
      madeBy: viewer?.person?.fullName ?? '',
      madeAt: taken.createdAt,
    })
    const pdf = await typesetAct({ sheet, at: Math.floor(taken.createdAt.getTime() / 1000) })
    await step(0.9, 'Сохраняется')
    const data = Buffer.from(JSON.stringify(sheet))
    const [sha256, dataSha256] = await Promise.all([files.keep(pdf), files.keep(data)])
    const hash = createHash('sha256').update(data).digest('hex')
    const title = `Акт о записях взломанного входа: ${sheet.whose}`
    await hands.finish(async (tx) => {
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash,
          data_sha256, readers, created_at)
        values (${newId()}, ${taken.schoolId}, ${taken.id}, ${title}, ${`${title.replaceAll(/[/:]/g, '-')}.pdf`}, 'application/pdf',
          ${pdf.byteLength}, ${sha256}, ${`COMPROMISE_ACT ${reportId}`}, ${hash}, ${dataSha256}, ${JSON.stringify(readersOfAct())}::jsonb,
          ${hands.clock()})`)
    })
  }
}

export const voidActResolvers = {
  Mutation: {
    printCompromiseAct: (_: unknown, { input }: { input: PrintCompromiseActInput }, ctx: Ctx) =>
      printCompromiseAct(ctx, input),
  },
  PrintCompromiseActPayload: {
    job: (answer: { job?: { id: string } | null }, _: unknown, ctx: Ctx) =>
      answer.job ? job(ctx, answer.job.id) : null,
  },
}
