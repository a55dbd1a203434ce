// The demonstration school from nothing to a full journal, phase by phase.
import { Door, RefusedError } from './door.js'
import { Keeper } from './entries.js'
import { idsOf } from './ids.js'
import { keepDays, type Kept } from './keep.js'
import { planSchool, wholeSchool } from './plan.js'
import { grouped, phases } from './progress.js'
import type { SchoolPlan } from './school-plan.js'
import { openLogins, operatorOf, setUpPeople, setUpTimetable } from './set-up.js'
import type { ClassSeed } from './staff.js'
import { enterChanges } from './substitutions.js'
import { schoolDays, type SchoolDay } from './year.js'
import { demonstrationPassword } from '../launch/table.js'
import { join } from 'node:path'
import { mkdirSync } from 'node:fs'

export type Filling = {
  readonly door: Door
  /** The school's day, YYYY-MM-DD. */
  readonly today: string
  /** Where the two stores of snapshots are put. */
  readonly data: string
  readonly seeds?: readonly ClassSeed[]
  /** So many of the last school days are left for others to keep; none unless told. */
  readonly leaveOpen?: number
  readonly say: (line: string) => void
}

export type Filled = {
  readonly plan: SchoolPlan
  readonly lessonsDated: number
  readonly kept: Kept
  /** Days that were left open. */
  readonly open: readonly SchoolDay[]
}

/**
 * Fills the school up to the day before `today`; today's lessons wait for their teachers. A repeat on the same day
 * writes nothing twice and goes on where the last one was broken off.
 */
export async function fillSchool({
  door,
  today,
  data,
  seeds = wholeSchool,
  leaveOpen = 0,
  say,
}: Filling): Promise<Filled> {
  const phase = phases(say)
  const plan = planSchool(today, seeds)
  const upToToday = schoolDays(plan.year, plan.studyDays, plan.year.startsOn, today)
  const past = upToToday.filter(({ date }) => date < today)
  // On the first day of a year there is no other day than today.
  const open = leaveOpen === 0 ? [] : past.length > 0 ? past.slice(-leaveOpen) : upToToday
  const kept = past.slice(0, past.length - (leaveOpen === 0 ? 0 : Math.min(leaveOpen, past.length)))
  await phase(
    () => `Люди: классов ${plan.classes.length}, человек ${grouped(plan.people.length)}`,
    async () => {
      await setUpPeople(door, plan)
      await openLogins(door, plan, demonstrationPassword)
    },
  )
  const lessonsDated = await phase(
    (lessons: number) => `Расписание: уроков на год ${grouped(lessons)}`,
    () => setUpTimetable(door, plan),
  )
  await phase(
    ({ substituted, cancelled }: { substituted: number; cancelled: number }) =>
      `Замены: ${substituted}, отмены: ${cancelled}`,
    () => enterChanges(door, plan, upToToday, today),
  )
  const keeper = new Keeper(plan, idsOf(plan.id), kept)
  const entered = await phase(keptLine, () => keepDays(door, plan, kept, keeper))
  await phase(
    (said: string) => said,
    () => addStores(door, plan, data),
  )
  return { plan, lessonsDated, kept: entered, open }
}

export const keptLine = (kept: Kept): string =>
  `Журналы: уроков ${grouped(kept.lessons)}, отметок ${grouped(kept.marks)}, пропусков ${grouped(kept.absences)}, ` +
  `исправлений ${grouped(kept.changes)}, отметок за период ${grouped(kept.periodMarks)}`

/**
 * Two stores, named as what they are: folders of one disk. Clause 3.3 stays unmet by them, and the program says so.
 */
export async function addStores(door: Door, plan: SchoolPlan, data: string): Promise<string> {
  const ids = idsOf(plan.id)
  const stores = [
    { key: 'server', name: 'Диск сервера', room: 'серверная, каб. 12', medium: 'жёсткий диск' },
    {
      key: 'second',
      name: 'Второй диск (учебный)',
      room: 'серверная, каб. 12',
      medium: 'папка на том же диске',
    },
  ]
  try {
    for (const { key, name, room, medium } of stores) {
      const folder = join(data, 'stores', `${plan.id.slice(0, 8)}-${key}`)
      mkdirSync(folder, { recursive: true })
      const input = { schoolId: plan.id, id: ids.of('store', key), name, room, medium, folder }
      await door.act('reporting', operatorOf(plan), new Date(), 'addStore', key, input)
    }
    return 'Хранилища снимков: 2'
  } catch (error) {
    if (error instanceof RefusedError) throw error
    return 'Хранилища снимков не заведены: служба отчётов не отвечает'
  }
}
