// What is asked of `npm run school -- create`: by flags, or by questions when a person sits at the terminal.
import { parseArgs } from 'node:util'
import { dayIn, isZone } from '@zhurnal/kit/time'
import { Complaint } from '../complaint.js'
import {
  periodSystems,
  usualYear,
  yearOf,
  yearOfFile,
  type PeriodSystem,
  type SchoolYear,
} from './calendar.js'

export type PersonName = { lastName: string; firstName: string; patronymic: string | null }
export type SchoolWish = {
  name: string
  shortName: string
  timeZone: string
  studyDays: number[]
  year: SchoolYear
  coordinator: PersonName
  login: string
}

export const usage = `npm run school -- create --name "Школа № 1" --time-zone Europe/Moscow \\
    --coordinator "Фамилия Имя Отчество" --login coordinator \\
    [--short-name "Школа 1"] [--study-days 1-5|1-6] [--year 2026] [--periods quarters|trimesters|half-years] \\
    [--calendar ФАЙЛ.json]
  npm run school -- rename --id ID --name "Школа № 1" [--short-name "Школа 1"]
  npm run school -- list`

const flagNames = [
  'name',
  'short-name',
  'time-zone',
  'study-days',
  'year',
  'periods',
  'calendar',
  'coordinator',
  'login',
  'id',
] as const
type Flag = (typeof flagNames)[number]
export type Flags = Partial<Record<Flag, string>>

const commands = ['create', 'list', 'rename'] as const
type Command = (typeof commands)[number]

/** The command and its flags. Throws Complaint with the usage for what is none of ours. */
export function readArguments(args: readonly string[]): { command: Command; flags: Flags } {
  const options = Object.fromEntries(flagNames.map((name) => [name, { type: 'string' } as const]))
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [command, ...rest] = positionals
    const known = commands.find((one) => one === command)
    if (!known || rest.length > 0)
      throw new Error(command ? `нет такой команды: ${positionals.join(' ')}` : 'не сказано, что сделать')
    const flags: Flags = {}
    for (const name of flagNames) {
      const value = values[name]
      if (typeof value === 'string') flags[name] = value
    }
    return { command: known, flags }
  } catch (error) {
    throw new Complaint(`${error instanceof Error ? error.message : String(error)}\nТак: ${usage}`)
  }
}

/** Asks the person at the terminal; undefined: nobody sits there. */
export type Ask = ((question: string, usual: string) => Promise<string>) | undefined

const questions: readonly (readonly [flag: Flag, question: string, usual: (flags: Flags) => string])[] = [
  ['name', 'Название школы', () => ''],
  ['short-name', 'Короткое название', (flags) => flags.name ?? ''],
  ['time-zone', 'Часовой пояс', () => 'Europe/Moscow'],
  ['study-days', 'Учебные дни (1-5 или 1-6)', () => '1-5'],
  ['periods', 'Периоды: quarters, trimesters или half-years', () => 'quarters'],
  ['coordinator', 'Координатор: фамилия, имя, отчество', () => ''],
  ['login', 'Логин координатора', () => 'coordinator'],
]
const needed: readonly Flag[] = ['name', 'time-zone', 'coordinator', 'login']

/** Flags, with what is missing asked for. Without a person at the terminal throws Complaint that names them. */
export async function completed(flags: Flags, ask: Ask): Promise<Flags> {
  if (!ask) {
    const missing = needed.filter((name) => !flags[name]?.trim())
    if (missing.length > 0)
      throw new Complaint(`Не сказано: ${missing.map((name) => `--${name}`).join(', ')}.\nТак: ${usage}`)
    return flags
  }
  const all: Flags = { ...flags }
  for (const [flag, question, usual] of questions) {
    if (all[flag] !== undefined || (flag === 'periods' && all.calendar !== undefined)) continue
    all[flag] = (await ask(question, usual(all))).trim() || usual(all)
  }
  return all
}

/** Which school gets which name. Throws Complaint when either is not said. */
export function readRename(flags: Flags): { id: string; name: string; shortName: string } {
  const id = flags.id?.trim() ?? ''
  const name = flags.name?.trim() ?? ''
  if (!id || !name)
    throw new Complaint(`Не сказано, какую школу и как назвать: --id (из npm run school -- list) и --name.`)
  return { id, name, shortName: flags['short-name']?.trim() || name }
}

/** What the flags mean. Throws Complaint for the first that cannot be meant. */
export function readWish(flags: Flags, now: Date): SchoolWish {
  const name = flags.name?.trim() ?? ''
  if (!name) throw new Complaint('У школы должно быть название: --name.')
  const timeZone = flags['time-zone']?.trim() ?? ''
  if (!isZone(timeZone))
    throw new Complaint(`Нет такого часового пояса: «${timeZone}». Пример: --time-zone Asia/Yekaterinburg.`)
  return {
    name,
    shortName: flags['short-name']?.trim() || name,
    timeZone,
    studyDays: readStudyDays(flags['study-days'] ?? '1-5'),
    year: flags.calendar
      ? yearOfFile(flags.calendar)
      : usualYear(readYear(flags.year, dayIn(timeZone, now)), readPeriods(flags.periods ?? 'quarters')),
    coordinator: readName(flags.coordinator ?? ''),
    login: readLogin(flags.login ?? ''),
  }
}

function readStudyDays(text: string): number[] {
  if (text === '1-5') return [1, 2, 3, 4, 5]
  if (text === '1-6') return [1, 2, 3, 4, 5, 6]
  throw new Complaint(`Учебные дни «${text}»: бывает 1-5 (пятидневка) или 1-6 (шестидневка).`)
}

function readYear(text: string | undefined, today: string): number {
  if (text === undefined) return yearOf(today)
  const year = Number(text)
  if (Number.isInteger(year) && year >= 2000 && year <= 2100) return year
  throw new Complaint(`Год «${text}»: назовите год, в котором начинается учебный, например --year 2026.`)
}

function readPeriods(text: string): PeriodSystem {
  const system = periodSystems.find((one) => one === text)
  if (system) return system
  throw new Complaint(
    `Периоды «${text}»: бывают quarters (четверти), trimesters (триместры), half-years (полугодия).`,
  )
}

function readName(text: string): PersonName {
  const [lastName, firstName, ...rest] = text.split(/\s+/).filter(Boolean)
  if (lastName && firstName) return { lastName, firstName, patronymic: rest.join(' ') || null }
  throw new Complaint(`Координатор «${text}»: назовите фамилию, имя и отчество, если оно есть.`)
}

function readLogin(text: string): string {
  const login = text.trim()
  // As roster takes it (accounts/auth.ts): said here before a school has been made.
  if (/^[\p{Ll}\d][\p{Ll}\d._-]{1,59}$/u.test(login)) return login
  throw new Complaint(`Логин «${text}»: строчные буквы, цифры, точка, дефис; от 2 до 60 знаков.`)
}
