import { everything, type Database } from '@zhurnal/kit/database'
import { passportSeconds, type PassportSigner } from '@zhurnal/kit/passport'
import { readBody, sendJson, type Door } from '@zhurnal/kit/server'
import { sql, Sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import type { SchoolViewer, Viewer } from '../../events.js'

const question = z.union([
  /** A session cookie's or bearer token's value. */
  z.object({ token: z.string().min(1).max(500) }),
  /** On behalf of who started a job: no session, but the account must still be good. */
  z.object({ account: z.uuid() }),
])

type Found = {
  account: string
  username: string | null
  mustChange: boolean
  session: string | null
  schools: (SchoolViewer & { zone: string })[]
}

/**
 * `POST /internal/passport`: trades a session for a passport, or tells 401. The gateway keeps nothing: a session that
 * was ended, an account that was stopped and a role that ran out count from the next request on. One statement, and a
 * signature only when what it says has changed or grows old.
 */
export function passportDoor(system: Database, signer: PassportSigner, clock: () => Date): Door {
  const signed = new Map<string, { passport: string; until: number }>()
  return {
    method: 'POST',
    path: '/internal/passport',
    internal: true,
    answer: async (request, response) => {
      const asked = question.safeParse(JSON.parse((await readBody(request, 4096)).toString('utf8')))
      if (!asked.success) return sendJson(response, 400, { error: { code: 'BAD_REQUEST' } })
      const viewer = await viewerOf(system, asked.data, clock())
      if (!viewer) return sendJson(response, 401, { error: { code: 'UNAUTHENTICATED' } })
      const key = JSON.stringify(viewer)
      const now = clock().getTime()
      let kept = signed.get(key)
      if (!kept || kept.until < now) {
        if (signed.size > 5000) signed.clear()
        kept = { passport: await signer.sign({ ...viewer }), until: now + (passportSeconds * 1000) / 3 }
        signed.set(key, kept)
      }
      sendJson(response, 200, { passport: kept.passport, mustChangePassword: viewer.mustChangePassword })
    },
  }
}

async function viewerOf(
  system: Database,
  asked: z.infer<typeof question>,
  now: Date,
): Promise<Viewer | null> {
  const start =
    'token' in asked
      ? // The signed form of a token is token.signature; the token alone is the secret.
        sql`auth.session s join auth."user" u on u.id = s."userId" and s.token = ${asked.token.split('.')[0]} and s."expiresAt" > ${now}`
      : sql`auth."user" u left join auth.session s on false and s.id is null where u.id = ${asked.account}`
  const [found] = await system.read<Found>(everything, accountStatement(start, now))
  if (!found) return null
  return {
    account: found.account,
    username: found.username,
    session: found.session,
    mustChangePassword: found.mustChange,
    operator: false,
    // Nothing is shown until the first password is changed: such a viewer belongs to no school yet.
    schools: found.mustChange ? [] : found.schools.map(({ zone: _, ...school }) => school),
  }
}

/** Who it is and what they are at each school today, by the school's own day. */
function accountStatement(start: Sql, now: Date): Sql {
  return sql`
    with me as (select u.id, u.username, u."mustChangePassword" as must_change, u.stopped, s.id as session from ${start})
    select me.id as account, me.username, me.must_change as "mustChange", me.session, coalesce((
      select json_agg(json_build_object(
        'id', p.school_id, 'person', p.id, 'zone', c.time_zone,
        'name', concat_ws(' ', p.last_name, p.first_name, p.patronymic),
        'roles', array(select distinct g.role from role_grant g where g.person_id = p.id and ${inForce(now)} order by 1),
        'classes', array(select g.class_id from role_grant g where g.person_id = p.id and g.class_id is not null and ${inForce(now)} order by 1),
        'pupils', array(
          select p.id where p.is_pupil and exists (select 1 from role_grant g where g.person_id = p.id and g.role = 'PUPIL' and ${inForce(now)})
          union select k.pupil_id from guardianship k join person child on child.id = k.pupil_id and not child.removed where k.guardian_id = p.id
            and exists (select 1 from role_grant g where g.person_id = p.id and g.role = 'GUARDIAN' and ${inForce(now)}))
        ) order by p.school_id)
      from account_person a join person p on p.id = a.person_id and not p.removed join school c on c.id = p.school_id
      where a.account_id = me.id), '[]') as schools
    from me where not me.stopped`
}

function inForce(now: Date): Sql {
  return sql`not g.removed and (g.from_day is null or g.from_day <= (${now}::timestamptz at time zone c.time_zone)::date)
    and (g.until_day is null or g.until_day >= (${now}::timestamptz at time zone c.time_zone)::date)`
}
