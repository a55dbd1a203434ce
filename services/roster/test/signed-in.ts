// Somebody who signs in as in life: password, session, passport at each request anew.
import type { Viewer } from '../events.js'
import type { Answer, TestRoster } from './harness.js'

export type SignedIn = Awaited<ReturnType<typeof signIn>>

export const signInTry = (
  t: TestRoster,
  username: string,
  password: string,
  address = '192.0.2.7',
  more = {},
) => t.post('/auth/sign-in/username', { username, password }, { 'x-zhurnal-client': address, ...more })

/** The passport that a session or a program's token buys now; null when it is nobody's. */
export async function passportFor(t: TestRoster, token: string): Promise<string | null> {
  const answer = await t.internal('/internal/passport', { token })
  return answer.status === 200 ? ((await answer.json()) as { passport: string }).passport : null
}

export const claimsOf = (passport: string | null): Viewer | null =>
  passport === null
    ? null
    : (JSON.parse(Buffer.from(passport.split('.')[1] ?? '', 'base64url').toString('utf8')) as Viewer)

export async function signIn(t: TestRoster, username: string, password: string, address?: string, more = {}) {
  const answer = await signInTry(t, username, password, address, more)
  if (answer.status !== 200) throw new Error(`${username}: ${answer.status}`)
  const { token } = (await answer.json()) as { token: string }
  return withToken(t, token)
}

/** What the holder of a token can do. */
export function withToken(t: TestRoster, token: string) {
  const ask = async <T = Record<string, never>>(
    query: string,
    variables: object = {},
  ): Promise<Answer<T>> => {
    const passport = await passportFor(t, token)
    if (passport === null) return { errors: [{ message: 'nobody', extensions: { code: 'UNAUTHENTICATED' } }] }
    const answer = await t.post('/graphql', { query, variables }, { authorization: `Bearer ${passport}` })
    return (await answer.json()) as Answer<T>
  }
  return {
    token,
    ask,
    claims: async () => claimsOf(await passportFor(t, token)),
    auth: (path: string, body: object) => t.post(path, body, { authorization: `Bearer ${token}` }),
    async act(name: string, input: object, select = '') {
      const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
      const answer = await ask<
        Record<string, { errors: { code: string; message: string }[] } & Record<string, unknown>>
      >(`mutation($input: ${type}!) { ${name}(input: $input) { ${select} errors { code message field } } }`, {
        input,
      })
      const payload = answer.data?.[name]
      if (!payload) throw new Error(JSON.stringify(answer.errors))
      return payload
    },
  }
}
