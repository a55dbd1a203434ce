import { everything, type Database } from '@zhurnal/kit/database'
import { readBody, sendJson, type Door } from '@zhurnal/kit/server'
import { sql } from '@zhurnal/kit/sql'
import { dayIn, addDays } from '@zhurnal/kit/time'
import { z } from 'zod'

const asked = z.object({ reportId: z.uuid() })
type Told = {
  to: (string | null)[]
  school: string
  zone: string
  person: string
  username: string
  reportedBy: string
  receivedAt: Date
  dueAt: Date
}

/**
 * `POST /internal/compromise-letter`: what the letter about a stolen login says, and to whom it goes: the coordinators
 * who have an address, but for the one whose login it is, and the school's support (4.3).
 */
export function compromiseLetterDoor(system: Database, clock: () => Date): Door {
  return {
    method: 'POST',
    path: '/internal/compromise-letter',
    internal: true,
    answer: async (request, response) => {
      const input = asked.safeParse(JSON.parse((await readBody(request, 4096)).toString('utf8')))
      if (!input.success) return sendJson(response, 400, { error: { code: 'BAD_REQUEST' } })
      const [told] = await system.read<Told>(
        everything,
        sql`select s.name as school, s.time_zone as zone, concat_ws(' ', p.last_name, p.first_name, p.patronymic) as person,
            u.username, r.reported_by_name as "reportedBy", r.received_at as "receivedAt", r.due_at as "dueAt",
            array(select distinct c.email from role_grant g join contacts c on c.person_id = g.person_id
              where g.school_id = r.school_id and g.role = 'COORDINATOR' and not g.removed and c.email is not null
                and g.person_id <> r.person_id
                and (g.from_day is null or g.from_day <= (${clock()}::timestamptz at time zone s.time_zone)::date)
                and (g.until_day is null or g.until_day >= (${clock()}::timestamptz at time zone s.time_zone)::date))
              || s.support_email as "to"
          from compromise_report r join school s on s.id = r.school_id join person p on p.id = r.person_id
            join auth."user" u on u.id = r.account_id
          where r.id = ${input.data.reportId}`,
      )
      if (!told) return sendJson(response, 404, { error: { code: 'NOT_FOUND' } })
      const { zone, to, ...rest } = told
      sendJson(response, 200, {
        ...rest,
        to: [...new Set(to.flatMap((one) => one || []))],
        receivedAt: new Intl.DateTimeFormat('ru', {
          timeZone: zone,
          dateStyle: 'long',
          timeStyle: 'short',
        }).format(told.receivedAt),
        // The term ends with the day before the instant at which the next one begins.
        dueAt: addDays(dayIn(zone, told.dueAt), -1).split('-').toReversed().join('.'),
      })
    },
  }
}
