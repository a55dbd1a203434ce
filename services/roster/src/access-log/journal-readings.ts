// What is read of the journals, as gradebook tells it: into the same log as what is read of cards.
import { on } from '@zhurnal/kit/consumer'
import { sql } from '@zhurnal/kit/sql'
import { personalDataRead } from '@zhurnal/gradebook/events'
import { roleGround } from './readings.js'

export const journalReadings = on(personalDataRead, async (tx, schoolId, rows) => {
  const told = rows.map(({ role, ...row }) => ({ ...row, ground: roleGround(role) }))
  await tx.sql(sql`insert into access_log (id, school_id, at, reader_id, reader_name, account_id, what, ground, person_ids, people)
    select id, ${schoolId}, at, reader_id, reader_name, account_id, what, ground, person_ids, people
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t(id uuid, at timestamptz, reader_id uuid, reader_name text,
      account_id uuid, what text, ground text, person_ids uuid[], people integer)
    on conflict (id) do nothing`)
})
