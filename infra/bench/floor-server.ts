// The second floor, a process of its own: a plain node:http handler that checks the session and runs one statement.
// ROSTER_ADMIN_URL and GRADEBOOK_ADMIN_URL are superuser's addresses. Prints its port.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { sessionStatement, statements } from './floors.js'

const roster = new pg.Pool({ connectionString: process.env['ROSTER_ADMIN_URL'], max: 10 })
const gradebook = new pg.Pool({ connectionString: process.env['GRADEBOOK_ADMIN_URL'], max: 10 })

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = request.headers.authorization?.slice('Bearer '.length).split('.')[0]
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  const statement = statements[request.url?.slice(1) ?? '']
  if (!statement) return void response.writeHead(404).end()
  const known = await roster.query({ ...sessionStatement, values: [token] })
  if (known.rows.length === 0) return void response.writeHead(401).end()
  const values = JSON.parse(Buffer.concat(parts).toString()) as unknown[]
  const { rows } = await gradebook.query<{ answer: string }>({ ...statement, values })
  response.writeHead(200, { 'content-type': 'application/json' }).end(rows[0]?.answer)
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    response.writeHead(500).end()
  })
})
server.keepAliveTimeout = 65_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
// Ends with who started it.
process.stdin.resume().on('end', () => process.exit(0))
