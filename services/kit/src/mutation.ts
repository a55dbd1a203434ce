import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical.js'
import { isMalformedValue, type Database, type Scope, type Tx } from './database.js'
import { Refusal, Refusals, refuse, type UserError } from './refusal.js'
import { sql } from './sql.js'

type Reads = { readonly loaders: Readonly<Record<string, { clearAll(): unknown }>> }
type Act<C> = (parent: unknown, args: never, ctx: C) => Promise<unknown>

/**
 * Mutation resolvers after each of which the request forgets what its loaders have read: the answer to its second act
 * shows what both did.
 */
export function readingAnew<C extends Reads>(acts: Readonly<Record<string, Act<C>>>): Record<string, Act<C>> {
  const anew =
    (act: Act<C>): Act<C> =>
    async (parent, args, ctx) => {
      const answer = await act(parent, args, ctx)
      for (const loader of Object.values(ctx.loaders)) loader.clearAll()
      return answer
    }
  return Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, anew(act)]))
}

/** An id that is none names nothing. */
const noSuchThing: UserError = {
  code: 'NOT_FOUND',
  message: 'Такой записи нет или у вас нет к ней доступа.',
  field: null,
}

type Payload = Readonly<Record<string, unknown>>
type Answer = Payload & { errors: readonly UserError[] }

/**
 * One mutation, one transaction. A refusal rolls back and fills `errors`; anything else is thrown on. With a client's
 * `requestId` a repeat is one write and returns the first answer: the answer is stored in the same transaction, so a
 * repeat that comes while the first still runs waits for it. `ahead`: what the act reads before it writes, sent in one
 * round trip with the claim of the request; it writes nothing, for a repeat drops it.
 */
export async function mutation<A = undefined>(
  db: Database,
  scope: Required<Scope>,
  name: string,
  input: { readonly requestId?: string | null | undefined },
  act: (tx: Tx, ahead: A) => Promise<Payload>,
  ahead: (tx: Tx) => Promise<A> = async () => undefined as A,
): Promise<Answer> {
  try {
    return await db.write(scope, async (tx) => {
      const { requestId } = input
      if (!requestId) return { ...(await act(tx, await ahead(tx))), errors: [] }
      const claim = claimRequest(tx, scope.account, requestId, name, input)
      const read = ahead(tx)
      await Promise.allSettled([claim, read])
      const first = await claim
      if (first) return first
      // Through JSON, so that the first answer and a repeat are the same to the letter.
      const answer = JSON.parse(JSON.stringify({ ...(await act(tx, await read)), errors: [] })) as Answer
      tx.send(
        sql`update request_result set answer = ${JSON.stringify(answer)}
        where account_id = ${scope.account} and request_id = ${requestId}`,
      )
      return answer
    })
  } catch (error) {
    if (isMalformedValue(error)) return { errors: [noSuchThing] }
    if (error instanceof Refusals) return { errors: error.errors }
    if (!(error instanceof Refusal)) throw error
    return { ...error.payload, errors: [{ code: error.code, message: error.message, field: error.field }] }
  }
}

async function claimRequest(
  tx: Tx,
  account: string,
  requestId: string,
  name: string,
  input: object,
): Promise<Answer | undefined> {
  if (requestId.length > 100) refuse('BAD_INPUT', 'requestId длиннее 100 знаков.', 'requestId')
  const digest = createHash('sha256').update(canonicalJson(input)).digest('hex')
  const claimed = await tx.sql(sql`insert into request_result (account_id, request_id, mutation, digest)
    values (${account}, ${requestId}, ${name}, ${digest}) on conflict do nothing returning request_id`)
  if (claimed.length > 0) return undefined
  const [known] = await tx.sql<{ mutation: string; digest: string; answer: Answer | null }>(sql`
    select mutation, digest, answer from request_result where account_id = ${account} and request_id = ${requestId}`)
  if (!known?.answer) throw new Error('a request without its answer')
  if (known.mutation !== name || known.digest !== digest) {
    refuse('REQUEST_REUSED', 'Этот requestId уже занят другим действием.', 'requestId')
  }
  return known.answer
}
