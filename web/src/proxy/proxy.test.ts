// The portal's door to the gateway, over real sockets on the loopback.
import { afterEach, describe, expect, test } from '@jest/globals'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { isGatewayDoor, proxyTo } from '../../server/proxy.mjs'

const servers: http.Server[] = []

async function listen(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address() as AddressInfo
  return `http://127.0.0.1:${address.port}`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

test('the gateway’s doors are these and no page of ours', () => {
  const asked = [
    '/graphql',
    '/graphql?query=1',
    '/auth/sign-in/username',
    '/files/1',
    '/imports/pupils',
    '/authors',
    '/',
    '/teacher/day',
  ]
  expect(asked.map(isGatewayDoor)).toEqual([true, true, true, true, true, false, false, false])
})

describe('what passes the door', () => {
  test('goes both ways as it is: method, body, cookie, status, name of a file', async () => {
    const gateway = await listen((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        response.writeHead(202, {
          'set-cookie': ['a=1; HttpOnly', 'b=2'],
          'content-disposition': 'attachment; filename="x.pdf"',
        })
        response.end(`${request.method} ${request.headers.cookie} ${Buffer.concat(parts).toString()}`)
      })
    })
    const portal = await listen(proxyTo(gateway))
    const answer = await fetch(`${portal}/imports/pupils`, {
      method: 'POST',
      body: 'строка',
      headers: { cookie: 's=1' },
    })
    expect(answer.status).toBe(202)
    expect(answer.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2'])
    expect(answer.headers.get('content-disposition')).toContain('x.pdf')
    expect(await answer.text()).toBe('POST s=1 строка')
  })
  test('says where the client is by the connection, whatever the client claims', async () => {
    const gateway = await listen((request, response) =>
      response.end(String(request.headers['x-forwarded-for'])),
    )
    const portal = await listen(proxyTo(gateway))
    const answer = await fetch(`${portal}/graphql`, { headers: { 'x-forwarded-for': '8.8.8.8' } })
    expect(await answer.text()).toBe('127.0.0.1')
  })
  test('is streamed: the first bytes come before the last are there', async () => {
    let finish = () => undefined as void
    const gateway = await listen((_request, response) => {
      response.write('начало')
      finish = () => void response.end('конец')
    })
    const portal = await listen(proxyTo(gateway))
    const answer = await fetch(`${portal}/files/1`)
    const reader = answer.body?.getReader()
    const first = await reader?.read()
    expect(Buffer.from(first?.value ?? []).toString()).toBe('начало')
    finish()
    const second = await reader?.read()
    expect(Buffer.from(second?.value ?? []).toString()).toBe('конец')
  })
  test('is 503 with a code when no gateway answers', async () => {
    const portal = await listen(proxyTo('http://127.0.0.1:1'))
    const answer = await fetch(`${portal}/graphql`, { method: 'POST', body: '{}' })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNREACHABLE' } }] })
  })
})

describe('a page is bound to the session that it was opened in', () => {
  const portal = async () => {
    const seen: http.IncomingHttpHeaders[] = []
    const gateway = await listen((request, response) => {
      seen.push(request.headers)
      response.end('{}')
    })
    return { seen, address: await listen(proxyTo(gateway)) }
  }
  const cookie = (token: string) => `theme=dark; zhurnal.session_token=${token}`
  const ask = (address: string, headers: Record<string, string>) =>
    fetch(`${address}/graphql`, { method: 'POST', headers, body: '{}' })
  const markOf = (answer: Response) => answer.headers.get('x-session-mark') ?? ''

  test('what it asks under another person’s cookie, or under none, never reaches the gateway', async () => {
    const { seen, address } = await portal()
    const mark = markOf(await ask(address, { cookie: cookie('anna.signed') }))
    for (const other of [{ cookie: cookie('boris.signed') }, { cookie: 'theme=dark' }]) {
      const answer = await ask(address, { ...other, 'x-session-mark': mark })
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'OTHER_SESSION' } }] })
      expect(markOf(answer)).not.toBe(mark)
    }
    expect(seen).toHaveLength(1)
    await ask(address, { cookie: cookie('anna.signed'), 'x-session-mark': mark })
    expect(seen).toHaveLength(2)
    expect(seen[1]).not.toHaveProperty('x-session-mark')
  })
  test('the mark does not tell the session, and is the same for all its answers', async () => {
    const { address } = await portal()
    const [one, two] = [
      await ask(address, { cookie: cookie('anna.signed') }),
      await ask(address, { cookie: cookie('anna.signed') }),
    ]
    expect(markOf(one)).toBe(markOf(two))
    expect(markOf(one)).toMatch(/^[\w-]{22}$/)
    expect(markOf(one)).not.toContain('anna')
  })
})
