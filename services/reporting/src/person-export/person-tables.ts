import type { PersonTable } from '@zhurnal/kit/person-export'
import { sql } from '@zhurnal/kit/sql'

/** All that reporting holds on one person: the portfolio, and jobs that the person started. */
export const personTables: readonly PersonTable[] = [
  {
    name: 'portfolio_item',
    rows: (school, person) => sql`
      select i.title, i.kind, i.date, f.file_name, i.added_by_name, i.confirmed_by_name, i.confirmed_at
      from portfolio_item i join uploaded_file f on f.id = i.file_id
      where i.school_id = ${school} and i.pupil_id = ${person} order by i.date, i.id`,
  },
  {
    name: 'uploaded_file',
    rows: (school, person) => sql`select file_name, media_type, bytes, created_at, attached from uploaded_file
      where school_id = ${school} and person_id = ${person} order by created_at`,
  },
  {
    name: 'job',
    rows: (school, person) => sql`select title, created_at, finished_at, state from job
      where school_id = ${school} and started_by_id = ${person} order by created_at`,
  },
]
