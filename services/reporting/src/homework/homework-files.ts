// Files of homework: gradebook says which stand and who may read them, the bytes lie here.
import type { ServerResponse } from 'node:http'
import type { Handler } from '@zhurnal/kit/consumer'
import type { Database, Tx } from '@zhurnal/kit/database'
import { keep } from '@zhurnal/kit/kept-facts'
import { sql } from '@zhurnal/kit/sql'
import { homeworkFileChanged } from '@zhurnal/gradebook/events'
import type { Viewer } from '@zhurnal/roster/events'
import type { RawFiles } from '../imports/raw-files.js'
import { readsHomework, type HomeworkReaders } from '../policy.js'
import { sendUpload } from '../uploads/send-upload.js'

export const homeworkHandler: Handler = keep(
  homeworkFileChanged,
  'ref_homework_file',
  {
    file_id: 'uuid',
    account_id: 'uuid',
    class_id: 'uuid',
    group_id: 'uuid',
    class_ids: 'uuid[]',
    teacher_ids: 'uuid[]',
    day: 'date',
    of_specialist: 'boolean',
    removed: 'boolean',
  },
  attach,
)

/**
 * What was ever given as homework stays, as the record does: nobody reads it once it is taken off, and a void that is
 * taken back finds it.
 */
async function attach(tx: Tx, schoolId: string, ids: readonly string[]): Promise<void> {
  await tx.sql(sql`update uploaded_file f set attached = true from ref_homework_file h
    where h.id = any(${ids}::uuid[]) and f.id = h.file_id and f.school_id = ${schoolId} and f.account_id = h.account_id and not f.attached`)
}

type Served = HomeworkReaders & { fileName: string; mediaType: string }

/** Sends a file of homework to who may read it; false when it is none, or not the viewer's to see. */
export async function sendHomeworkFile(
  { db, files }: { db: Database; files: RawFiles },
  viewer: Viewer,
  id: string,
  response: ServerResponse,
): Promise<boolean> {
  const scope = { schools: viewer.schools.map((school) => school.id) }
  const pupils = viewer.schools.flatMap((school) => school.pupils)
  // What is in a portfolio is the pupil's own, even if somebody gives its id with homework.
  const rows = await db.read<Served>(
    scope,
    sql`select h.school_id as "schoolId", h.class_ids as "classIds", h.teacher_ids as "teacherIds", h.of_specialist as "ofSpecialist",
      f.file_name as "fileName", f.media_type as "mediaType",
      exists (select 1 from ref_membership m where m.school_id = h.school_id and m.pupil_id = any(${pupils}::uuid[]) and not m.removed
        and (m.class_id = h.class_id or m.group_id = h.group_id) and m.from_day <= h.day and (m.until_day is null or m.until_day >= h.day)) as "ofPupil"
    from ref_homework_file h join uploaded_file f on f.id = h.file_id and f.account_id = h.account_id and f.school_id = h.school_id
    where f.id::text = ${id.toLowerCase()} and not h.removed
      and not exists (select 1 from portfolio_item i where i.file_id = f.id)`,
  )
  const row = rows.find((one) => readsHomework(viewer, one))
  return row ? sendUpload(files, row, id, response) : false
}
