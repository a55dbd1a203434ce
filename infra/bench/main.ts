// `npm run bench`: see docs/performance.md. Measures an installation of its own and leaves nothing behind.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import type { Bench } from './bench.js'
import { fillEntries } from './entries.js'
import { optionsOf, type Options, type RowName } from './options.js'
import { latestFile, writeDocument } from './document.js'
import { lineText, type Line, type Report } from './result.js'
import { openClients } from './rivals.js'
import { measureImport } from './row-import.js'
import { measureAttendance, measureMarks } from './row-acts.js'
import { measureLedgers, measureSnapshot } from './row-jobs.js'
import { measurePage } from './row-page.js'
import { measurePeople } from './row-people.js'
import { measurePortal } from './row-portal.js'
import { measurePupil } from './row-pupil.js'
import { measureSchools } from './row-schools.js'
import { measureTypesetting } from './row-typeset.js'
import { makeSchool, type BenchSchool } from './school.js'
import { startStage, type Stage } from './stage.js'

const rows: Readonly<Record<RowName, (bench: Bench) => Promise<Line[]>>> = {
  page: measurePage,
  mark: measureMarks,
  attendance: measureAttendance,
  pupil: measurePupil,
  people: measurePeople,
  typeset: measureTypesetting,
  ledgers: measureLedgers,
  snapshot: measureSnapshot,
  import: measureImport,
  portal: measurePortal,
  // Last: what it fills makes everything after it slower to copy and to stop.
  schools: measureSchools,
}

const options = optionsOf(process.argv.slice(2))
const begun = Date.now()
const say = (line: string) =>
  console.log(`${String(Math.round((Date.now() - begun) / 1000)).padStart(4)} s  ${line}`)
if (options.write) writeDocument()
else await run(options)

async function run(options: Options): Promise<void> {
  const load = loadavg()[0] ?? 0
  const stage = await startStage({
    ...(options.kept ? { kept: options.kept } : {}),
    web: options.only.includes('portal'),
  })
  const end = async (code: number) => {
    await stage.stop()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(1))
  try {
    const report = await measureAll(stage, options, load)
    write(report, options)
    await end(report.lines.some((line) => line.broken !== undefined) ? 1 : 0)
  } catch (error) {
    console.error(error)
    await end(1)
  }
}

async function measureAll(stage: Stage, options: Options, load: number): Promise<Report> {
  say('the installation runs')
  const school = await schoolOf(stage)
  const clients = await openClients(stage)
  const lines: Line[] = []
  try {
    const logins = school.teachers.slice(0, 17).map((teacher) => teacher.login)
    const tokens: string[] = []
    for (const login of logins) tokens.push(await clients.signIn(login))
    const coordinator = await clients.signIn(school.coordinator)
    const times = (full: number) => (options.quick ? Math.max(3, Math.round(full / 8)) : full)
    const bench: Bench = { stage, school, clients, options, tokens, coordinator, times, say }
    for (const name of Object.keys(rows) as RowName[]) {
      if (!options.only.includes(name)) continue
      for (const line of await rows[name](bench).catch((error: unknown) => [brokenOff(name, error)])) {
        lines.push(line)
        say(lineText(line))
      }
    }
  } finally {
    await clients.close()
  }
  return {
    at: new Date(begun).toISOString(),
    machine: {
      cores: cpus().length,
      cpu: cpus()[0]?.model ?? '',
      memoryGb: Math.round(totalmem() / 2 ** 30),
      node: process.version,
    },
    load: [load, loadavg()[0] ?? 0],
    quick: options.quick,
    seconds: Math.round((Date.now() - begun) / 1000),
    school: await sizesOf(stage, school),
    lines,
  }
}

/** A row that could not be measured: the others are measured all the same, and the run ends with 1. */
function brokenOff(row: RowName, error: unknown): Line {
  console.error(error)
  const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return { row, what: row, must: '', aim: '', meetsMust: false, meetsAim: false, broken: why }
}

/** The school in the data folder, or a new one with a year of entries. */
async function schoolOf(stage: Stage): Promise<BenchSchool> {
  const file = join(stage.folder, 'school.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BenchSchool
  const school = await makeSchool(stage)
  say('a school of 33 classes, 990 pupils, 396 courses, made by the commands of real data')
  await fillEntries(stage.admin('gradebook'), school)
  say('a year of entries and their log, made by SQL')
  writeFileSync(file, JSON.stringify(school))
  return school
}

async function sizesOf(stage: Stage, school: BenchSchool): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {}
  for (const table of [
    'ref_lesson',
    'lesson_record',
    'work',
    'mark',
    'absence',
    'period_mark',
    'log_entry',
  ]) {
    const { rows } = await stage
      .admin('gradebook')
      .query<{ count: number }>(`select count(*)::int as count from ${table} where school_id = $1`, [
        school.id,
      ])
    sizes[table] = rows[0]?.count ?? 0
  }
  return sizes
}

/** A full run is kept for the document; any other only where `--json` says. */
function write(report: Report, options: Options): void {
  const full = !options.quick && options.only.length === Object.keys(rows).length
  const file = options.json ?? (full ? latestFile : undefined)
  if (file === undefined) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
  say(`written: ${file}`)
}
