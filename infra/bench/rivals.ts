// What every row compares: the graph through the gateway, the plain handler, the statement alone.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Pool } from 'undici'
import { statements, type Statement } from './floors.js'
import type { Stage } from './stage.js'
import { password } from './school.js'

/** Signed-in clients of one installation, each kind on kept connections of its own. */
export type Clients = {
  /** Asks the graph as `token`; the body as it came. Throws when the answer holds an error or not `must`. */
  graph(token: string, body: string, must: string): Promise<string>
  handler(token: string, job: string, values: readonly unknown[]): Promise<string>
  statement(job: string, values: readonly unknown[]): Promise<string>
  signIn(login: string): Promise<string>
  close(): Promise<void>
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })

export async function openClients(stage: Stage): Promise<Clients> {
  const { gateway } = stage.installation.urls
  const graph = new Pool(gateway, { connections: 16 })
  const floor = await startFloor(stage)
  const handler = new Pool(`http://127.0.0.1:${floor.port}`, { connections: 16 })
  const db = new pg.Pool({ connectionString: stage.adminUrl('gradebook'), max: 8 })
  return {
    graph: async (token, body, must) => {
      const answer = await graph.request({ path: '/graphql', method: 'POST', headers: bearer(token), body })
      const text = await answer.body.text()
      if (answer.statusCode !== 200 || !text.includes(must) || text.startsWith('{"errors"'))
        throw new Error(`the graph answered ${answer.statusCode}: ${text.slice(0, 500)}`)
      return text
    },
    handler: async (token, job, values) => {
      const request = {
        path: `/${job}`,
        method: 'POST',
        headers: bearer(token),
        body: JSON.stringify(values),
      } as const
      const answer = await handler.request(request)
      const text = await answer.body.text()
      if (answer.statusCode !== 200) throw new Error(`the handler answered ${answer.statusCode}`)
      return text
    },
    statement: async (job, values) => {
      const { rows } = await db.query<{ answer: string }>({
        ...(statements[job] as Statement),
        values: [...values],
      })
      return rows[0]?.answer ?? ''
    },
    signIn: async (login) => {
      const answer = await fetch(`${gateway}/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: login, password }),
      })
      if (!answer.ok) throw new Error(`${login} was not signed in: ${answer.status}`)
      return ((await answer.json()) as { token: string }).token
    },
    close: async () => {
      await Promise.all([graph.close(), handler.close(), db.end()])
      floor.child.stdin?.end()
      await once(floor.child, 'exit')
    },
  }
}

async function startFloor(stage: Stage): Promise<{ port: number; child: ChildProcess }> {
  const hooks = fileURLToPath(new URL('../bin/typescript.mjs', import.meta.url))
  const file = fileURLToPath(new URL('floor-server.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', hooks, file], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      ROSTER_ADMIN_URL: stage.adminUrl('roster'),
      GRADEBOOK_ADMIN_URL: stage.adminUrl('gradebook'),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) return { port: Number(line), child }
  throw new Error('the handler did not start')
}
