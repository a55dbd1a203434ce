import { viewerSchema } from '../../events.js'
import { readBody, sendJson, type Door } from '@zhurnal/kit/server'
import type { PassportReader } from '@zhurnal/kit/passport'
import { z } from 'zod'
import { contextFor, type ContextParts } from '../context.js'
import { registerLetters } from './handovers.js'
import { issueAccounts, issuedAtOnce } from './issue.js'

const asked = z.object({
  /** Of who started the job: the policy is asked as if they did it themselves. */
  passport: z.string(),
  schoolId: z.uuid(),
  personIds: z.array(z.uuid()).min(1).max(issuedAtOnce),
  delivery: z.enum(['PRINT', 'EMAIL']),
})
const sent = z.object({
  passport: z.string(),
  schoolId: z.uuid(),
  letters: z
    .array(z.object({ personId: z.uuid(), toName: z.string().min(1).max(200) }))
    .min(1)
    .max(issuedAtOnce),
})

/**
 * `POST /internal/issue-accounts`: logins and temporary passwords for at most 100 people, in clear, for the worker that
 * prints or sends them at once. 404 when one of them is not in the care of who started the job.
 * `POST /internal/letters-sent`: what went out by e-mail is entered into the register of handovers.
 */
export function issueDoors(parts: ContextParts, passports: PassportReader<typeof viewerSchema>): Door[] {
  const contextOf = async (passport: string) => {
    const viewer = await passports.read(`Bearer ${passport}`)
    return viewer ? contextFor(parts, viewer) : null
  }
  return [
    {
      method: 'POST',
      path: '/internal/issue-accounts',
      internal: true,
      answer: async (request, response) => {
        const input = asked.safeParse(JSON.parse((await readBody(request, 64 * 1024)).toString('utf8')))
        if (!input.success) return sendJson(response, 400, { error: { code: 'BAD_REQUEST' } })
        const ctx = await contextOf(input.data.passport)
        const made = ctx && (await issueAccounts(ctx, input.data))
        response.setHeader('cache-control', 'no-store')
        if (!made) return sendJson(response, 404, { error: { code: 'NOT_FOUND' } })
        sendJson(response, 200, made)
      },
    },
    {
      method: 'POST',
      path: '/internal/letters-sent',
      internal: true,
      answer: async (request, response) => {
        const input = sent.safeParse(JSON.parse((await readBody(request, 64 * 1024)).toString('utf8')))
        if (!input.success) return sendJson(response, 400, { error: { code: 'BAD_REQUEST' } })
        const ctx = await contextOf(input.data.passport)
        const done = ctx && (await registerLetters(ctx, input.data.schoolId, input.data.letters))
        if (!done) return sendJson(response, 404, { error: { code: 'NOT_FOUND' } })
        sendJson(response, 200, done)
      },
    },
  ]
}
