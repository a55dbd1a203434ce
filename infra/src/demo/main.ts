// `npm run demo [-- --timetable FILE] [-- --out FOLDER]`: see run-demo.ts. Exit 0 when all came out as it has to.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AscUnreadableError } from '@zhurnal/reporting/imports/asc-timetable'
import { Complaint } from '../complaint.js'
import { runDemo, summary } from './run-demo.js'

const usage = 'npm run demo [-- --timetable ФАЙЛ.xml] [--out ПАПКА]'

function readOptions() {
  const options = { timetable: { type: 'string' }, out: { type: 'string' } } as const
  try {
    const { values } = parseArgs({ options })
    // npm runs in the root of the workspace; paths are meant from where the person is.
    const from = process.env.INIT_CWD ?? process.cwd()
    const path = (value: string | undefined) => (value === undefined ? undefined : resolve(from, value))
    return { timetable: path(values.timetable), out: path(values.out) }
  } catch {
    throw new Complaint(`Так не запускают: ${usage}`)
  }
}

const start = performance.now()
try {
  const result = await runDemo({ ...readOptions(), say: (line) => void console.log(line) })
  console.log(summary(result, performance.now() - start))
  process.exit(0)
} catch (error) {
  const isPlain = error instanceof Complaint || error instanceof AscUnreadableError
  console.error(isPlain ? error.message : error)
  process.exit(1)
}
