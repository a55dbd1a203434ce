import { mutation } from '@zhurnal/kit/mutation'
import { appendLog } from '@zhurnal/kit/record-log'
import { notFound, refuse } from '@zhurnal/kit/refusal'
import { sql } from '@zhurnal/kit/sql'
import { v7 as newId } from 'uuid'
import { alreadyThere } from '../classes/classes.js'
import { actorIn, type Ctx } from '../context.js'
import { fullName } from '../people/people.js'
import { maySetUp } from '../policy.js'
import { atMost } from '../schools/schools.resolvers.js'
import { isUsername } from './auth.js'

export type OpenAccountsInput = {
  requestId?: string | null
  schoolId: string
  accounts: { personId: string; username: string; password: string; mustChangePassword: boolean }[]
}

type Named = { id: string; lastName: string; firstName: string; patronymic: string | null }

/**
 * Opens accounts with a login and a first password. Passwords are hashed before the transaction (10 ms each, off the
 * loop) and appear neither in the log nor in an event nor in the stored answer.
 */
export async function openAccounts(ctx: Ctx, input: OpenAccountsInput) {
  const allowed = maySetUp(ctx.viewer, input.schoolId) && input.accounts.length <= 100
  const { password } = await ctx.auth.$context
  const hashes = allowed ? await Promise.all(input.accounts.map((one) => password.hash(one.password))) : []
  // What is remembered of the request must not hold the passwords either.
  const shown = {
    requestId: input.requestId ?? null,
    schoolId: input.schoolId,
    logins: input.accounts.map((one) => one.username),
  }
  return mutation(ctx.db, ctx.scope, 'openAccounts', shown, async (tx) => {
    if (!maySetUp(ctx.viewer, input.schoolId)) notFound('schoolId')
    atMost(input.accounts, 100, 'accounts')
    input.accounts.forEach((one, i) => {
      if (!isUsername(one.username))
        refuse('BAD_INPUT', 'Логин: строчные буквы, цифры, точка, дефис; от 2 до 60 знаков.', [
          'accounts',
          String(i),
          'username',
        ])
      if (one.password.length < 8)
        refuse('BAD_INPUT', 'Пароль короче 8 знаков.', ['accounts', String(i), 'password'])
    })
    const people =
      await tx.sql<Named>(sql`select id, last_name as "lastName", first_name as "firstName", patronymic
      from person where id = any(${input.accounts.map((one) => one.personId)}::uuid[]) and school_id = ${input.schoolId} and not removed for key share`)
    const names = new Map(people.map((person) => [person.id, fullName(person)]))
    const rows = input.accounts.map((one, i) => ({
      account: newId(),
      credential: newId(),
      person: one.personId,
      username: one.username,
      name: names.get(one.personId) ?? notFound('accounts'),
      // better-auth wants an address; this one leads nowhere by RFC 2606.
      email: `${encodeURIComponent(one.username)}@account.invalid`,
      hash: hashes[i],
      change: one.mustChangePassword,
    }))
    const data = JSON.stringify(rows)
    try {
      await tx.sql(sql`insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername", "mustChangePassword", stopped, issued_at)
        select t.account, t.name, t.email, false, t.username, t.username, t.change, false, ${ctx.now}
        from jsonb_to_recordset(${data}::jsonb) as t(account uuid, name text, email text, username text, change boolean)`)
      await tx.sql(sql`insert into auth.account (id, "accountId", "providerId", "userId", password, "updatedAt")
        select t.credential, t.account::text, 'credential', t.account, t.hash, ${ctx.now}
        from jsonb_to_recordset(${data}::jsonb) as t(credential uuid, account uuid, hash text)`)
      await tx.sql(sql`insert into account_person (account_id, person_id, school_id)
        select t.account, t.person, ${input.schoolId} from jsonb_to_recordset(${data}::jsonb) as t(account uuid, person uuid)`)
    } catch (error) {
      alreadyThere('Такой логин занят, или у человека уже есть учётная запись.', 'accounts')(error)
    }
    await appendLog(
      tx,
      'roster',
      input.schoolId,
      ctx.now,
      actorIn(ctx, input.schoolId),
      rows.map((row) => ({
        act: 'openAccounts',
        subject: `account:${row.account}`,
        aboutId: row.person,
        from: null,
        to: { username: row.username },
      })),
    )
    return { accounts: rows.map((row) => ({ id: row.account })) }
  })
}
