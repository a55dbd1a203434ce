import { readFile } from 'node:fs/promises'
import { everything } from '@zhurnal/kit/database'
import { mutation } from '@zhurnal/kit/mutation'
import { notFound } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import type { Ctx } from '../context.js'
import type { FileStore } from '../documents/documents.js'
import type { Graph } from '../graph.js'
import type { RawFiles } from '../imports/raw-files.js'
import { startJob } from '../jobs/jobs.js'
import { JobFailure, type JobHands, type Makers } from '../jobs/run.js'
import { mayExportPerson } from '../policy.js'
import { personPage, type Held, type Row } from './page.js'
import { zipOf, type ZipEntry } from './zip.js'

export type ExportPersonInput = { requestId?: string | null; personId: string }

/** Starts the gathering of all that is held on one person (152-ФЗ, ст. 14). */
export async function exportPerson(ctx: Ctx, input: ExportPersonInput) {
  return mutation(ctx.db, ctx.scope, 'exportPerson', input, async (tx) => {
    const [person] = await tx.sql<{ id: string; schoolId: string }>(
      sql`select id, school_id as "schoolId" from ref_person where id::text = ${input.personId.toLowerCase()}`,
    )
    if (!person || !mayExportPerson(ctx.viewer, person.schoolId)) return notFound('personId')
    // No name: the title stands in the log, where nothing can be erased.
    const title = 'Всё, что хранится о человеке'
    return {
      job: await startJob(ctx, tx, person.schoolId, 'EXPORT_PERSON', title, { personId: person.id }),
    }
  })
}

const livesMs = 7 * 24 * 3_600_000
const services = ['roster', 'schedule', 'gradebook', 'reporting'] as const

// Asked as who started it: it is the check that they still may, and roster's log of reading says who looked and at what.
const looked = `query($id: ID!, $school: ID!) {
  school(id: $school) { name timeZone }
  person(id: $id) { fullName birthDate contacts { version } consents { id } pupil { personalFile { id } guardians { id } } }
}`
type Looked = {
  school: { name: string; timeZone: string } | null
  person: { fullName: string | null; contacts: object | null } | null
}

/** Gathers what the services hold into an archive for who started it; it goes after a week. */
export function exportPersonMaker(files: FileStore, uploads: RawFiles): Makers['EXPORT_PERSON'] {
  return async (hands, { personId }) => {
    const { job, graph, step } = hands
    const ask = await graph.as(job.startedByAccount)
    if (!ask) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
    const { person, school } = await ask<Looked>(looked, { id: personId, school: job.schoolId })
    if (!school || !person?.contacts)
      throw new JobFailure('Этого человека нет или у вас больше нет к нему доступа.')
    const held: Held[] = []
    for (const [i, service] of services.entries()) {
      await step(0.1 + 0.2 * i, `Собирается: ${i + 1} из ${services.length}`)
      held.push({ service, tables: await heldBy(graph, service, job.schoolId, personId) })
    }
    const at = hands.clock()
    const name = person.fullName ?? 'без имени'
    const page = personPage({ name, school: school.name, at: dayIn(school.timeZone, at) }, held)
    const json = held.map(({ service, tables }) => ({
      name: `data/${service}.json`,
      bytes: Buffer.from(JSON.stringify(tables, null, 2)),
    }))
    const papers = await portfolioFiles(hands, uploads, personId)
    const zip = zipOf([{ name: 'Прочитать.html', bytes: Buffer.from(page) }, ...json, ...papers], at)
    await step(0.95, 'Сохраняется')
    await keepDocument(hands, { personId, title: `Всё, что хранится о человеке: ${name}`, zip }, files, at)
  }
}

async function heldBy(
  graph: Graph,
  service: string,
  schoolId: string,
  personId: string,
): Promise<Record<string, Row[]>> {
  const answer = await graph.internal(service, `/internal/person?schoolId=${schoolId}&personId=${personId}`)
  if (!answer.ok) throw new Error(`${service} told nothing of a person: ${answer.status}`)
  return (await answer.json()) as Record<string, Row[]>
}

async function portfolioFiles(hands: JobHands, uploads: RawFiles, personId: string): Promise<ZipEntry[]> {
  const rows = await hands.db.read<{ id: string; name: string }>(
    everything,
    sql`select f.id, f.file_name as name from portfolio_item i join uploaded_file f on f.id = i.file_id
      where i.pupil_id = ${personId} and i.school_id = ${hands.job.schoolId} order by i.date, i.id`,
  )
  const read = rows.map(async ({ id, name }, i): Promise<ZipEntry[]> => {
    const bytes = await readFile(uploads.path(id)).catch(() => null)
    // The name is somebody's: in an archive it leads nowhere but into the folder.
    return bytes ? [{ name: `portfolio/${i + 1}-${name.replace(/[\\/:]/g, '-')}`, bytes }] : []
  })
  return (await Promise.all(read)).flat()
}

async function keepDocument(
  hands: JobHands,
  { personId, title, zip }: { personId: string; title: string; zip: Buffer },
  files: FileStore,
  at: Date,
): Promise<void> {
  const { job } = hands
  const sha256 = await files.keep(zip)
  const readers = { roles: [], classes: [], persons: [job.startedById] }
  await hands.finish(async (tx) => {
    await tx.sql(sql`insert into document (id, school_id, job_id, title, file_name, media_type, bytes, sha256, about, data_hash,
        data_sha256, readers, created_at, expires_at)
      values (${newId()}, ${job.schoolId}, ${job.id}, ${title}, ${`${title.replaceAll(/[/:]/g, '-')}.zip`}, 'application/zip',
        ${zip.byteLength}, ${sha256}, ${`EXPORT_PERSON ${personId}`}, ${sha256}, ${sha256}, ${JSON.stringify(readers)}::jsonb,
        ${at}, ${new Date(at.getTime() + livesMs)})`)
  })
}
