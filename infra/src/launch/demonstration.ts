// The demonstration school is filled once, by a program of its own that uses the same commands as people do.
import { spawn } from 'node:child_process'
import { existsSync, writeFileSync, writeSync, closeSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fillEnvironment, type Circumstances } from './environment.js'
import { openFreshLog } from './log-file.js'
import { rootFolder } from './plan.js'

const program = join(rootFolder, 'infra/dist/demo/fill.js')

/**
 * Fills the demonstration school unless `<data>/demo-filled` says that it has been done. A failure is told and
 * leaves the installation running: the next start tries again.
 */
export async function fillOnce(
  about: Circumstances,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const done = join(about.data, 'demo-filled')
  if (existsSync(done)) return
  if (!existsSync(program)) {
    say('Учебная школа не заполнена: в этой сборке нет программы заполнения.')
    return
  }
  say('Заполняется учебная школа')
  const logFile = join(about.data, 'logs', 'demo-fill.log')
  const code = await run(about, logFile, say, signal)
  if (code === 0) writeFileSync(done, `${new Date().toISOString()}\n`)
  else
    say(
      `Учебная школа заполнена не до конца (код ${code}): журнал ${logFile}; следующий запуск попробует снова.`,
    )
}

/** Resolves to its exit code, -1 when it did not end by itself. Its lines are both said and kept. */
function run(
  about: Circumstances,
  logFile: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const log = openFreshLog(logFile)
  const child = spawn(process.execPath, [program], {
    cwd: rootFolder,
    env: fillEnvironment(about),
    stdio: ['ignore', 'pipe', log],
    detached: true,
  })
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      writeSync(log, `${line}\n`)
      say(line)
    })
  }
  return new Promise((resolve) => {
    child.once('error', () => resolve(-1))
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop)
      closeSync(log)
      resolve(code ?? -1)
    })
  })
}
