export default async function globalTeardown() {
  const running = globalThis.zhurnalTestPostgres
  globalThis.zhurnalTestPostgres = undefined
  const started = await running
  if (!started) return
  const { removeTestServer } = await import('../dist/postgres/test-server.js')
  await started.server.stop()
  await removeTestServer(started.data, started.server.folder)
}
