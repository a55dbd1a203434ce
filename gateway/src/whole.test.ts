// Acts that one subgraph answers alone: past the executor from the second time on, sent once, by nobody but who may.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { silentLogger } from '@zhurnal/kit/logging'
import { startGateway, type RunningGateway } from './gateway.js'
import { supergraphText } from './supergraph-file.js'

const document =
  'mutation Act($input: WithdrawMarkInput!) { withdrawMark(input: $input) { errors { code } } }'
const done = '{"data": {"withdrawMark": {"errors": []}}}'
const asTheGatewayWrites = '{"data":{"withdrawMark":{"errors":[]}}}\n'

let roster: Server, gradebook: Server
let gateway: RunningGateway
let who = { status: 200, passport: 'hers' }
let answers = true
let answer = done
/** Passports that the subgraph was asked with. */
let asked: string[] = []

const address = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const listening = (server: Server) =>
  new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))

beforeAll(async () => {
  roster = await listening(
    createServer((_, response) => {
      response.writeHead(who.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ passport: who.passport, mustChangePassword: false }))
    }),
  )
  gradebook = await listening(
    createServer((request, response) => {
      asked.push(request.headers.authorization ?? '')
      if (!answers) return void request.socket.destroy()
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(answer)
    }),
  )
  const urls = {
    roster: address(roster),
    schedule: address(roster),
    gradebook: address(gradebook),
    reporting: address(roster),
  }
  gateway = await startGateway({
    supergraphSdl: supergraphText(),
    urls,
    internalToken: 'internal',
    origins: [],
    demo: false,
    listen: { port: 0, host: '127.0.0.1' },
    log: silentLogger,
  })
  expect(await act()).toEqual({ status: 200, text: asTheGatewayWrites })
})
afterAll(async () => {
  await gateway.stop()
  roster.close()
  gradebook.close()
})
beforeEach(() => {
  who = { status: 200, passport: 'hers' }
  answers = true
  answer = done
  asked = []
})

async function act(input: object = { markId: 'a', expectedVersion: 1 }) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
    body: JSON.stringify({ query: document, variables: { input } }),
  })
  return { status: response.status, text: await response.text() }
}

test('the subgraph’s bytes come as they are, asked once with the passport that roster gave', async () => {
  expect(await act()).toEqual({ status: 200, text: done })
  expect(asked).toEqual(['Bearer hers'])
})

test('nothing is sent before roster has said who it is: not for an ended session, not as who it was', async () => {
  who = { status: 200, passport: 'another hat' }
  await act()
  expect(asked).toEqual(['Bearer another hat'])
  asked = []
  who = { status: 401, passport: '' }
  expect((await act()).status).toBe(401)
  expect(asked).toEqual([])
})

test('errors are masked as the gateway masks them, and the act is not sent again', async () => {
  const inner = { message: 'at 10.0.0.7', path: ['withdrawMark'], extensions: { code: 'DOWN', stack: 'x' } }
  const open = { message: 'Слишком часто.', extensions: { code: 'RATE_LIMITED' } }
  answer = JSON.stringify({ errors: [inner, open], data: null })
  const { status, text } = await act()
  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual({
    errors: [
      {
        message: 'Внутренняя неполадка. Мы её записали; попробуйте ещё раз.',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
        path: ['withdrawMark'],
      },
      open,
    ],
    data: null,
  })
  expect(asked).toHaveLength(1)
})

test('where no answer came the client is told so, and the act is not sent again', async () => {
  answers = false
  expect(JSON.parse((await act()).text)).toEqual({
    errors: [
      {
        message: 'Часть данных сейчас недоступна. Попробуйте ещё раз.',
        extensions: { code: 'SERVICE_UNAVAILABLE' },
      },
    ],
    data: null,
  })
  expect(asked).toHaveLength(1)
})

test('what the document does not declare goes the long way, and is refused there', async () => {
  const { text } = await act({ markId: 'a', sudo: true })
  expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
  expect(asked).toEqual([])
})
