// What roster makes of people who are to get logins: read once, held in memory, never written down.
import { z } from 'zod'
import type { Graph } from '../graph.js'
import { JobFailure } from '../jobs/run.js'

const madeSchema = z.object({
  issued: z.array(
    z.object({
      personId: z.uuid(),
      fullName: z.string(),
      className: z.string().nullable(),
      username: z.string(),
      password: z.string(),
      email: z.string().nullable(),
    }),
  ),
  passed: z.array(z.object({ personId: z.uuid(), fullName: z.string(), why: z.string() })),
})
export type Made = z.infer<typeof madeSchema>
export type LoginDetails = Made['issued'][number]
export type Passed = Made['passed'][number]

type Asked = {
  readonly schoolId: string
  readonly account: string
  readonly personIds: readonly string[]
  readonly delivery: 'PRINT' | 'EMAIL'
}

/** Logins and temporary passwords of at most 100 people, with the rights of who started the job. */
export async function makeLogins(graph: Graph, asked: Asked): Promise<Made> {
  const passport = await graph.passportOf(asked.account)
  if (!passport) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
  const { account: _, ...rest } = asked
  const answer = await graph.internal('roster', '/internal/issue-accounts', {
    method: 'POST',
    body: JSON.stringify({ ...rest, passport }),
  })
  if (answer.status === 404)
    throw new JobFailure(
      'Не все из списка в вашем ведении, или кого-то из них в школе уже нет. Никому ничего не выдано.',
    )
  if (!answer.ok) throw new Error(`roster issued no logins: ${answer.status}`)
  return madeSchema.parse(await answer.json())
}

/** Enters letters that went out into the register of handovers (A1.3, A5.7). */
export async function registerLetters(
  graph: Graph,
  asked: { schoolId: string; account: string; letters: readonly { personId: string; toName: string }[] },
): Promise<void> {
  if (asked.letters.length === 0) return
  const passport = await graph.passportOf(asked.account)
  if (!passport) throw new JobFailure('Учётная запись того, кто запустил задание, остановлена.')
  const answer = await graph.internal('roster', '/internal/letters-sent', {
    method: 'POST',
    body: JSON.stringify({ passport, schoolId: asked.schoolId, letters: asked.letters }),
  })
  if (!answer.ok) throw new Error(`roster registered no letters: ${answer.status}`)
}

/** Who got nothing and why, in one line of at most 900 signs. */
export function toldPassed(passed: readonly Passed[]): string | null {
  if (passed.length === 0) return null
  const line = `Не выдано ${passed.length}: ${passed.map((one) => `${one.fullName} (${one.why})`).join(', ')}`
  return line.length <= 900 ? line : `${line.slice(0, 899)}…`
}
