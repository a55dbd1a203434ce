// A launcher in a process of its own, which a test can kill: starts an installation of stand-ins on the data folder
// and the database server it is told, says "ready" and waits.
import { fileURLToPath } from 'node:url'
import { startInstallation } from '../../dist/launch/installation.js'

const [data, postgresUrl] = process.argv.slice(2)
const server = fileURLToPath(new URL('server.mjs', import.meta.url))
const command = () => [server]
await startInstallation({ data, postgresUrl, ports: 'free', demo: false, web: false, quiet: true, command })
console.log('ready')
