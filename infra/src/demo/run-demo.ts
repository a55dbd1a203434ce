// The main job without a screen, start to end, on an installation of its own.
import { dayIn } from '@zhurnal/kit/time'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { readAscTimetable, type AscTimetable } from '@zhurnal/reporting/imports/asc-timetable'
import { startInstallation, type Installation, type InstallationOptions } from '../launch/installation.js'
import { demonstrationPassword } from '../launch/table.js'
import { schoolOfFile, type FileSchool } from './asc-school.js'
import { addStores, fillSchool, keptLine } from './demonstration.js'
import { Door } from './door.js'
import { Keeper } from './entries.js'
import { keepLogs, makeEvidence, type Evidence } from './evidence.js'
import { GatewayUser } from './gateway-user.js'
import { idsOf } from './ids.js'
import { keepDays, type Kept } from './keep.js'
import { periodOf } from './period-of.js'
import { smallSchool, timeZone } from './plan.js'
import { grouped, phases, seconds, type Phase } from './progress.js'
import type { SchoolPlan } from './school-plan.js'
import { openLogins, setUpPeople, setUpTimetable } from './set-up.js'
import { serviceDoor } from './settings.js'
import { keepWeek, type Week } from './teachers-week.js'
import { sayProblems } from './tell-problems.js'
import { schoolDays } from './year.js'

export type DemoOptions = {
  /** An aSc Timetables XML; without it the invented school. */
  readonly timetable?: string | undefined
  /** Where documents and the snapshot are put; a new folder for temporary files unless told. */
  readonly out?: string | undefined
  readonly say: (line: string) => void
  /** For tests: which programs, which database server. */
  readonly installation?: Partial<InstallationOptions>
  /** The school's day; today unless told. */
  readonly today?: string
}
export type DemoResult = Evidence & {
  readonly out: string
  readonly lessonsDated: number
  readonly lessonsKept: number
  readonly marks: number
}

