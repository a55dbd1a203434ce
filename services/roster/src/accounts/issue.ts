import { brokenConstraint } from '@zhurnal/kit/database'
import { appendLog } from '@zhurnal/kit/record-log'
import { sql } from '@zhurnal/kit/sql'
import { dayIn } from '@zhurnal/kit/time'
import { v7 as newId } from 'uuid'
import { actorIn, type Ctx } from '../context.js'
import type { PersonRow } from '../loaders.js'
import { fullName } from '../people/people.js'
import { isIssuedOnly, stateOf } from './account-of.js'
import { inCare } from './care.js'
import { servesElsewhere, servingElsewhere } from './elsewhere.js'
import { freeLogin, temporaryPassword, transliterated } from './first-password.js'

export type IssueInput = {
  readonly schoolId: string
  readonly personIds: readonly string[]
  readonly delivery: 'PRINT' | 'EMAIL'
}
/** Login details of one person, in clear: they exist in this answer and on the slip or in the letter. */
export type Issued = {
  readonly personId: string
  readonly fullName: string
  /** The pupil's class, or that of a guardian's child. */
  readonly className: string | null
  readonly username: string
  readonly password: string
  readonly email: string | null
}
export type Passed = { readonly personId: string; readonly fullName: string; readonly why: string }

type Row = Issued & { readonly accountId: string; readonly fresh: boolean; readonly hash: string }

/** As many as are hashed in a second or so. */
export const issuedAtOnce = 100

/**
 * Makes logins for people who have none and new temporary passwords for those who have not used theirs yet; whoever uses
 * theirs keeps it, and is told among the passed. Null when somebody is not in the care of who asks: nothing is done.
 * Run again it makes new passwords: those of the first run are then worth nothing.
 */
export async function issueAccounts(
  ctx: Ctx,
  input: IssueInput,
): Promise<{ issued: Issued[]; passed: Passed[] } | null> {
  for (let tries = 1; ; tries += 1) {
    const people = await inCare(ctx, input.personIds)
    const all = input.personIds.map((id) => people.get(id))
    if (all.some((person) => person?.schoolId !== input.schoolId)) return null
    const known = all.flatMap((person) => person ?? [])
    const elsewhere = await servingElsewhere(
      ctx,
      known.flatMap((person) => person.accountId ?? []),
    )
    const passed = (await Promise.all(known.map((person) => whyNot(ctx, input, person, elsewhere)))).flatMap(
      (one) => one ?? [],
    )
    const left = known.filter((person) => !passed.some((one) => one.personId === person.id))
    const rows = await prepared(ctx, left)
    try {
      await write(ctx, input, rows)
      return { issued: rows.map(({ hash: _, fresh: __, accountId: ___, ...shown }) => shown), passed }
    } catch (error) {
      // Somebody took the login, or made one for the same person, in the meantime: all is looked at anew.
      if (!meanwhile.includes(brokenConstraint(error) ?? '') || tries >= 5) throw error
      ctx.loaders.person.clearAll()
      ctx.loaders.account.clearAll()
    }
  }
}

const meanwhile: readonly string[] = ['user_username_key', 'user_email_key', 'account_person_one']

async function whyNot(
  ctx: Ctx,
  input: IssueInput,
  person: PersonRow,
  elsewhere: ReadonlySet<string>,
): Promise<Passed | null> {
  const told = (why: string): Passed => ({ personId: person.id, fullName: fullName(person), why })
  if (input.delivery === 'EMAIL' && !(await ctx.loaders.emailOf.load(person.id)))
    return told('нет адреса почты')
  const account = person.accountId ? await ctx.loaders.account.load(person.accountId) : null
  if (!account) return null
  if (stateOf(account) === 'CLOSED') return told('учётная запись закрыта')
  if (stateOf(account) === 'STOPPED') return told('учётная запись заблокирована')
  if (!isIssuedOnly(account)) return told('уже входит со своим паролем')
  return elsewhere.has(account.id) ? told(servesElsewhere) : null
}

async function prepared(ctx: Ctx, people: readonly PersonRow[]): Promise<Row[]> {
  const { password } = await ctx.auth.$context
  const bases = [...new Set(people.map((person) => `${transliterated(person.lastName)}%`))]
  const taken = new Set(
    (
      await ctx.db.read<{ username: string }>(
        ctx.scope,
        sql`select username from auth."user" where username like any(${bases}::text[])`,
      )
    ).map((row) => row.username),
  )
  return Promise.all(
    people.map(async (person): Promise<Row> => {
      const account = person.accountId ? await ctx.loaders.account.load(person.accountId) : null
      const shown = temporaryPassword()
      return {
        personId: person.id,
        fullName: fullName(person),
        className: await classNameOf(ctx, person),
        username: account?.username ?? freeLogin(person.lastName, taken),
        password: shown,
        email: await ctx.loaders.emailOf.load(person.id),
        accountId: account?.id ?? newId(),
        fresh: account === null,
        hash: await password.hash(shown),
      }
    }),
  )
}

/** The class of today of the pupil, or of the first of a guardian's children who has one. */
async function classNameOf(ctx: Ctx, person: PersonRow): Promise<string | null> {
  const school = await ctx.loaders.school.load(person.schoolId)
  const today = dayIn(school?.timeZone ?? 'UTC', ctx.now)
  for (const pupilId of person.isPupil ? [person.id] : person.childIds) {
    const now = (await ctx.loaders.memberships.load(pupilId)).find(
      (one) => one.classId !== null && one.from <= today && (one.until === null || one.until >= today),
    )
    const row = now?.classId ? await ctx.loaders.schoolClass.load(now.classId) : null
    if (row) return row.name
  }
  return null
}

async function write(ctx: Ctx, input: IssueInput, rows: readonly Row[]): Promise<void> {
  const { schoolId } = input
  const actor = actorIn(ctx, schoolId)
  const data = JSON.stringify(
    rows.map((row) => ({
      account: row.accountId,
      credential: newId(),
      handover: newId(),
      person: row.personId,
      name: row.fullName,
      username: row.username,
      email: `${encodeURIComponent(row.username)}@account.invalid`,
      hash: row.hash,
      fresh: row.fresh,
    })),
  )
  const list = sql`jsonb_to_recordset(${data}::jsonb) as t(account uuid, credential uuid, handover uuid, person uuid, name text,
    username text, email text, hash text, fresh boolean)`
  await ctx.db.write(ctx.scope, async (tx) => {
    await tx.sql(sql`insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername", "mustChangePassword", stopped, issued_at)
      select t.account, t.name, t.email, false, t.username, t.username, true, false, ${ctx.now} from ${list} where t.fresh`)
    await tx.sql(sql`insert into auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
      select t.credential, t.account::text, 'credential', t.account, t.hash, ${ctx.now} from ${list} where t.fresh`)
    await tx.sql(sql`insert into account_person (account_id, person_id, school_id)
      select t.account, t.person, ${schoolId} from ${list} where t.fresh`)
    await tx.sql(sql`update auth.account a set password = t.hash, "updatedAt" = ${ctx.now} from ${list}
      where a."userId" = t.account and a."providerId" = 'credential' and not t.fresh`)
    await tx.sql(sql`delete from auth.session s using ${list} where s."userId" = t.account and not t.fresh`)
    await appendLog(
      tx,
      'roster',
      schoolId,
      ctx.now,
      actor,
      rows.map((row) => ({
        act: 'issueAccounts',
        subject: `account:${row.accountId}`,
        aboutId: row.personId,
        from: null,
        to: { username: row.username, delivery: input.delivery, fresh: row.fresh },
      })),
    )
  })
}
