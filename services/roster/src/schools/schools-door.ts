import { everything, type Database } from '@zhurnal/kit/database'
import { sendJson, type Door } from '@zhurnal/kit/server'
import { sql } from '@zhurnal/kit/sql'

/** A school as the installation's own commands see it. */
export type SchoolOfInstallation = {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly demonstration: boolean
  /** Logins of those who hold the role COORDINATOR today or later, by name. */
  readonly coordinators: readonly string[]
  readonly pupils: number
  readonly staff: number
}

/**
 * `GET /internal/schools[?login=LOGIN]`: the schools of the installation, by name, and whether a login is taken. For the
 * launcher and `npm run school`: no person sees all schools, so that the graph has no such question.
 */
export function schoolsDoor(system: Database, clock: () => Date): Door {
  return {
    method: 'GET',
    path: '/internal/schools',
    internal: true,
    answer: async (_, response, url) => {
      const login = url.searchParams.get('login')
      const schools = await system.read<SchoolOfInstallation>(
        everything,
        sql`select s.id, s.name, s.time_zone as "timeZone", s.demonstration,
            array(select distinct u.username from role_grant g
              join account_person a on a.person_id = g.person_id join auth."user" u on u.id = a.account_id
              where g.school_id = s.id and g.role = 'COORDINATOR' and not g.removed and not u.stopped
                and (g.until_day is null or g.until_day >= (${clock()}::timestamptz at time zone s.time_zone)::date)
              order by 1) as coordinators,
            (select count(*) from person p where p.school_id = s.id and p.is_pupil and not p.removed) as pupils,
            (select count(*) from person p where p.school_id = s.id and p.position is not null and not p.removed) as staff
          from school s order by s.name collate "ru-RU-x-icu", s.id`,
      )
      const taken =
        login === null
          ? []
          : await system.read(
              everything,
              sql`select 1 as one from auth."user" where username = ${login.toLowerCase()}`,
            )
      sendJson(response, 200, { schools, loginTaken: taken.length > 0 })
    },
  }
}