/** Throws when a step does not come out as it has to; nothing is left running, and the data folder is removed. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { say } = options
  const data = mkdtempSync(join(tmpdir(), 'zhurnal-demo-data-'))
  // The database server of a root's installation runs as another account, which has to pass through here.
  chmodSync(data, 0o711)
  const out = options.out ?? mkdtempSync(join(tmpdir(), 'zhurnal-demo-'))
  mkdirSync(out, { recursive: true })
  const phase = phases(say)
  let installation: Installation | undefined
  try {
    installation = await phase(
      () => 'Установка запущена на свободных портах',
      () =>
        startInstallation({
          data,
          ports: 'free',
          demo: true,
          fill: false,
          web: false,
          quiet: true,
          ...options.installation,
        }),
    )
    const today = options.today ?? dayIn(timeZone, new Date())
    const stage: Stage = {
      installation,
      door: new Door(serviceDoor(installation.env).door),
      today,
      data,
      out,
      phase,
      say,
    }
    return options.timetable ? await ofFile(stage, options.timetable) : await ofInventedSchool(stage)
  } catch (error) {
    keepLogs(data, out)
    throw error
  } finally {
    await installation?.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

type Stage = {
  readonly installation: Installation
  readonly door: Door
  readonly today: string
  readonly data: string
  readonly out: string
  readonly phase: Phase
  readonly say: (line: string) => void
}

const weekLength = 5

async function ofInventedSchool(stage: Stage): Promise<DemoResult> {
  const { installation, door, today, data, out, phase, say } = stage
  const { plan, lessonsDated, kept, open } = await fillSchool({
    door,
    today,
    data,
    seeds: smallSchool,
    leaveOpen: weekLength,
    say,
  })
  const from = open[0]?.date ?? today
  const to = open.at(-1)?.date ?? today
  const period = periodOf(plan, 7, from)
  if (!period) throw new Error(`no period holds ${from}`)
  const week = await phase(
    (done: Week) =>
      `Неделя учителя через вход (class-teacher): уроков ${done.lessons}, отметок ${done.marks}, пропусков ${done.absences}`,
    async () => {
      const teacher = await GatewayUser.signIn(
        installation.urls.gateway,
        'class-teacher',
        demonstrationPassword,
      )
      return keepWeek(teacher, { from, to, periodId: period.id })
    },
  )
  const schoolClass = plan.classes.find((one) => one.name === '7А')
  const evidence = await evidenceOf(stage, plan, {
    schoolClassId: schoolClass?.id ?? '',
    periodId: period.id,
  })
  const marks = kept.marks + week.marks
  return { ...evidence, out, lessonsDated, lessonsKept: kept.lessons + week.lessons, marks }
}

async function evidenceOf(
  { installation, data, out, phase, say }: Stage,
  plan: SchoolPlan,
  page: { readonly schoolClassId: string; readonly periodId: string },
): Promise<Evidence> {
  const coordinator = await GatewayUser.signIn(
    installation.urls.gateway,
    'coordinator',
    demonstrationPassword,
  )
  const stores = join(data, 'stores')
  return makeEvidence(coordinator, { ...page, yearId: plan.year.id, stores, out }, phase, say)
}

async function ofFile(stage: Stage, path: string): Promise<DemoResult> {
  const { door, today, data, out, phase, say } = stage
  const bytes = await readFile(path)
  const file = await phase(
    (read: AscTimetable) =>
      `Файл прочитан: классов ${read.classes.length}, учителей ${read.teachers.length}, карточек ${grouped(read.cards)}`,
    () => readAscTimetable(bytes),
  )
  const key = createHash('sha256').update(bytes).digest('hex')
  const school = schoolOfFile(file, `Школа из файла ${basename(path)}`, key, today)
  sayProblems(file, school.doubts, say)
  const { plan } = school
  await phase(
    () =>
      `Люди: классов ${plan.classes.length}, групп ${plan.groups.length}, человек ${grouped(plan.people.length)}`,
    async () => {
      await setUpPeople(door, plan)
      await openLogins(door, plan, demonstrationPassword)
    },
  )
  const lessonsDated = await phase(
    (lessons: number) =>
      `Расписание: курсов ${plan.courses.length}, мест в неделе ${plan.timetable.slots.length}, звонков ${plan.bells.length}, ` +
      `уроков на ${school.term.name} ${grouped(lessons)}`,
    () => setUpTimetable(door, plan),
  )
  const kept = await phase(keptLine, () => keepLastWeek(door, school, today))
  await phase(
    (said: string) => said,
    () => addStores(door, plan, data),
  )
  const largest = largestClass(plan)
  const periodId = periodOf(plan, largest.grade, lastDay(school, today))?.id ?? ''
  say(`  Журнал печатается для класса ${largest.name}`)
  const evidence = await evidenceOf(stage, plan, { schoolClassId: largest.id, periodId })
  return { ...evidence, out, lessonsDated, lessonsKept: kept.lessons, marks: kept.marks }
}

const pastDays = ({ plan, term }: FileSchool, today: string) =>
  schoolDays(plan.year, plan.studyDays, term.startsOn, term.endsOn).filter(({ date }) => date < today)

const lastDay = (school: FileSchool, today: string): string => pastDays(school, today).at(-1)?.date ?? today

/** The last week of lessons before today, kept by the teachers of the file. */
function keepLastWeek(door: Door, school: FileSchool, today: string): Promise<Kept> {
  const { plan, term } = school
  const days = pastDays(school, today).slice(-weekLength)
  const start = days[0]?.date ?? term.startsOn
  // Topics begin where a class would be by then: about a week for every seven days since the first of September.
  const weeks = Math.floor((Date.parse(start) - Date.parse(plan.year.startsOn)) / (7 * 86_400_000))
  const keeper = new Keeper(plan, idsOf(plan.id), days, (course) => Math.round(course.weeklyHours * weeks))
  return keepDays(door, plan, days, keeper)
}

/** The class with most lessons a week, its groups' lessons too. */
function largestClass(plan: SchoolPlan): SchoolPlan['classes'][number] {
  const classesOf = new Map(plan.groups.map((group) => [group.id, group.schoolClassIds]))
  const hours = new Map<string, number>()
  for (const course of plan.courses) {
    const ids = course.groupId ? (classesOf.get(course.groupId) ?? []) : [course.schoolClassId ?? '']
    for (const id of ids) hours.set(id, (hours.get(id) ?? 0) + course.weeklyHours)
  }
  const [largest] = [...plan.classes].sort((a, b) => (hours.get(b.id) ?? 0) - (hours.get(a.id) ?? 0))
  if (!largest) throw new Error('the file has no classes')
  return largest
}

/** What was made and where, for the person at the terminal. */
export function summary(result: DemoResult, ms: number): string {
  return [
    `Готово за ${seconds(ms)}. Папка: ${result.out}`,
    `  journal.pdf — журнал класса, листов ${result.ledger.pages}`,
    `  snapshot/ — снимок, подписан и цел: npm run verify -- ${result.snapshot.folder}`,
    `  snapshot-spoiled/ — его копия с одним испорченным битом`,
  ].join('\n')
}
