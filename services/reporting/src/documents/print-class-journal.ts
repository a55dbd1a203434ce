import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { checkpointOf } from '../graph.js'
import { JobFailure, type Makers } from '../jobs/run.js'
import { sealDataSet } from '../ledger/data-set.js'
import { typesetClassJournal } from '../ledger/typeset.js'
import { readersOfClassJournal } from '../policy.js'
import { collectClassJournal } from './collect.js'
import type { FileStore } from './documents.js'

/** The class journal of a period as PDF/A-3b with its data set attached (A3.10). */
export function classJournalMaker(files: FileStore, publicUrl: string): Makers['PRINT_CLASS_JOURNAL'] {
  return async (hands, args) => {
    const { job, graph, step } = hands
    const ask = await graph.as(job.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    await step(0.02, 'Подписывается протокол')
    const point = await checkpointOf(graph, 'gradebook', job.schoolId)
    const collected = await collectClassJournal(
      ask,
      {
        schoolId: job.schoolId,
        classId: args.classId,
        periodId: args.periodId,
        courseIds: args.courseIds,
        point,
        printedAt: job.createdAt.toISOString(),
      },
      (done, of) => step(0.05 + (0.6 * done) / of, `Собраны страницы: ${done} из ${of}`),
    )
    if (!collected)
      throw new JobFailure('Такого класса или периода нет, или у вас больше нет к нему доступа.')
    const sealed = sealDataSet(collected.data)
    if (sealed.data.courses.length === 0)
      throw new JobFailure('У класса нет ни одного предмета: печатать нечего.')
    await step(0.7, 'Верстается')
    const printed = await typesetClassJournal(sealed.data, { publicUrl })
    await step(0.95, 'Сохраняется')
    const [sha256, dataSha256] = await Promise.all([files.keep(printed.pdf), files.keep(sealed.bytes)])
    const title = `Журнал ${collected.className}, ${collected.periodName}, ${collected.yearName}`
    const about = [
      'CLASS_JOURNAL',
      args.classId,
      args.periodId,
      ...(args.courseIds ?? ['ALL']).toSorted(),
    ].join(' ')
    await hands.finish(async (tx) => {
      await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, pages, about, data_hash, data_sha256, readers, created_at)
        values (${newId()}, ${job.schoolId}, ${job.id}, ${title}, ${`${title.replaceAll('/', '-')}.pdf`}, 'application/pdf', ${printed.pdf.byteLength}, ${sha256}, ${printed.pages},
          ${about}, ${printed.dataHash}, ${dataSha256}, ${JSON.stringify(readersOfClassJournal(args.classId, job.startedById))}::jsonb, ${hands.clock()})`)
    })
  }
}
