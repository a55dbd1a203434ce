import { everything, type Database } from '@zhurnal/kit/database'
import { passportSeconds, type PassportSigner } from '@zhurnal/kit/passport'
import { readBody, sendJson, type Door } from '@zhurnal/kit/server'
import { sql, Sql } from '@zhurnal/kit/sql'
import { z } from 'zod'
import type { SchoolViewer, Viewer } from '../../events.js'
import { byOrder, isGuardian, isPupilOn } from '../roles/family-roles.js'
import { LastUse } from './last-use.js'
import { hashOfSecret, isTokenSecret } from './tokens/token-secret.js'

const question = z.union([
  /** A session cookie's value, a session's bearer token, or a program's token. */
  z.object({ token: z.string().min(1).max(500) }),
  /** On behalf of who started a job: no session, but the account must still be good. */
  z.object({ account: z.uuid() }),
])

type Found = {
  account: string
  username: string | null
  mustChange: boolean
  secondFactor: boolean
  session: string | null
  locked: boolean
  token: string | null
  schools: (SchoolViewer & { zone: string; asksSecond: boolean })[]
}

/**
 * `POST /internal/passport`: trades a session or a program's token for a passport, or tells 401. The gateway keeps
 * nothing: a session that was ended, an account that was stopped and a role that ran out count from the next request
 * on. One statement, and a signature only when what it says has changed or grows old; that it was used is written
 * beside, at most once a minute.
 */
export function passportDoor(system: Database, signer: PassportSigner, clock: () => Date): Door {
  const signed = new Map<string, { passport: string; until: number }>()
  const lastUse = new LastUse(system)
  return {
    method: 'POST',
    path: '/internal/passport',
    internal: true,
    answer: async (request, response) => {
      const asked = question.safeParse(JSON.parse((await readBody(request, 4096)).toString('utf8')))
      if (!asked.success) return sendJson(response, 400, { error: { code: 'BAD_REQUEST' } })
      const found = await find(system, asked.data, clock())
      if (!found) return sendJson(response, 401, { error: { code: 'UNAUTHENTICATED' } })
      lastUse.note(found, clock())
      const viewer = viewerOf(found)
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

async function find(
  system: Database,
  asked: z.infer<typeof question>,
  now: Date,
): Promise<Found | undefined> {
  const [found] = await system.read<Found>(everything, accountStatement(startOf(asked, now), now))
  return found
}

/** Where the statement begins: always the login `u`, the session `s` and the program's token `t`, where there is one. */
function startOf(asked: z.infer<typeof question>, now: Date): Sql {
  const none = sql`left join auth.api_token t on false`
  if ('account' in asked)
    return sql`auth."user" u left join auth.session s on false ${none} where u.id = ${asked.account}`
  if (isTokenSecret(asked.token))
    return sql`auth.api_token t join auth."user" u on u.id = t.account_id left join auth.session s on false
      where t.secret_hash = ${hashOfSecret(asked.token)} and t.revoked_at is null and t.expires_at > ${now}`
  // The signed form of a token is token.signature; the token alone is the secret.
  return sql`auth.session s join auth."user" u on u.id = s."userId" ${none}
    where s.token = ${asked.token.split('.')[0]} and s."expiresAt" > ${now}`
}

function viewerOf(found: Found): Viewer {
  const mustSetUp = !found.secondFactor && found.schools.some((school) => school.asksSecond)
  // Nothing is shown before the first password is changed, the second factor set up, the desk opened: such a viewer
  // belongs to no school yet.
  const closed = found.mustChange || mustSetUp || found.locked
  return {
    account: found.account,
    username: found.username,
    session: found.session,
    mustChangePassword: found.mustChange,
    ...(mustSetUp ? { mustSetUpSecondFactor: true } : {}),
    ...(found.locked ? { deskLocked: true } : {}),
    ...(found.token ? { program: true } : {}),
    operator: false,
    schools: closed ? [] : found.schools.map(({ zone: _, asksSecond: __, ...school }) => school),
  }
}

/** Who it is and what they are at each school today, by the school's own day. */
function accountStatement(start: Sql, now: Date): Sql {
  return sql`
    with me as (select u.id, u.username, u."mustChangePassword" as must_change, u.stopped,
      coalesce(u."twoFactorEnabled", false) as second_factor, s.id as session, s.desk_locked_at is not null as locked,
      t.id as token, t.school_ids as only_schools from ${start})
    select me.id as account, me.username, me.must_change as "mustChange", me.second_factor as "secondFactor", me.session, me.locked,
      me.token, coalesce((
      select json_agg(json_build_object(
        'id', p.school_id, 'person', p.id, 'zone', c.time_zone,
        'asksSecond', cardinality(c.second_factor_roles) > 0 and not c.demonstration
          and exists (select 1 from role_grant g where g.person_id = p.id and g.role = any(c.second_factor_roles) and ${inForce(now)}),
        'name', concat_ws(' ', p.last_name, p.first_name, p.patronymic),
        'roles', array(select g.role from role_grant g where g.person_id = p.id and ${inForce(now)}
          union select 'PUPIL' where family.pupil union select 'GUARDIAN' where family.guardian order by 1),
        'classes', array(select g.class_id from role_grant g where g.person_id = p.id and g.class_id is not null and ${inForce(now)} order by 1),
        'pupils', array(
          select p.id where family.pupil
          union select k.pupil_id from guardianship k join person child on child.id = k.pupil_id and not child.removed where k.guardian_id = p.id)
        ) order by p.school_id)
      from account_person a join person p on p.id = a.person_id and not p.removed join school c on c.id = p.school_id
        cross join lateral (select ${isPupilOn(todayIn(now))} as pupil, ${isGuardian} as guardian) family
      where a.account_id = me.id and (me.only_schools is null or p.school_id = any(me.only_schools))), '[]') as schools
    from me where not me.stopped`
}

const todayIn = (now: Date): Sql => sql`(${now}::timestamptz at time zone c.time_zone)::date`

function inForce(now: Date): Sql {
  return sql`not g.removed and ${byOrder} and (g.from_day is null or g.from_day <= ${todayIn(now)})
    and (g.until_day is null or g.until_day >= ${todayIn(now)})`
}
