// One PostgreSQL for the whole test run, in a temporary folder. `TEST_DATABASE_URL` (a superuser's address) is
// what tests read; when it is set already, that server is used and nothing is started.
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export default async function globalSetup() {
  // Jest runs this once for each project; the first one starts the server, the others share it.
  globalThis.zhurnalTestPostgres ??= process.env.TEST_DATABASE_URL ? Promise.resolve() : start()
  await globalThis.zhurnalTestPostgres
}

async function start() {
  const { startPostgres } = await import('../dist/postgres.js')
  const { sweepTestServers, testFolderPrefix } = await import('../dist/postgres/test-server.js')
  // A run that was killed leaves its server behind.
  await sweepTestServers()
  const data = await mkdtemp(join(tmpdir(), `${testFolderPrefix}${process.pid}-`))
  // As root, PostgreSQL runs as another account, which has to get through.
  await chmod(data, 0o711)
  const server = await startPostgres({ data, fast: true })
  process.env.TEST_DATABASE_URL = server.adminUrl
  return { server, data }
}
