// Stands in for a service in tests of the launcher: answers everything, and /environment with the names of the
// variables it was given. /die ends it the way a fault would.
import { createServer } from 'node:http'

const port = Number(process.env.GATEWAY_PORT ?? process.env.WEB_PORT ?? process.env.PORT)
createServer((request, response) => {
  if (request.url === '/die') process.exit(7)
  response.end(request.url === '/environment' ? JSON.stringify(Object.keys(process.env)) : 'ok')
}).listen(port, '127.0.0.1')
process.on('SIGTERM', () => {
  console.log('stopped when asked')
  process.exit(0)
})
