// A stolen login is told to the coordinators and to the school's support by letter (4.3).
import { on, type Handler } from '@zhurnal/kit/consumer'
import { keepFacts } from '@zhurnal/kit/facts'
import { emit } from '@zhurnal/kit/outbox'
import { sql } from '@zhurnal/kit/sql'
import { accountCompromised } from '@zhurnal/roster/events'
import { z } from 'zod'
import { jobStarted } from '../../events.js'
import { JobFailure, type Makers } from '../jobs/run.js'
import { AddressRefused, type Mailer } from './mailer.js'

/** Of a report as it is kept here: that it is there, for the act about it. */
const columns = { id: 'uuid', received_at: 'timestamptz', version: 'integer' } as const

/** Keeps reports, and puts the letters in line. The job's id is the report's, so that an event that comes twice sends one letter. */
export function compromiseHandler(mail: boolean, clock: () => Date): Handler {
  return on(accountCompromised, async (tx, schoolId, rows) => {
    await keepFacts(tx, 'ref_compromise', schoolId, columns, rows)
    if (!mail) return
    for (const report of rows) {
      const made =
        await tx.sql(sql`insert into job (id, school_id, kind, title, arguments, started_by_id, started_by_name,
          started_by_account, created_at)
        values (${report.id}, ${schoolId}, 'SEND_LETTER', 'Письмо о взломе входа', ${JSON.stringify({ reportId: report.id })}::jsonb,
          ${report.reported_by}, 'Журнал', ${report.reported_by_account}, ${clock()}) on conflict do nothing returning id`)
      if (made.length > 0) await emit(tx, jobStarted, schoolId, clock(), [{ id: report.id, version: 0 }])
    }
  })
}

const toldSchema = z.object({
  to: z.array(z.string()),
  school: z.string(),
  person: z.string(),
  username: z.string(),
  reportedBy: z.string(),
  receivedAt: z.string(),
  dueAt: z.string(),
})

/** One letter to each: who reads it sees nobody else's address. Addresses are roster's, asked when it is sent. */
export function sendLetterMaker(mailer: Mailer | null, publicUrl: string): Makers['SEND_LETTER'] {
  return async (hands, { reportId }) => {
    if (!mailer) throw new JobFailure('Почта не настроена.')
    const answer = await hands.graph.internal('roster', '/internal/compromise-letter', {
      method: 'POST',
      body: JSON.stringify({ reportId }),
    })
    if (answer.status === 404) throw new JobFailure('Такого сообщения нет.')
    if (!answer.ok) throw new Error(`roster told nothing of the report: ${answer.status}`)
    const told = toldSchema.parse(await answer.json())
    const letter = {
      subject: 'Сообщение о взломе входа в электронный журнал',
      text: [
        `${told.school}: ${told.reportedBy} сообщает, что входом «${told.username}» (${told.person}) пользуется посторонний.`,
        `Сообщение получено: ${told.receivedAt}.`,
        'Вход остановлен, сеансы закончены, записи этого входа с этого времени недействительны (п. 4.4).',
        `Разобрать записи нужно до конца рабочего дня: ${told.dueAt}.`,
        '',
        `Открыть: ${publicUrl}`,
      ].join('\n'),
    }
    const refused: string[] = []
    for (const to of told.to) {
      await mailer.send({ to, ...letter }).catch((error: unknown) => {
        if (!(error instanceof AddressRefused)) throw error
        refused.push(to)
      })
    }
    const failure = refused.length ? `Почта не приняла адреса: ${refused.join(', ')}` : undefined
    await hands.finish(async () => undefined, failure)
  }
}
