import { afterEach, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAlive } from '../processes.js'
import { keepRunning, restartDelayMs, type Child, type Death } from './child.js'

const folders: string[] = []
const children: Child[] = []
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop()))
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

/** A child that runs `program`, and what has become known of its deaths. */
async function childOf(program: string) {
  const folder = await mkdtemp(join(tmpdir(), 'zhurnal-child-'))
  folders.push(folder)
  const file = join(folder, 'program.mjs')
  await writeFile(file, program)
  const deaths: Death[] = []
  const waiting: (() => void)[] = []
  const child = keepRunning(
    { name: 'пробный', command: [file], environment: { FOLDER: folder }, logFile: join(folder, 'child.log') },
    {
      onDeath: (death) => {
        deaths.push(death)
        waiting.shift()?.()
      },
      onRestart: () => waiting.shift()?.(),
    },
  )
  children.push(child)
  const next = () => new Promise<void>((resolve) => void waiting.push(resolve))
  return { child, deaths, folder, next }
}

test('pauses before a restart double from one second up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(restartDelayMs)).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
  ])
})

test('a child that dies is reported with its exit code and its log, and started again after a second', async () => {
  const { deaths, child, next } = await childOf(`console.log('падаю'); process.exit(3)`)
  const began = Date.now()
  await next()
  await next()
  expect(Date.now() - began).toBeGreaterThanOrEqual(1_000)
  await next()
  expect(deaths).toMatchObject([
    { how: 'код 3', restartInMs: 1_000, inARow: 1 },
    { how: 'код 3', restartInMs: 2_000, inARow: 2 },
  ])
  expect(await readFile(child.logFile, 'utf8')).toBe('падаю\n')
})

test('what a child has started of its own does not outlive it', async () => {
  const { child, folder, next } = await childOf(`
    import { spawn } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    const grandchild = spawn('/bin/sleep', ['60'])
    grandchild.once('spawn', () => {
      writeFileSync(process.env.FOLDER + '/grandchild', String(grandchild.pid))
      process.exit(1)
    })`)
  await next()
  const grandchild = Number(await readFile(join(folder, 'grandchild'), 'utf8'))
  await child.stop()
  await expect(goneSoon(grandchild)).resolves.toBe(true)
})

test('a child that is stopped is asked first, and stays stopped', async () => {
  const { child, deaths, folder } = await childOf(`
    import { writeFileSync } from 'node:fs'
    process.on('SIGTERM', () => { writeFileSync(process.env.FOLDER + '/asked', ''); process.exit(0) })
    setInterval(() => {}, 1000)
    writeFileSync(process.env.FOLDER + '/running', '')`)
  await appears(join(folder, 'running'))
  await child.stop()
  expect(existsSync(join(folder, 'asked'))).toBe(true)
  expect(child.pid()).toBeUndefined()
  expect(deaths).toEqual([])
})

test('a child that does not heed the asking is ended by force', async () => {
  const { child, folder } = await childOf(`
    import { writeFileSync } from 'node:fs'
    process.on('SIGTERM', () => {})
    setInterval(() => {}, 1000)
    writeFileSync(process.env.FOLDER + '/running', '')`)
  await appears(join(folder, 'running'))
  const pid = child.pid() ?? 0
  await child.stop(100)
  expect(isAlive(pid)).toBe(false)
})

async function appears(file: string): Promise<void> {
  await until(() => existsSync(file))
}

async function goneSoon(pid: number): Promise<boolean> {
  await until(() => !isAlive(pid))
  return true
}

/** Looks again every 20 ms; Jest's own limit ends a wait that is in vain. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}
