// The portal's process: Next.js for pages, a streaming proxy for the gateway's doors. A proxy of our own, because
// an entry in the journal passes through it: route handlers cost each one some milliseconds more.
import http from 'node:http'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { guard } from './content-policy.mjs'
import { isGatewayDoor, proxyTo } from './proxy.mjs'

const port = Number(process.env.WEB_PORT ?? 3000)
const host = process.env.ZHURNAL_HOST ?? '127.0.0.1'
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:4000'

const app = next({ dev: false, dir: dirname(dirname(fileURLToPath(import.meta.url))), hostname: host, port })
await app.prepare()
const page = app.getRequestHandler()
const proxy = proxyTo(gateway)

const server = http.createServer((request, response) => {
  if (isGatewayDoor(request.url ?? '/')) return proxy(request, response)
  guard(request, response)
  page(request, response).catch(() => response.destroy())
})
server.listen(port, host, () => console.log(`portal on http://${host}:${port}, gateway ${gateway}`))

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
